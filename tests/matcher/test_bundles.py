"""Two places together where one alone will not do: only with a sign in the need, only from places in reach."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings

from matcher.collection import read_people
from matcher.engine.bundles import Bundle, bundles
from matcher.engine.data_tables import read_table
from matcher.engine.match import Engine, judge, match, why
from matcher.engine.need import Need, StructuredNeed
from matcher.engine.vocabulary import vocabulary
from resources.code_lists import code_list
from resources.importing import read_resources
from resources.records import ResourceRecord
from resources.snapshot import Snapshot, build_snapshot
from tests.matcher.small_worlds import catalogues, needs

ON = date(2026, 11, 1)


def place(key: str, kind: str, name: str, **columns: object) -> ResourceRecord:
    return ResourceRecord(key=key, kind=kind, name=name, **columns)  # type: ignore[arg-type]


ROOM = place("A", "third_place", "ほっと部屋", summary="一人で過ごせます。")
COMPANION = place("B", "volunteer_person", "いっしょに隊", summary="付き添いボランティアです。")
RIDE = place("B", "mobility_support", "のりあい号", summary="ご自宅まで送迎します。")
HOME = place("A", "housing_support", "すまいの窓口", summary="住まいに困っている方へ。")
WATCH = place("B", "home_visit", "ひと声", summary="見守り活動で伺います。")
FOOD = place("A", "food_support", "食の箱", summary="食料を渡します。")
MONEY = place("B", "consultation", "くらしの窓口", summary="家計や借金の相談。")
FAMILY = place("B", "peer_group", "親の会なぎ", summary="ひきこもりの家族会です。")


def found(need: Need, *records: ResourceRecord, limit: int = 3) -> tuple[Bundle, ...]:
    snapshot, engine = build_snapshot(records), Engine()
    suggestions = match(need, snapshot, on=ON, engine=engine).suggestions
    return bundles(judge(need, snapshot, ON, engine), suggestions, limit)


def far_away(text: str = "働きたい。") -> Need:
    form = StructuredNeed(travel_mode="walk", max_minutes=20.0)
    return Need("N", text, lat=35.0, lon=136.0, structured=form)


FAR = {"lat": 35.05, "lon": 136.0, "delivery": ("on_site",)}


@pytest.mark.parametrize(
    ("name", "text", "first", "second"),
    [
        ("accompany", "居場所がほしいが一人では不安。", ROOM, COMPANION),
        ("housing", "住む所がない。", HOME, WATCH),
        ("food", "生活に困窮している。", FOOD, MONEY),
        ("family_hikikomori", "息子が部屋から出てこない。ひきこもりの家族として困っている。", ROOM, FAMILY),
        ("no_ride", "バスに乗れない。", ROOM, RIDE),
    ],
)
def test_a_sign_in_the_need_brings_two_places_together(
    name: str, text: str, first: ResourceRecord, second: ResourceRecord
) -> None:
    (bundle,) = found(Need("N", text), first, second)
    assert (bundle.name, bundle.resources) == (name, ("A", "B"))
    assert f"「{first.name}」" in bundle.sentence
    assert f"「{second.name}」" in bundle.sentence
    assert bundle.sentence.startswith("記録に「")
    assert found(Need("N", "囲碁が好き。"), first, second) == ()


def test_a_far_place_and_a_ride_go_together_and_the_way_is_told() -> None:
    work = place("A", "work_experience", "袋詰め", summary="就労体験ができます。", **FAR)
    (bundle,) = found(far_away(), work, RIDE)
    assert (bundle.name, bundle.resources) == ("travel", ("A", "B"))
    assert bundle.sentence.startswith("「袋詰め」までは徒歩で約109分（希望は20分まで）かかります。")
    assert "「のりあい号」（移動支援、「送迎します」とあります）" in bundle.sentence


def test_a_far_place_with_another_reason_against_it_is_no_bundle() -> None:
    work = place("A", "work_experience", "袋詰め", summary="就労体験ができます。", openings=0, **FAR)
    assert found(far_away(), work, RIDE) == ()


def test_a_ride_that_is_itself_out_of_reach_is_no_bundle() -> None:
    work = place("A", "work_experience", "袋詰め", **FAR)
    far_ride = place("B", "mobility_support", "のりあい号", summary="送迎します。", **FAR)
    assert found(far_away(), work, far_ride) == ()


def test_a_stage_of_the_form_is_a_sign_and_another_stage_is_none() -> None:
    connect = Need("N", "", structured=StructuredNeed(stage="connect"))
    (bundle,) = found(connect, ROOM, COMPANION)
    assert bundle.sentence.startswith("参加段階に「つながる」とあります。")
    assert found(Need("N", "", structured=StructuredNeed(stage="attend")), ROOM, COMPANION) == ()


def test_a_closed_place_is_in_no_bundle() -> None:
    need = Need("N", "居場所がほしいが一人では不安。")
    closed = place("B", "volunteer_person", "いっしょに隊", summary="付き添いボランティア。", status="paused")
    assert found(need, ROOM, closed) == ()


def test_a_place_that_brings_both_needs_no_second() -> None:
    both = place("A", "third_place", "ほっと部屋", summary="付き添いボランティアがいます。")
    assert found(Need("N", "居場所がほしいが一人では不安。"), both, COMPANION) == ()


def test_a_second_place_made_for_other_people_is_left_out() -> None:
    need = Need("N", "居場所がほしいが一人では不安。")
    others = place(
        "B", "volunteer_person", "がんの伴走", audience="がん患者の方", summary="付き添いボランティア。"
    )
    assert found(need, ROOM, others) == ()


def test_the_limit_is_kept_in_the_order_of_the_rules() -> None:
    text = "住む所がない。生活に困窮している。"
    rest = [
        place(record.key * 2, record.kind, record.name + "弐", summary=record.summary)
        for record in (FOOD, MONEY)
    ]
    both = found(Need("N", text), HOME, WATCH, *rest)
    assert [bundle.name for bundle in both] == ["housing", "food"]
    assert found(Need("N", text), HOME, WATCH, *rest, limit=1) == both[:1]


def test_every_rule_names_kinds_and_concepts_that_exist() -> None:
    kinds, concepts = code_list("resource_kind"), vocabulary().concepts
    for row in read_table("bundles.csv"):
        for part in f"{row['first']}|{row['second']}".split("|"):
            kind, _, concept = part.partition(":")
            assert kind in kinds, part
            assert not concept or concept in concepts, part
        for sign in row["signs"].split("|"):
            what, _, codes = sign.rpartition(":")
            if what not in ("stage", "without") and sign != "travel":
                assert set(codes.split("+")) <= set(concepts), sign
        assert row["answers"] == "" or row["answers"] in concepts
        assert row["source"]


def check(need: Need, snapshot: Snapshot, engine: Engine) -> int:
    records = {record.key: record for record in snapshot.records}
    suggestions = match(need, snapshot, on=ON, engine=engine).suggestions
    made = bundles(judge(need, snapshot, ON, engine), suggestions)
    for bundle in made:
        first, second = (records[key] for key in bundle.resources)
        against = [refusal.code for refusal in why(need, snapshot, first.key, on=ON, engine=engine)]
        assert against == (["travel"] if bundle.name == "travel" else [])
        assert why(need, snapshot, second.key, on=ON, engine=engine) == ()
        assert first.key != second.key
        for record in (first, second):
            assert f"「{record.name}」" in bundle.sentence
        assert f"（{code_list('resource_kind').label(second.kind)}" in bundle.sentence
    assert len(made) <= 3
    return len(made)


@given(catalogues(), needs())
@settings(max_examples=40, deadline=None)
def test_bundles_of_any_small_world_are_made_of_places_in_reach(
    records: list[ResourceRecord], need: Need
) -> None:
    extra = [
        place(f"X{number}", record.kind, record.name, summary=record.summary)
        for number, record in enumerate(_ALL)
    ]
    check(need, build_snapshot([*records, *extra]), Engine())


_ALL = (ROOM, COMPANION, RIDE, HOME, WATCH, FOOD, MONEY, FAMILY)


@pytest.mark.shared
@pytest.mark.parametrize("city", ["mizuhama", "shinonome", "hamagiri"])
def test_bundles_of_a_judged_city_are_made_of_places_in_reach(shared: Path, city: str) -> None:
    folder = shared / "eval" / city
    snapshot, engine = build_snapshot(read_resources(folder / "resources.csv").records), Engine()
    counts = [check(need, snapshot, engine) for need in read_people(folder).needs]
    assert any(counts)
    assert counts.count(0) > len(counts) // 4  # a sign is not in every need
