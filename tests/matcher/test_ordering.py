"""The list a worker sees: one place once, some variety, and no score changed for it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from hypothesis import given, settings
from hypothesis import strategies as st

from matcher.engine.match import Engine, match
from matcher.engine.need import Need, StructuredNeed
from resources.records import ResourceRecord
from resources.snapshot import build_snapshot

NOTE = "家にいることが多い。静かな所で、少しずつ人と過ごしたい。"


def place(key: str, **changes: object) -> ResourceRecord:
    plain = ResourceRecord(
        key=key,
        name=f"{key}の部屋",
        kind="third_place",
        summary=f"{key}でお茶を飲んで過ごします。",
        status="open",
        lat=35.0,
        lon=135.0,
        confirmed_on=date(2026, 5, 1),
    )
    return replace(plain, **changes)  # type: ignore[arg-type]


def listed(
    records: list[ResourceRecord], *, form: StructuredNeed | None = None
) -> list[tuple[str, tuple[str, ...]]]:
    need = Need("A", NOTE, age=40, lat=35.0, lon=135.0, structured=form)
    result = match(need, build_snapshot(records), engine=Engine())
    return [(suggestion.resource, suggestion.also_registered) for suggestion in result.suggestions]


SPELT_TWICE = (
    place(
        "R1",
        name="縁側サロン ひだまり",
        phone="0770-00-1111",
        summary="縁側でお茶を飲みます。編み物もします。",
    ),
    place(
        "R2",
        name="縁側ｻﾛﾝ ひだまり",
        phone="0770001111",
        summary="縁側でお茶を飲みます。編み物もします。木曜です。",
        confirmed_on=date(2026, 9, 1),
    ),
)


def test_entries_believed_to_be_one_place_appear_once_and_the_fresher_one_stays() -> None:
    found = listed([*SPELT_TWICE, place("R3", lat=35.4)])
    assert sorted(found) == [("R2", ("R1",)), ("R3", ())]


def test_what_a_person_told_apart_is_two_places_whatever_the_model_believes() -> None:
    need = Need("A", NOTE, age=40, lat=35.0, lon=135.0)
    for pair in (("R1", "R2"), ("R2", "R1")):
        snapshot = build_snapshot([*SPELT_TWICE, place("R3", lat=35.4)], told_apart=[pair])
        found = match(need, snapshot, engine=Engine()).suggestions
        assert {(each.resource, each.also_registered) for each in found} == {
            ("R1", ()),
            ("R2", ()),
            ("R3", ()),
        }


def test_many_entries_of_one_place_do_not_shorten_the_list() -> None:
    spelt_often = [replace(SPELT_TWICE[number % 2], key=f"R{number}") for number in range(7)]
    others = [place(f"Q{number}", lat=35.4 + number / 20) for number in range(3)]
    need = Need("A", "縁側でお茶。編み物が好き。", age=40, lat=35.0, lon=135.0)
    result = match(need, build_snapshot([*spelt_often, *others]), top=3, engine=Engine())
    assert [len(line.also_registered) for line in result.suggestions] == [6, 0, 0]


def test_the_line_that_stays_says_that_there_is_another_entry() -> None:
    need = Need("A", NOTE, age=40, lat=35.0, lon=135.0)
    (only,) = match(need, build_snapshot(SPELT_TWICE), engine=Engine()).suggestions
    assert any("別登録あり（「縁側サロン ひだまり」）" in sentence for sentence in only.cautions)


def test_a_closed_entry_of_the_same_place_does_not_hide_the_open_one() -> None:
    stale, fresh = SPELT_TWICE
    assert listed([replace(stale, confirmed_on=date(2026, 10, 1), status="retired"), fresh]) == [("R2", ())]


def test_two_offers_of_one_operator_are_two_places() -> None:
    supper = place("R1", name="こども食堂 ほしぞら", kind="children_cafeteria", phone="0770-00-2222")
    helpers = place("R2", name="ほしぞら 調理の手伝い", kind="volunteer_activity", phone="0770-00-2222")
    assert {key for key, _ in listed([supper, helpers])} == {"R1", "R2"}


def test_after_three_places_of_one_kind_another_kind_with_nearly_the_same_score_comes() -> None:
    rooms = [place(f"R{number}", lat=35.0 + number / 20) for number in range(1, 6)]
    salon = place("R9", kind="salon", lat=35.31)
    keys = [key for key, _ in listed([*rooms, salon])]
    assert keys.index("R9") == 3


def test_diversity_never_lifts_a_place_by_more_than_five_hundredths_of_score() -> None:
    rooms = [place(f"R{number}", summary="静かな部屋。家にいることが多い方へ。") for number in range(1, 7)]
    far = place("R9", kind="exercise_health", summary="大会をめざして走ります。", lat=36.5, age_min=70)
    need = Need("A", NOTE, age=72, lat=35.0, lon=135.0)
    result = match(need, build_snapshot([*rooms, far]), engine=Engine())
    best_left = 1.0
    for line in reversed(result.suggestions):
        best_left = line.score
        assert all(
            best_left - above.score <= 0.05 + 1e-9
            for above in result.suggestions[: result.suggestions.index(line)]
        )


def test_who_asks_for_one_kind_gets_it_undiversified() -> None:
    homes = [
        place(f"R{number}", kind="housing_support", summary="住まいの相談", lat=35.0 + number / 50)
        for number in range(1, 6)
    ]
    other = place("R9", kind="salon", summary="住まいの相談", lat=35.0)
    form = StructuredNeed(aims=("住まい",))
    result = match(
        Need("A", "", age=40, lat=35.0, lon=135.0, structured=form),
        build_snapshot([*homes, other]),
        engine=Engine(),
    )
    scores = [suggestion.score for suggestion in result.suggestions]
    assert scores == sorted(scores, reverse=True)


@settings(deadline=None, max_examples=20)
@given(st.permutations(range(8)))
def test_a_permuted_catalogue_gives_the_same_list(order: list[int]) -> None:
    records = [
        *SPELT_TWICE,
        *(place(f"Q{n}", kind="salon" if n % 2 else "third_place", lat=35.0 + n / 30) for n in range(6)),
    ]
    assert listed([records[index] for index in order]) == listed(records)
