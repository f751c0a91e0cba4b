"""Reading a note: wishes, dislikes and situations with the words they stand on."""

from __future__ import annotations

import pytest

from matcher.engine.need import Need, StructuredNeed
from matcher.engine.profile import FORM, Item, NeedProfile, concepts_of
from matcher.engine.reading import read_need
from matcher.engine.reading.folded import fold_note
from matcher.engine.vocabulary import FACETS, Lexicon, vocabulary
from resources.code_lists import code_list


def read(text: str, form: StructuredNeed | None = None) -> NeedProfile:
    return read_need(Need("N", text, structured=form))


def all_items(profile: NeedProfile) -> tuple[Item, ...]:
    return (
        *profile.aims,
        *profile.interests,
        *profile.situations,
        *profile.cares,
        *profile.dislikes,
    )


def test_every_item_of_a_note_quotes_the_note() -> None:
    text = "ＰＣは苦手｡ｶﾗｵｹも勘弁。　不登校で、漫画が好き。"
    profile = read(text)
    assert all_items(profile)
    for item in all_items(profile):
        assert item.evidence.start is not None
        assert text[item.evidence.start : item.evidence.end] == item.evidence.surface


def test_what_is_disliked_is_no_wish() -> None:
    profile = read("カラオケと体操は勘弁。囲碁は好き。")
    assert "karaoke" in concepts_of(profile.dislikes)
    assert "gentle_exercise" in concepts_of(profile.dislikes)
    assert concepts_of(profile.interests) == ("igo",)


def test_what_is_disliked_is_not_searched_for() -> None:
    profile = read("カラオケと体操は勘弁。囲碁は好き。")
    assert "カラオケ" not in profile.query
    assert "囲碁" in profile.query


def test_a_situation_stays_a_fact_whatever_is_felt_about_it() -> None:
    assert "truancy" in concepts_of(read("不登校と言われるのは嫌だ。").situations)


def test_crowds_that_are_unbearable_ask_for_few_people() -> None:
    profile = read("大勢の場所は苦手。")
    assert "few_people" in concepts_of(profile.cares)
    assert profile.company == "small"


def test_a_denied_dislike_is_none() -> None:
    assert "cooking" not in concepts_of(read("料理が苦手なわけではない。").dislikes)


def test_the_form_is_believed_before_the_note() -> None:
    form = StructuredNeed(stage="attend", group="one_to_one", interests=("編み物",))
    profile = read("早く働きたい。大勢は苦手。", form)
    assert profile.stage == "attend"
    assert profile.company == "one_to_one"
    assert profile.interests[0].evidence.source == FORM


def test_words_of_the_form_that_nobody_knows_are_kept() -> None:
    profile = read("", StructuredNeed(interests=("ホーミー",), avoid=("銅鑼",)))
    assert [item.evidence.surface for item in profile.interests] == ["ホーミー"]
    assert [item.evidence.surface for item in profile.dislikes] == ["銅鑼"]
    assert "ホーミー" in profile.query


def test_aims_lead_to_kinds_of_place() -> None:
    kinds = dict(read("", StructuredNeed(aims=("働く練習",))).kinds)
    assert kinds["work_experience"] == 1.0
    assert max(kinds.values()) == 1.0


def test_an_age_puts_a_person_into_an_age_group() -> None:
    young = read_need(Need("N", "", age=16)).situations
    assert [(item.concept, item.evidence.surface) for item in young] == [
        ("school_child", "16歳"),
        ("youth", "16歳"),
    ]
    assert concepts_of(read_need(Need("N", "", age=50)).situations) == ()


def test_an_empty_note_is_read_as_nothing() -> None:
    profile = read("")
    assert all_items(profile) == ()
    assert (profile.kinds, profile.stage, profile.company, profile.query) == ((), None, None, "")


def test_a_number_is_not_found_inside_another_number() -> None:
    babies = Lexicon({"0歳": ("baby",)})
    assert [hit.start for hit in babies.find("60歳と0歳")] == [4]


def test_the_longest_word_wins() -> None:
    words = Lexicon({"車": ("car",), "車いす": ("wheelchair",)})
    assert [hit.concepts for hit in words.find("車いすと車")] == [("wheelchair",), ("car",)]


def test_every_concept_is_of_a_known_facet_and_points_to_known_kinds() -> None:
    kinds = {
        code.code for code in code_list("resource_kind") if code.extra["standing"] == "participation_place"
    }
    for concept in vocabulary().concepts.values():
        assert concept.facet in FACETS
        assert {kind for kind, _ in concept.kinds} <= kinds
        assert all(0.0 < weight <= 1.0 for _, weight in concept.kinds)


@pytest.mark.parametrize("text", ["ｶﾞﾝの会", "①番", "㍿", "か\u3099んばる", "  改\n行 "])
def test_folding_keeps_the_way_back_to_every_character(text: str) -> None:
    folded = fold_note(text)
    assert len(folded.origin) == len(folded.text)
    assert folded.original_span(0, len(folded.text)) == (0, len(text))
