"""Words are found by their letters or by their normal forms, and quoted from the note as it stands."""

from __future__ import annotations

import threading

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from matcher.engine.data_tables import read_table
from matcher.engine.reading.folded import fold_note
from matcher.engine.vocabulary import (
    ConceptTableError,
    Lexicon,
    dictionary_version,
    vocabulary,
    vocabulary_digest,
)
from matcher.engine.vocabulary.concept_tables import ConceptRow, check_rows, concept_rows
from matcher.engine.vocabulary.morphemes import cut, pieces
from resources.code_lists import code_list


def found(words: dict[str, tuple[str, ...]], text: str, **options: frozenset[str]) -> list[str]:
    return [code for hit in Lexicon(words, **options).find(text) for code in hit.concepts]


@pytest.mark.parametrize("text", ["パンを焼く", "パンも焼いた", "パンは焼きます", "パン焼いて食べる"])
def test_particles_and_tense_do_not_matter(text: str) -> None:
    assert found({"パンを焼く": ("bread",)}, text) == ["bread"]


def test_a_word_with_a_negation_is_not_the_word_without_it() -> None:
    words = {"部屋から出ない": ("stays",), "部屋から出る": ("leaves",)}
    assert found(words, "部屋は出ない") == ["stays"]
    assert found(words, "部屋からも出ず") == ["stays"]
    assert found(words, "部屋からは出た") == ["leaves"]
    assert found(words, "部屋からは出たくない") == []


def test_what_is_done_is_found_when_it_is_refused_too() -> None:
    words = {"パンを焼く": ("bread",)}
    assert found(words, "パンは焼かない") == []
    assert found(words, "パンは焼かない", yielding=frozenset({"bread"})) == ["bread"]


def test_a_surface_that_stops_inside_a_form_is_compared_by_letters_only() -> None:
    assert found({"学校に行け": ("truancy",)}, "学校に行く") == []
    assert found({"学校に行け": ("truancy",)}, "学校に行けない") == ["truancy"]


def test_a_phrase_to_pass_over_hides_its_words_even_behind_another_word() -> None:
    lexicon = Lexicon({"人に教え": ("teach",), "死にたい": ("safety",)}, not_words=["教えて死にたい"])
    assert [hit.concepts for hit in lexicon.find("若い人に教えて死にたいもんだ")] == [("teach",)]


def test_layers_hide_nothing_of_each_other_but_parts_of_words() -> None:
    lexicon = Lexicon(
        {"大勢はだめ": ("small",), "車いす": ("wheelchair",), "車": ("car",)},
        {"大勢": ("few_people",)},
        apart=[frozenset({"small", "wheelchair"})],
    )
    assert [(hit.concepts, hit.opposed) for hit in lexicon.find("大勢はだめ")] == [
        (("small",), ()),
        ((), ("few_people",)),
    ]
    assert [hit.concepts for hit in lexicon.find("車いすで")] == [("wheelchair",)]


def test_a_word_is_quoted_without_the_particle_after_it() -> None:
    (hit,) = Lexicon({"包丁を": ("cooking",)}).find("包丁を握る")
    assert (hit.start, hit.end) == (0, 2)


@example("パパ\u3099")
@settings(max_examples=60, deadline=None)
@given(st.text(alphabet="パン焼く。ｶﾞ👨‍👩‍👧葛\U000e0100Ａ① \n「」ー～か\u3099", max_size=60))
def test_every_span_is_a_stretch_of_the_original(text: str) -> None:
    folded = fold_note(text)
    assert len(folded.origin) == len(folded.text)
    for hit in vocabulary().notes.find(folded.text):
        start, end = folded.original_span(hit.start, hit.end)
        assert 0 <= start < end <= len(text)
        assert fold_note(text[start:end]).text == folded.text[hit.start : hit.end]


def test_a_text_too_long_for_sudachi_is_cut_at_sentence_ends() -> None:
    text = "囲碁が好きです。" * 4_000
    assert "".join(text[start:end] for start, end in pieces(text)) == text
    assert all(text[end - 1] == "。" for _, end in pieces(text))
    assert sum(len(piece) for _, piece in cut(text)) == 4_000 * 5
    assert all(len(text[start:end]) <= 12_000 for start, end in pieces("あ" * 30_000))


def test_threads_do_not_share_a_tokenizer() -> None:
    lexicon, results = Lexicon({"パンを焼く": ("bread",)}), []

    def read() -> None:
        results.extend(len(lexicon.find("パンも焼いた。" * 50)) for _ in range(20))

    threads = [threading.Thread(target=read) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert results == [50] * 80


def test_an_implied_code_that_is_no_concept_is_an_error_that_names_file_and_row() -> None:
    row = ConceptRow("concepts/x.csv", 7, {"concept": "a", "facet": "aim", "implies": "nobody:0.5"})
    with pytest.raises(ConceptTableError, match=r"concepts/x\.csv row 7: implies 'nobody'"):
        check_rows((row,))
    heavy = ConceptRow("concepts/x.csv", 8, {"concept": "b", "facet": "aim", "implies": "b:2"})
    with pytest.raises(ConceptTableError, match="row 8"):
        check_rows((heavy,))


def test_the_concept_tables_agree_with_each_other() -> None:
    check_rows(concept_rows())


def test_the_versions_of_dictionary_and_tables_are_told() -> None:
    assert dictionary_version().isdigit()
    assert len(vocabulary_digest()) == 12


def test_every_circumstance_that_stands_for_a_value_is_a_concept() -> None:
    rows = read_table("circumstance_values.csv")
    assert {row["concept"] for row in rows} <= set(vocabulary().concepts)
    assert {row["sense"] for row in rows} <= {"for", "against", "turns"}
    lists = {"stage": "participation_stage", "company": "group_size", "reach": "travel_mode"}
    for row in rows:
        if row["field"] in lists and row["value"] != "home_bound":
            assert row["value"] in code_list(lists[row["field"]]).codes
