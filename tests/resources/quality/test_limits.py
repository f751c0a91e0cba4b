"""How long a confirmation is good for is the city's to set, and everything follows."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import numpy as np
import pytest
from sqlmodel import select

from resources.clock import FixedClock, today
from resources.database import Database
from resources.errors import BadInput
from resources.quality.limits import StalenessLimits, default_limits
from resources.quality.staleness import find_stale, is_stale
from resources.quality.stored_limits import load_limits, save_limits, stale_entries
from resources.records import ResourceRecord
from resources.repository import catalogue_version
from resources.snapshot import build_snapshot
from resources.tables import Resource
from tests.resources.quality.conftest import Fill

SET = StalenessLimits(90, by_kind={"salon": 400}, by_operator_kind={"company": 30, "npo": 200})
CAFE = ResourceRecord(key="K", name="喫茶", kind="third_place")


def test_the_limits_of_the_code_list_hold_until_others_are_set(
    database: Database, clock: FixedClock, fill: Fill
) -> None:
    fill(CAFE)
    with database.session() as session:
        assert load_limits(session) == default_limits() == StalenessLimits(180, {}, {"company": 365})
        before = catalogue_version(session)
        save_limits(session, SET, clock=clock)
        assert load_limits(session) == SET
        assert catalogue_version(session) > before  # snapshots are due
        save_limits(session, replace(SET, by_kind={}), clock=clock)
        assert load_limits(session).by_kind == {}


@pytest.mark.parametrize("days", [0, 6, 3651])
def test_a_limit_beyond_sense_is_refused(
    database: Database, clock: FixedClock, fill: Fill, days: int
) -> None:
    fill(CAFE)
    with database.session() as session, pytest.raises(BadInput):
        save_limits(session, StalenessLimits(days), clock=clock)


def test_the_kind_counts_before_the_operator_and_the_operator_before_all_others() -> None:
    assert SET.of(replace(CAFE, kind="salon", operator_kind="company")) == 400
    assert SET.of(replace(CAFE, operator_kind="company")) == 30
    assert SET.of(replace(CAFE, operator_kind="temple")) == SET.of(CAFE) == 90


@pytest.mark.parametrize("limits", [None, SET])
def test_the_query_for_stale_entries_says_what_the_rule_says(
    database: Database, clock: FixedClock, fill: Fill, limits: StalenessLimits | None
) -> None:
    day = today(clock)
    ages = (None, 30, 31, 90, 91, 180, 181, 200, 201, 365, 366, 400, 401)
    records = [
        replace(
            CAFE,
            kind=kind,
            operator=operator or "",
            operator_kind=operator,
            status=status,
            confirmed_on=None if age is None else day - timedelta(days=age),
        )
        for kind in ("salon", "third_place")
        for operator in (None, "company", "npo")
        for age in ages
        for status in ("open", "retired")
    ]
    keys = fill(*records)
    expected = {key for key, record in zip(keys, records, strict=True) if is_stale(record, day, limits)}
    with database.session() as session:
        found = set(session.exec(select(Resource.public_id).where(stale_entries(day, limits))))
    assert found == expected
    assert len(expected) >= 20
    assert {entry.key for entry in find_stale(records, day, limits)} == {"K"}


def test_a_shorter_limit_shortens_what_a_confirmation_is_worth_and_the_usual_ones_change_nothing() -> None:
    records = [
        replace(CAFE, key="a", confirmed_on=date(2026, 1, 1)),
        replace(CAFE, key="b", kind="salon", operator="甲社", operator_kind="company"),
    ]
    usual = build_snapshot(records)
    assert np.array_equal(usual.confirmation_span, [1.0, 1.0])
    assert np.array_equal(
        build_snapshot(records, limits=StalenessLimits(90, {"salon": 730})).confirmation_span, [0.5, 2.0]
    )
