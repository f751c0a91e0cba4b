"""Small rules of the pages: what a number may look like, links, the conditions in one line, the order of reasons."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from fastapi import FastAPI
from sqlmodel import Session, select
from starlette.datastructures import ImmutableMultiDict

from api.web.answer import _common_reasons, _telling_first
from api.web.form_state import FormState
from api.web.need_conditions import conditions_line
from api.web.need_form import NOTE_LIMIT, read_need
from api.web.number_field import whole_number
from api.web.wording import brackets, phone_link, web_link
from matcher.engine.explaining.reasons import NOTHING_AGAINST
from matcher.engine.need import Availability, Need, StructuredNeed
from resources.clock import today
from resources.quality.staleness import is_stale
from resources.quality.stored_limits import stale_entries
from resources.repository import list_entries, search_resources
from resources.scope import Scope
from resources.tables import Organisation, Resource
from tests.api.conftest import MovingClock
from tests.api.visitor import Visitor


@pytest.mark.parametrize(
    ("typed", "number"),
    [
        ("30", 30),
        ("３０分", 30),
        ("30分以内", 30),
        ("約30分まで", 30),
        ("1時間", 60),
        ("１時間半", 90),
        ("1時間20分以内", 80),
    ],
)
def test_a_number_may_be_typed_with_its_unit(typed: str, number: int) -> None:
    form = FormState.of({"max_minutes": [typed]})
    assert whole_number(form, "max_minutes", "移動の時間", low=1, high=600) == number
    assert form.errors == {}


@pytest.mark.parametrize("typed", ["30代", "３０代前半", "30歳代"])
def test_a_decade_is_asked_about_and_not_guessed(typed: str) -> None:
    form = FormState.of({"age": [typed]})
    assert whole_number(form, "age", "年齢", low=0, high=120) is None
    assert form.errors["age"].startswith("年齢は1つの数字で入れてください。")


def test_a_line_break_counts_once_as_in_the_browser() -> None:
    for lines, fits in ((NOTE_LIMIT // 2, True), (NOTE_LIMIT // 2 + 1, False)):
        form = FormState.sent(ImmutableMultiDict([("note", "\r\n".join(["あ"] * lines) + "い")]))
        assert (read_need(form, []) is not None) == fits


def test_the_length_that_the_page_allows_is_the_one_that_is_checked(worker: Visitor) -> None:
    assert f'maxlength="{NOTE_LIMIT}"' in worker.get("/suggestions").text


@pytest.mark.parametrize(
    ("phone", "link"),
    [
        ("077-000-1234", "tel:0770001234"),
        ("０７７（０００）１２３４", "tel:0770001234"),
        ("+81 77 000 1234", "tel:+81770001234"),
        ("077-000-1234（平日のみ）", ""),
        ("窓口へ", ""),
        ("", ""),
    ],
)
def test_only_a_telephone_number_is_a_link(phone: str, link: str) -> None:
    assert phone_link(phone) == link


@pytest.mark.parametrize(
    ("url", "is_link"),
    [
        ("https://example.jp/a?b=1", True),
        ("http://example.jp", True),
        ("javascript:alert(1)", False),
        (" https://example.jp", False),
        ("https://example.jp https://example.com", False),
        ("https:\\\\example.jp", False),
        ("/about", False),
        ("//example.jp", False),
        ("https://[", False),
        ("", False),
    ],
)
def test_only_an_address_of_the_web_is_a_link(url: str, is_link: bool) -> None:
    assert web_link(url) == (url if is_link else "")


def test_brackets_are_full_width_on_every_page() -> None:
    assert brackets("瑞浜市(みずはまし・架空)") == "瑞浜市（みずはまし・架空）"


def test_the_conditions_are_one_line_without_the_note() -> None:
    form = StructuredNeed(
        aims=("居場所", "話し相手"),
        group="small",
        travel_mode="bicycle",
        max_minutes=30,
        max_fee=0,
        holds=(),
        available=(Availability("tue", 720, 1020),),
    )
    need = Need(id="x", text="秘密のメモ", age=52, gender="male", district="D07", structured=form)
    assert conditions_line(need, {"D07": "花山学区"}) == (
        "52歳、男性、花山学区、求めていること: 居場所・話し相手、人数: 少人数、自転車で30分まで、費用なし、"
        "空き: 火 12:00〜17:00、持っているもの: どれもない"
    )
    assert conditions_line(Need(id="x", text="秘密のメモ"), {}) == ""


def test_what_most_places_have_in_common_goes_last() -> None:
    places = [("約12分です。", "鉄道が合います。"), ("約5分です。",), ("約7分です。", "静かです。")]
    common = _common_reasons(places)
    assert _telling_first(places[0], common) == ("鉄道が合います。", "約12分です。")
    assert _telling_first(("甲", NOTHING_AGAINST), common) == ("甲",)


def test_that_nothing_speaks_against_a_place_is_no_reason_for_it(worker: Visitor) -> None:
    page = worker.send("/suggestions", {"note": "散歩"}).text
    assert f'<p class="suggestion__remark">{NOTHING_AGAINST}</p>' in page
    assert f"<li>{NOTHING_AGAINST}" not in page


def test_the_list_of_stale_entries_is_what_the_rule_says(
    worker: Visitor, app: FastAPI, moving_clock: MovingClock
) -> None:
    day = today(moving_clock)
    with app.state.parts.database.session() as session:
        company = session.exec(select(Organisation)).all()[-1]
        company.kind = "company"
        resources = session.exec(select(Resource).order_by(Resource.public_id)).all()
        for number, (resource, days) in enumerate(zip(resources, (None, 180, 181, 365, 366), strict=False)):
            resource.confirmed_on = None if days is None else day - timedelta(days=days)
            resource.operator_id = company.id if number >= 3 else None
            session.add(resource)
    with app.state.parts.database.session() as session:
        found = search_resources(session, Scope.operator(), standings=(), also=[stale_entries(day)])
        expected = _stale_by_rule(session, day)
    assert {entry.record.key for entry in found.entries} == expected
    assert len(expected) >= 2


def _stale_by_rule(session: Session, day: date) -> set[str]:
    ids = list(session.exec(select(Resource.public_id)).all())
    entries = list_entries(session, Scope.operator(), ids)
    assert len(entries) == len(ids) > 4
    return {entry.record.key for entry in entries if is_stale(entry.record, day)}
