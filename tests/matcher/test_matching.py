"""Suggestions: only open places, a fixed order, and sentences that the data support."""

from __future__ import annotations

import json
import random
import re
from dataclasses import replace
from datetime import date

import numpy as np
import pytest

from matcher.collection import People
from matcher.engine.catalogue import place_text, prepare
from matcher.engine.components import COMPONENTS
from matcher.engine.match import Engine, MatchResult, as_run_line, match, why
from matcher.engine.need import Need, StructuredNeed
from matcher.engine.text_index.bigrams import pair_number
from matcher.engine.weights import default_weights, parse_weights
from resources.code_lists import code_list
from resources.records import ResourceRecord
from resources.snapshot import Snapshot, build_snapshot

QUOTE = re.compile(r"この場所(?:の|に)「([^」]+)」")


@pytest.fixture(scope="module")
def results(people: People, snapshot: Snapshot, engine: Engine) -> dict[str, MatchResult]:
    return {need.id: match(need, snapshot, engine=engine) for need in people.needs}


def test_no_place_that_is_excluded_is_suggested(
    results: dict[str, MatchResult], people: People, snapshot: Snapshot
) -> None:
    suggested = 0
    for need in people.needs:
        for suggestion in results[need.id].suggestions:
            assert why(need, snapshot, suggestion.resource) == ()
            suggested += 1
    assert suggested > len(people.needs)


def test_every_open_place_is_suggested_when_the_list_is_long_enough(
    results: dict[str, MatchResult],
) -> None:
    for result in results.values():
        assert len(result.suggestions) == result.eligible <= 20
        assert result.eligible + sum(result.excluded.values()) == 18


def test_scores_fall_and_components_stay_between_zero_and_one(results: dict[str, MatchResult]) -> None:
    for result in results.values():
        scores = [suggestion.score for suggestion in result.suggestions]
        assert scores == sorted(scores, reverse=True)
        for suggestion in result.suggestions:
            assert 0.0 <= suggestion.score <= 1.0
            assert set(suggestion.components) == set(COMPONENTS)
            assert all(0.0 <= value <= 1.0 for value in suggestion.components.values())


def test_the_score_is_the_weighted_mean_of_its_components(results: dict[str, MatchResult]) -> None:
    weights = default_weights().weights
    suggestion = results["S1"].suggestions[0]
    expected = sum(weights[name] * value for name, value in suggestion.components.items())
    assert suggestion.score == pytest.approx(expected / sum(weights.values()))


def test_the_obvious_place_comes_first(results: dict[str, MatchResult]) -> None:
    first = {need: result.suggestions[0].resource for need, result in results.items()}
    assert first["S1"] == "P01"  # a quiet 居場所 for people who stay at home, with manga
    assert first["S4"] == "P14"  # sign language
    assert first["S5"] == "P16"  # gave the licence back, hard to shop: the ride; then somebody to talk to
    assert first["S6"] == "P12"  # wants to get into high school


def test_the_order_of_the_rows_changes_nothing(
    results: dict[str, MatchResult], people: People, records: tuple[ResourceRecord, ...]
) -> None:
    shuffled = list(records)
    random.Random(20261121).shuffle(shuffled)
    assert [record.key for record in shuffled] != [record.key for record in records]
    other = build_snapshot(shuffled)
    for need in people.needs:
        assert as_run_line(match(need, other)) == as_run_line(results[need.id])


def test_ties_are_broken_by_key() -> None:
    twins = [ResourceRecord(key=key, name="同じ", kind="salon") for key in ("B", "A", "C")]
    result = match(Need("N", "サロン"), build_snapshot(twins), on=date(2026, 11, 1))
    assert [suggestion.resource for suggestion in result.suggestions] == ["A", "B", "C"]


def test_reasons_and_cautions_are_few_and_quote_only_what_is_written(
    results: dict[str, MatchResult], people: People, records: tuple[ResourceRecord, ...]
) -> None:
    by_key = {record.key: record for record in records}
    quoted = 0
    for need in people.needs:
        for suggestion in results[need.id].suggestions:
            assert 2 <= len(suggestion.reasons) <= 4
            assert len(suggestion.cautions) <= 3
            place = place_text(by_key[suggestion.resource])
            form = json.dumps(
                need.structured
                and [
                    *(need.structured.aims, need.structured.interests, need.structured.avoid),
                    need.structured.language,
                ],
                ensure_ascii=False,
            )
            for sentence in (*suggestion.reasons, *suggestion.cautions):
                for words in QUOTE.findall(sentence):
                    assert words in place
                    quoted += 1
                assert all(words in need.text for words in re.findall(r"記録の「([^」]+)」", sentence))
                assert all(words in form for words in re.findall(r"希望欄の「([^」]+)」", sentence))
    assert quoted > 5


def test_unknown_steps_are_a_caution_only_for_who_needs_to_know() -> None:
    place = ResourceRecord(
        key="P", name="部屋", kind="third_place", delivery=("on_site",), confirmed_on=date(2026, 10, 1)
    )
    wheelchair = Need("N", "居場所", structured=StructuredNeed(accessibility=("wheelchair",)))
    sentence = "段差は未確認です。車いすで入れるか、電話で確かめてください。"
    assert sentence in match(wheelchair, build_snapshot([place])).suggestions[0].cautions
    assert sentence not in match(Need("N", "居場所"), build_snapshot([place])).suggestions[0].cautions
    stated = build_snapshot([replace(place, accessibility=("wheelchair",))])
    assert sentence not in match(wheelchair, stated).suggestions[0].cautions


def test_old_information_is_a_caution() -> None:
    place = ResourceRecord(key="P", name="部屋", kind="salon", confirmed_on=date(2023, 1, 15))
    cautions = match(Need("N", ""), build_snapshot([place]), on=date(2026, 11, 1)).suggestions[0].cautions
    assert cautions == ("情報は2023年1月のものです。今の様子を電話で確かめてください。",)


def test_negotiable_is_what_one_negotiable_condition_excludes(
    results: dict[str, MatchResult], people: People, snapshot: Snapshot
) -> None:
    negotiable_codes = {
        code.code for code in code_list("exclusion_reason") if code.extra["negotiable"] == "true"
    }
    transport = dict(zip(snapshot.keys.tolist(), snapshot.transport.tolist(), strict=True))
    for need in people.needs:
        expected = set()
        for key in snapshot.keys.tolist():
            reasons = [refusal.code for refusal in why(need, snapshot, key)]
            if len(reasons) != 1 or reasons[0] not in negotiable_codes:
                continue
            if reasons[0] != "travel" or transport[key] == "negotiable":
                expected.add((key, reasons[0]))
        found = results[need.id].negotiable
        assert {(place.resource, place.condition) for place in found} == expected
        assert all(place.ask.endswith("相談する。") for place in found)
        fits = [place.fit for place in found]
        assert fits[1:] == sorted(
            fits[1:], reverse=True
        )  # the first may have been put before a children's place
    assert ("P06", "travel") in {
        (place.resource, place.condition) for result in results.values() for place in result.negotiable
    }


def test_every_reason_is_said_with_its_figures(people: People, snapshot: Snapshot) -> None:
    def said(need: str, resource: str) -> str:
        return "".join(refusal.sentence for refusal in why(people.need(need), snapshot, resource))

    assert said("S5", "P01") == "対象は15〜49歳です（本人は81歳）。"
    assert "費用は1回800円です（希望は500円まで）。" in said("S3", "P04")
    assert "定員20、空き0" in said("S1", "P02")
    assert "「終了」" in said("S6", "P09")
    assert "対象は女性です（本人は男性）。" in said("S1", "P07")
    assert "開いているのは水 10:00〜12:00で" in said("S1", "P03")
    assert "「生活困窮者自立支援制度の利用者」" in said("S2", "P05")
    assert "別の学区" in said("S3", "P03")
    assert "避けたいこととして「大人数」" in said("S1", "P03")
    assert "車いす" in said("S2", "P01")
    assert "徒歩で約" in said("S1", "P06")
    assert "（希望は20分まで）" in said("S1", "P06")


def test_nobody_is_left_without_an_honest_word_when_nothing_serves(
    results: dict[str, MatchResult], snapshot: Snapshot
) -> None:
    # S3 has lost her husband: one place is open to her, and none for the bereaved.
    assert {need for need, result in results.items() if result.unmet} == {"S3", "S7"}
    assert results["S7"].unmet_reason == "no_such_theme"
    closed = build_snapshot([replace(record, status="paused") for record in snapshot.records])
    assert match(Need("N", "居場所がほしい"), closed).unmet_reason == "no_such_theme"


def test_the_day_defaults_to_the_newest_confirmation(people: People, snapshot: Snapshot) -> None:
    assert match(people.needs[0], snapshot).on == date(2026, 10, 20)
    assert match(people.needs[0], snapshot, on=date(2027, 1, 1)).on == date(2027, 1, 1)


def test_a_run_line_is_json_and_names_the_engine(results: dict[str, MatchResult]) -> None:
    line = as_run_line(results["S1"])
    assert json.loads(json.dumps(line, ensure_ascii=False, allow_nan=False)) == line
    assert default_weights().digest in str(line["engine"])
    assert list(line) == [
        "need",
        "on",
        "profile",
        "suggestions",
        "negotiable",
        "bundles",
        "eligible",
        "excluded",
        "unmet",
        "unmet_reason",
        "engine",
    ]


def test_an_empty_catalogue_is_answered(people: People) -> None:
    result = match(people.needs[0], build_snapshot([]))
    assert (result.suggestions, result.eligible, result.unmet_reason) == ((), 0, "no_such_theme")


def test_contact_data_never_reach_the_index() -> None:
    record = ResourceRecord(key="P", name="部屋", kind="salon", phone="0000", contact_person="見本係")
    catalogue = prepare(build_snapshot([record]))
    assert pair_number("部屋") in catalogue.text.pairs
    assert pair_number("見本") not in catalogue.text.pairs
    assert catalogue.snapshot.records[0].phone == ""


def test_a_catalogue_is_prepared_once_and_again_for_a_new_snapshot(snapshot: Snapshot) -> None:
    engine = Engine()
    first = engine.catalogue(snapshot)
    assert engine.catalogue(snapshot) is first
    assert engine.catalogue(build_snapshot(snapshot.records)) is not first


def test_weights_must_not_be_negative_and_change_the_name_of_the_engine() -> None:
    given = '{"version": "t", "weights": {"text": 1, "kind": %s}, "parameters": {"text_half_share": 0.1}}'
    assert parse_weights(given % "2").digest != parse_weights(given % "3").digest
    with pytest.raises(ValueError):
        parse_weights(given % "-1")


def test_every_component_has_a_weight_and_every_weight_a_component() -> None:
    assert set(default_weights().weights) == set(COMPONENTS)


def test_components_are_numbers_for_people_of_whom_nothing_is_known(snapshot: Snapshot) -> None:
    result = match(Need("N", ""), snapshot)
    assert all(
        np.isfinite(value) for suggestion in result.suggestions for value in suggestion.components.values()
    )


def test_a_place_for_everybody_is_for_nobody_in_particular() -> None:
    place = ResourceRecord(
        key="P", name="がんサロン", kind="salon", audience="がん患者の方", confirmed_on=date(2026, 10, 1)
    )
    caution = "この場所に「がんサロン」とあります。本人が対象になるか確かめてください。"
    person = Need("N", "編み物が好き。")
    assert caution in match(person, build_snapshot([place])).suggestions[0].cautions
    everybody = build_snapshot([replace(place, audience="がん患者の方、どなたでも")])
    assert caution not in match(person, everybody).suggestions[0].cautions
    patient = Need("N", "がんで治療を続けている。")
    assert caution not in match(patient, build_snapshot([place])).suggestions[0].cautions


def test_a_kind_is_named_only_where_the_place_itself_speaks_of_what_the_person_wants() -> None:
    places = [
        ResourceRecord(key="A", name="作業の部屋", kind="work_experience", summary="就労体験ができます。"),
        ResourceRecord(key="B", name="作業の部屋", kind="work_experience", summary="箱を組み立てます。"),
        ResourceRecord(key="C", name="傾聴の会", kind="volunteer_person", summary="就労体験ができます。"),
    ]
    result = match(Need("N", "働きたい。"), build_snapshot(places), on=date(2026, 11, 1))
    reasons = {suggestion.resource: "".join(suggestion.reasons) for suggestion in result.suggestions}
    assert (
        "記録の「働きたい」に、この場所の「就労体験」が合います。種別は「就労体験」です。"
        not in reasons["B"] + reasons["C"]
    )
    assert "この場所の「就労体験」が合います。種別は「就労体験」です。" in reasons["A"]
    assert reasons["B"] == "種別は「就労体験」です。分かっている条件の中に、参加を妨げるものはありません。"
    assert "応えます" not in "".join(reasons.values())


def test_a_place_without_a_status_is_refused_with_a_whole_sentence() -> None:
    place = ResourceRecord(key="P", name="部屋", kind="salon", status="")
    (refusal,) = why(Need("N", ""), build_snapshot([place]), "P", on=date(2026, 11, 1))
    assert refusal.sentence == "状態が書かれておらず、公開中と分かりません。"
