"""What nobody confirmed for longer than the city allows ranks lower, by the city's own limits."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from matcher.engine.match import match
from matcher.engine.need import Need
from resources.quality.limits import StalenessLimits
from resources.records import ResourceRecord
from resources.snapshot import build_snapshot

ON = date(2026, 11, 21)
SHOP = ResourceRecord(
    key="A",
    name="囲碁の店",
    kind="third_place",
    operator="みなと商店",
    operator_kind="company",
    summary="囲碁を打てます。",
    lat=35.0,
    lon=135.9,
    delivery=("on_site",),
    confirmed_on=date(2026, 5, 1),
)
CLUB = replace(SHOP, key="B", name="喫茶 みなと", operator="港の会", operator_kind="npo", lat=35.002)


def _places(limits: StalenessLimits | None) -> list[tuple[str, float]]:
    snapshot = build_snapshot([SHOP, CLUB], limits=limits)
    result = match(Need(id="x", text="囲碁が好き", lat=35.001, lon=135.9), snapshot, on=ON)
    return [(each.resource, each.components["freshness"]) for each in result.suggestions]


def test_a_shorter_limit_for_companies_puts_a_shop_behind_an_equally_old_club() -> None:
    assert [key for key, _ in _places(None)] == ["A", "B"]
    usual = dict(_places(None))
    assert usual["A"] == usual["B"]
    shorter = _places(StalenessLimits(180, by_operator_kind={"company": 30}))
    assert [key for key, _ in shorter] == ["B", "A"]
    assert dict(shorter)["A"] < usual["A"]
    assert dict(shorter)["B"] == usual["B"]


def test_setting_the_limits_of_the_code_list_changes_no_ranking() -> None:
    assert _places(StalenessLimits(180, by_operator_kind={"company": 365})) == _places(None)
