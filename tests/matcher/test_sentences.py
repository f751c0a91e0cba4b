"""Over whole cities and made-up ones: no reason, caution or question that the data do not support."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings

from matcher.collection import read_people
from matcher.engine.explaining.refusals import refusals
from matcher.engine.match import Engine, judge, match
from matcher.engine.need import Need, StructuredNeed
from matcher.engine.standing import standing
from resources.demo import demo_city
from resources.importing import read_resources
from resources.records import ResourceRecord
from resources.snapshot import build_snapshot
from tests.matcher.refusal_rules import ASKS, REFUSALS
from tests.matcher.sentence_facts import Facts
from tests.matcher.sentence_rules import AGES, OF_NOTE, OF_PLACE, broken_rules, unsupported
from tests.matcher.small_worlds import catalogues, needs
from tests.matcher.standing_rules import STANDING

TODAY = date(2026, 11, 1)
# Of every city so many places are asked "why not", evenly spread.
ASKED_PLACES = 12


def check_city(folder: Path) -> None:
    given_records = read_resources(folder / "resources.csv").records
    snapshot, engine = build_snapshot(given_records), Engine()
    records = {record.key: record for record in given_records}
    broken: list[str] = []
    said: list[str] = []
    asked = range(0, len(snapshot), max(len(snapshot) // ASKED_PLACES, 1))
    for need in read_people(folder).needs:
        result = match(need, snapshot, engine=engine)
        broken += broken_rules(need, result, records)
        said += [reason for suggestion in result.suggestions for reason in suggestion.reasons]
        said += [found.ask for found in result.negotiable]
        judged = judge(need, snapshot, None, engine)
        for place in asked:
            record = records[str(snapshot.keys[place])]
            facts = Facts(need, result.profile, record, result.on, given_records)
            where = standing(judged, record.key)
            behind = where.behind if where else ()
            broken += [
                f"{need.id} {record.key} {text}" for text in behind if unsupported(text, facts, STANDING)
            ]
            for refusal in refusals(place, judged.excluded, judged.context):
                said.append(refusal.sentence)
                wrong = unsupported(refusal.sentence, facts, REFUSALS)
                wrong = wrong or (refusal.ask and unsupported(refusal.ask, facts, ASKS))
                broken += [f"{need.id} {record.key} {wrong}: {refusal}"] if wrong else []
    assert not broken, "\n".join(broken[:20])
    for pattern in (OF_NOTE, OF_PLACE, AGES):  # a rule over nothing proves nothing
        assert sum(bool(pattern.search(sentence)) for sentence in said) > 20


def test_every_sentence_of_the_demo_city_stands_on_its_data() -> None:
    check_city(demo_city())


@given(catalogues(), needs())
@settings(max_examples=60, deadline=None)
def test_every_sentence_of_any_small_world_stands_on_its_data(
    records: list[ResourceRecord], need: Need
) -> None:
    result = match(need, build_snapshot(records), on=TODAY)
    by_key = {record.key: record for record in records}
    assert list(broken_rules(need, result, by_key)) == []
    for suggestion in result.suggestions:
        assert 2 <= len(suggestion.reasons) <= 4
        assert len(suggestion.cautions) <= 3
        assert len(set(suggestion.reasons)) == len(suggestion.reasons)
    judged = judge(need, build_snapshot(records), TODAY, Engine())
    for place, record in enumerate(records):
        facts = Facts(need, result.profile, record, result.on, tuple(records))
        where = standing(judged, record.key, top=1)
        for text in where.behind if where else ():
            assert unsupported(text, facts, STANDING) is None, text
        for refusal in refusals(place, judged.excluded, judged.context):
            assert unsupported(refusal.sentence, facts, REFUSALS) is None, refusal
            assert refusal.ask is None or unsupported(refusal.ask, facts, ASKS) is None, refusal


@pytest.mark.shared
@pytest.mark.parametrize("city", ["mizuhama", "shinonome", "hamagiri"])
def test_every_sentence_of_a_judged_city_stands_on_its_data(shared: Path, city: str) -> None:
    check_city(shared / "eval" / city)


def test_the_rules_notice_a_sentence_that_is_not_supported() -> None:
    place = ResourceRecord(key="P", name="茶の間", kind="salon", age_min=15, age_max=39, confirmed_on=TODAY)
    need = Need("N", "料理は苦手。囲碁が好き。死にたいと思う。", age=38)
    result = match(need, build_snapshot([place]), on=TODAY)
    assert not list(broken_rules(need, result, {"P": place}))
    for reason in (
        "記録の「料理」に、この場所の「茶の間」が合います。",
        "記録の「囲碁」に、この場所の「碁会」が合います。",
        "記録の「将棋」に、この場所の「茶の間」が合います。",
        "記録の「死にたい」に、この場所の「茶の間」が合います。",
        "記録の「囲碁」に、種別「サロン」が応えます。",
        "本人の「38歳」に、この場所の「茶の間」が合います。",
        "記録の「囲碁」に、この場所の「15〜」が合います。",
        "対象は20〜49歳で、本人（38歳）が入ります。",
        "記録の「囲碁」に、この場所の「茶の間」が合います。種別は「居場所」です。",
        "記録の「囲碁」に近いこととして、この場所に「茶の間」とあります（囲碁→将棋）。",
        "記録の「囲碁」が生きる役割として、この場所に「茶の間」があります（囲碁）。",
        "記録に「囲碁」とあり、この場所の費用は0円です。",
        "徒歩で約5分です。",
        "住まいから直線で約0.5kmです。",
        "空きは3です。",
        "送迎があります。",
        "参加段階「通う」の人を迎えています。",
        "とてもよい場所です。",
    ):
        wrong = replace(result, suggestions=(replace(result.suggestions[0], reasons=(reason,)),))
        assert list(broken_rules(need, wrong, {"P": place})), reason
    for caution in (
        "情報は2020年1月のものです。今の様子を電話で確かめてください。",
        "この場所に「茶の間」とあります。記録の「料理」は避けたいことのようです。",
        "規模は「大人数」です。「つながる」段階の本人に、人の少ない時間があるか電話で確かめてください。",
        "対象は女性です。本人が当たるか確かめてください。",
        "送迎はありません。記録に「囲碁」とあるので、行き方を電話で確かめてください。",
        "利用条件に「手帳必要」があります。本人が当たるか確かめてください。",
    ):
        wrong = replace(result, suggestions=(replace(result.suggestions[0], cautions=(caution,)),))
        assert list(broken_rules(need, wrong, {"P": place})), caution


def places(*summaries: str) -> list[ResourceRecord]:
    return [
        ResourceRecord(key=f"P{number}", name="場所", kind="third_place", summary=summary, confirmed_on=TODAY)
        for number, summary in enumerate(summaries)
    ]


def test_who_avoids_noise_wishes_for_quiet_and_is_warned_of_noise() -> None:
    need = Need("N", "", structured=StructuredNeed(avoid=("大きな声", "大人数")))
    result = match(need, build_snapshot(places("にぎやかで大勢が来ます。", "静かで少人数です。")), on=TODAY)
    quiet, noisy = result.suggestions
    assert (quiet.resource, quiet.cautions) == ("P1", ())
    assert "希望欄の「大きな声」への配慮として、この場所に「静か」とあります。" in "".join(quiet.reasons)
    assert (
        "この場所に「にぎやか」とあります。希望欄の「大きな声」は避けたいことのようです。" in noisy.cautions
    )
    assert noisy.components["not_disliked"] < quiet.components["not_disliked"] == 1.0
    assert noisy.components["considerations"] == 0.0 < quiet.components["considerations"]


def test_a_place_for_those_who_cannot_bear_crowds_is_no_crowd() -> None:
    need = Need("N", "大勢は苦手。")
    result = match(need, build_snapshot(places("大勢が苦手な人も来ています。")), on=TODAY)
    assert result.suggestions[0].components["not_disliked"] == 1.0


def test_words_of_danger_are_one_caution_first_of_all_and_never_a_reason() -> None:
    need = Need("N", "うつ病で、もう死にたいと思う夜がある。")
    result = match(need, build_snapshot(places("うつ、不安のある方へ。", "うつの方の部屋。")), on=TODAY)
    sentence = result.alert
    assert sentence is not None
    assert sentence.startswith("記録に「死にたい")
    assert sentence.endswith("」とあります。安全の確認を先にしてください。")
    assert [suggestion.cautions.count(sentence) for suggestion in result.suggestions] == [1, 0]
    assert result.suggestions[0].cautions[0] == sentence
    assert all("死にたい" not in reason for found in result.suggestions for reason in found.reasons)
    assert match(need, build_snapshot([]), on=TODAY).alert == sentence


def test_the_forms_language_is_looked_for_in_the_places() -> None:
    catalogue = build_snapshot(
        places("筆談できます。", "ポルトガル語の職員がいます。", "トンガ語もどうぞ。", "体操をします。")
    )
    for language, first in (
        ("日本手話・筆談", "P0"),
        ("ポルトガル語", "P1"),
        ("トンガ語", "P2"),
    ):
        need = Need("N", "", structured=StructuredNeed(language=language))
        best = match(need, catalogue, on=TODAY).suggestions[0]
        assert best.resource == first
        assert "への配慮として、この場所に「" in "".join(best.reasons)
