"""When nothing serves a person the engine says so, with the reason that is true; otherwise it does not."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from matcher.engine.data_tables import read_table
from matcher.engine.match import Engine, judge, match
from matcher.engine.need import Availability, Need, StructuredNeed
from matcher.engine.unmet import UnmetNeed, unmet_need, unmet_sentence
from matcher.engine.unmet.first_five import first_five
from matcher.engine.unmet.likelihood import FACTS, facts_of, unmet_weights
from matcher.engine.unmet.signs import signs
from matcher.engine.unmet.standing_between import standing_between
from resources.records import ResourceRecord
from resources.snapshot import build_snapshot
from tests.matcher.small_worlds import catalogues, needs

FEW = settings(max_examples=60, deadline=None)
EVERYDAY = tuple(
    ResourceRecord(
        key=f"E{number}", name=name, kind=kind, summary=summary, status="open", lat=35.0, lon=136.0
    )
    for number, (name, kind, summary) in enumerate(
        (
            ("まちの縁側", "third_place", "お茶を飲んで過ごす部屋です。"),
            ("駅前サロン", "salon", "近所の人のおしゃべりの会です。"),
            ("くらしの窓口", "consultation", "お金や家のことの相談です。"),
            ("山歩きの会", "exercise_health", "近くの山を歩きます。"),
        )
    )
)
GROUP = ResourceRecord(
    key="G",
    name="ことばの会",
    kind="peer_group",
    audience="吃音のある方",
    summary="吃音のある人が話す会です。",
    status="open",
    lat=35.0,
    lon=136.0,
)
STUTTERS = Need(
    "N",
    "話し始めの音が出ない。吃音と言われた。同じ話し方の人に会ったことがない。",
    age=24,
    lat=35.0,
    lon=136.0,
)
BY_FORM = StructuredNeed(travel_mode="walk", max_minutes=20.0)


def answer(need: Need, *places: ResourceRecord) -> UnmetNeed | None:
    return unmet_need(judge(need, build_snapshot([*EVERYDAY, *places]), None, Engine()))


def reason(need: Need, *places: ResourceRecord) -> str | None:
    found = answer(need, *places)
    return found.reason if found else None


def test_who_lives_with_what_only_a_place_made_for_it_answers_is_unmet_without_one() -> None:
    assert answer(STUTTERS) == UnmetNeed("no_such_theme", "stutter")
    assert answer(STUTTERS, GROUP) is None


@pytest.mark.parametrize(
    ("change", "form", "code"),
    [
        ({"status": "paused"}, None, "no_such_theme"),
        ({"openings": 0}, None, "all_full"),
        ({"lat": 36.0}, BY_FORM, "out_of_reach"),
        ({"age_min": 65}, None, "excluded_everywhere"),
        ({"gender": "female"}, None, "excluded_everywhere"),
        ({"openings": 0, "age_min": 65}, None, "all_full"),
        ({"lat": 36.0, "age_min": 65}, BY_FORM, "out_of_reach"),
    ],
)
def test_the_reason_is_what_stands_between_the_person_and_the_place_that_would_answer(
    change: dict[str, object], form: StructuredNeed | None, code: str
) -> None:
    need = replace(STUTTERS, gender="male", structured=form)
    assert reason(need, replace(GROUP, **change)) == code  # type: ignore[arg-type]


def test_of_several_places_that_would_answer_those_that_one_thing_alone_keeps_away_give_the_reason() -> None:
    for_the_old = replace(GROUP, key="G2", age_min=65)
    full, far = replace(GROUP, key="G3", openings=0), replace(GROUP, key="G4", lat=36.0)
    need = replace(STUTTERS, structured=BY_FORM)
    assert reason(need, for_the_old, full) == "all_full"
    assert reason(need, for_the_old, far) == "out_of_reach"
    assert reason(need, full, far, replace(far, key="G5")) == "out_of_reach"
    assert reason(need, for_the_old, full, GROUP) is None


def test_a_deaf_person_who_signs_is_not_served_by_writing() -> None:
    need = Need(
        "N",
        "生まれつき聞こえない。手話で育った。手で話したい。",
        age=40,
        gender="female",
        lat=35.0,
        lon=136.0,
    )
    writing = replace(GROUP, name="筆談の会", audience="聞こえない方", summary="筆談でゆっくり話します。")
    signing = replace(writing, key="S", name="手話の会", summary="手話で話します。")
    assert answer(need, writing) == UnmetNeed("no_such_theme", "sign_language_act")
    assert answer(need, writing, signing) is None


def test_a_note_that_complains_of_everything_is_believed_without_a_gap_only_where_the_list_is_long() -> None:
    need = Need("N", "どこも断られた。それだけでいい。励ましの会はもう要らない。山を歩くのが好き。", age=40)
    assert len(signs(need.text)) == 3
    _, gaps = facts_of(judge(need, build_snapshot(EVERYDAY), None, Engine()))
    assert gaps.found == ()
    assert answer(need) is None
    elsewhere = [replace(EVERYDAY[1], key=f"F{number}", summary="") for number in range(20)]
    assert answer(need, *elsewhere) == UnmetNeed("no_such_theme", "")


def test_the_better_the_first_five_places_fit_the_less_likely_nothing_serves_her() -> None:
    judged = judge(STUTTERS, build_snapshot([*EVERYDAY, GROUP]), None, Engine())
    is_open = np.ones(len(judged.scores.rows), dtype=np.bool_)
    worst_of_all = judged.scores.total <= judged.scores.total.min()
    assert 0.0 < first_five(judged.scores, worst_of_all) < first_five(judged.scores, is_open) < 10.0
    facts, _ = facts_of(judged)
    better = {**facts, "first_five": facts["first_five"] + 1.0}
    assert unmet_weights().likelihood(better) < unmet_weights().likelihood(facts)


def test_when_nothing_is_open_the_reason_is_of_the_whole_list() -> None:
    need = replace(STUTTERS, structured=StructuredNeed(available=(Availability("sun", 0, 60),)))
    full = [replace(place, openings=0) for place in EVERYDAY]
    assert match(need, build_snapshot(full)).unmet_reason == "all_full"
    assert match(need, build_snapshot([])).unmet_reason == "no_such_theme"


@FEW
@given(catalogues(), needs(), st.data())
def test_a_further_place_that_is_open_to_the_person_never_opens_a_gap(
    records: list[ResourceRecord], need: Need, data: st.DataObject
) -> None:
    further = replace(data.draw(catalogues())[0], key="further")
    before = judge(need, build_snapshot(records), None, Engine())
    after = judge(need, build_snapshot([*records, further]), None, Engine())
    row = after.context.snapshot.row_of("further")
    if not after.excluded.eligible[row] or not before.excluded.eligible.any():
        return
    (facts, gaps), (facts_after, gaps_after) = facts_of(before), facts_of(after)
    assert facts_after["situations"] <= facts["situations"]
    # Without people of one lot in the list, "peers" itself is the gap; else each of her situations.
    assert {gap.sort for gap in gaps_after.found} <= {gap.sort for gap in gaps.found}


@FEW
@given(catalogues(), needs())
def test_every_reason_holds_for_the_places_it_speaks_of(records: list[ResourceRecord], need: Need) -> None:
    excluded = judge(need, build_snapshot(records), None, Engine()).excluded
    answering = np.flatnonzero(~excluded.eligible)
    against = [set(excluded.of(place)) for place in answering.tolist()]
    running = [reasons for reasons in against if "closed" not in reasons]
    code = standing_between(answering, excluded)
    holds = {
        "no_such_theme": not running,
        "all_full": any("full" in reasons for reasons in running),
        "out_of_reach": any("travel" in reasons for reasons in running),
        "excluded_everywhere": any(reasons - {"full"} for reasons in running)
        and {"full"} not in running
        and {"travel"} not in running,
    }
    assert holds[code]
    assert unmet_sentence(code)


@pytest.mark.parametrize("row", read_table("unmet_signs.csv"), ids=lambda row: row["example"])
def test_every_sign_is_found_in_its_example(row: dict[str, str]) -> None:
    assert row["sign"] in signs(row["example"])


@pytest.mark.parametrize(
    "text",
    [
        "土曜に将棋を指したい。",
        "料理が好きで、週に一度なら出かけられる。",
        "同じ町で生まれ育った。",
        "母と二人で暮らす。",
        "てんかんがある。アルバイトを探しています。",
        "家の鍵を探していて遅れた。",
        "医者ではないのでわからない。",
        "雨じゃない日に出かける。",
        "職場でも会社でもない。会社ではない所で働く。",
        "市役所まで歩いて15分。",
        "店が終わってから出かける。",
        "会社を休んでいる。",
        "会ったことがない孫に手紙を書く。",
        "孫に会ったことがない。",
    ],
)
def test_an_ordinary_note_shows_no_sign(text: str) -> None:
    assert signs(text) == frozenset()


@pytest.mark.parametrize(
    ("text", "sign"),
    [
        ("仲間を探していますが、どこの会も合いません。", "in_vain"),
        ("同じ話し方の人に会ったことがない。", "in_vain"),
        ("店はみんななくなった。", "in_vain"),
        ("県外まで二時間かけて行く。", "in_vain"),
        ("欲しいのは助けじゃない。", "no_substitute"),
        ("行きたいのは体操の教室じゃない。", "no_substitute"),
        ("相談がしたいわけではない。", "no_substitute"),
    ],
)
def test_a_search_in_vain_and_a_wish_for_something_else_are_signs(text: str, sign: str) -> None:
    assert sign in signs(text)


def test_every_fact_has_a_weight_of_its_sign_and_its_value_lies_between_zero_and_ten() -> None:
    weights = unmet_weights()
    assert set(weights.weights) == set(FACTS)
    assert all(weights.weights[name] * sign > 0 for name, sign in FACTS.items())
    assert 0.0 < weights.least < 1.0
    wishing = replace(STUTTERS, structured=StructuredNeed(aims=("同じ立場の人",)))
    judged = judge(wishing, build_snapshot(EVERYDAY), None, Engine())
    facts, _ = facts_of(judged)
    assert all(0.0 <= value <= 10.0 for value in facts.values())
    assert facts["own_place"] == facts["peers"] == 1.0


def test_the_version_of_the_weights_is_in_the_name_of_the_engine() -> None:
    assert unmet_weights().version in Engine().name
