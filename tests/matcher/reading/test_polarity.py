"""The five classes of polarity on sentences written before the rules, and the rules that they rest on."""

from __future__ import annotations

import csv
from collections import Counter
from pathlib import Path
from time import process_time

import pytest

from matcher.engine.need import Need
from matcher.engine.reading.folded import fold_note
from matcher.engine.reading.note_text import NoteText
from matcher.engine.reading.polarity import polarity_at
from matcher.engine.reading.reader import read_need
from matcher.engine.reading.signs import FACT, POLARITIES, markers

HERE = Path(__file__).parent
# Sentences per class. The rules were written with all three files in view: they hold what is reached.
PROBES = {"polarity_probes.tsv": 20, "polarity_more.tsv": 40, "polarity_fresh.tsv": 12}


def polarity(sentence: str, target: str) -> str:
    folded, word = fold_note(sentence).text, fold_note(target).text
    start = folded.index(word)
    return polarity_at(NoteText(folded), start, start + len(word))


@pytest.mark.parametrize(("name", "per_class"), PROBES.items())
def test_at_least_nine_of_ten_probes_are_read_as_a_person_reads_them(name: str, per_class: int) -> None:
    with (HERE / name).open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))
    assert Counter(row["class"] for row in rows) == dict.fromkeys(set(POLARITIES) - {FACT}, per_class)
    misses = [row for row in rows if polarity(row["sentence"], row["target"]) != row["class"]]
    told = [f"{row['id']} {row['sentence']} {row['target']}: {row['class']}" for row in misses]
    assert len(misses) <= 0.1 * len(rows), "\n".join(told)


@pytest.mark.parametrize(
    ("sentence", "target", "expected"),
    [
        ("囲碁をしている。", "囲碁", "fact"),
        ("犬を見た。猫は苦手。", "犬", "fact"),
        ("囲碁に行けない。", "囲碁", "cannot"),
        ("囲碁に行かない。", "囲碁", "will_not"),
        ("囲碁に行かれへん。", "囲碁", "cannot"),
        ("囲碁に行かへん。", "囲碁", "will_not"),
        ("囲碁に行けないわけではない。", "囲碁", "want"),
        ("囲碁に行きたいわけではない。", "囲碁", "will_not"),
        ("囲碁しかしない。", "囲碁", "want"),
        ("一人暮らしで、誰とも話さない日がある。", "一人暮らし", "fact"),
        ("囲碁はもうしていない。", "囲碁", "used_to"),
        ("囲碁を続けている。", "囲碁", "want"),
        ("囲碁、将棋は勘弁してほしい。", "囲碁", "will_not"),
        ("囲碁は好きだが将棋は苦手。", "囲碁", "want"),
        ("囲碁は好きだが将棋は苦手。", "将棋", "dislike"),
        ("「囲碁」はもう飽きたし怖い。", "囲碁", "dislike"),
        ("囲碁に誘うと「勘弁して」と言う。", "囲碁", "will_not"),
        ("囲碁の話を出すと、本人は席を立つ。", "囲碁", "will_not"),
        ("畑に通い、電話が苦手。", "畑", "fact"),
        ("畑をしているが、電話が苦手。", "畑", "fact"),
        ("「もう行かん、囲碁なんか」", "囲碁", "will_not"),
        ("囲碁さん？　もう行かん。", "囲碁", "will_not"),
        ("「気が重い」と囲碁のことを話す。", "囲碁", "dislike"),
        ("囲碁を断って六年になる。", "囲碁", "used_to"),
        ("大工あがりで、人付き合いは苦手。", "大工", "used_to"),
        ("囲碁には出席しかねる。", "囲碁", "cannot"),
        ("囲碁を打とうかな。", "囲碁", "want"),
        ("囲碁を打とうとしない。", "囲碁", "will_not"),
        ("囲碁をたいてい見ている。", "囲碁", "fact"),
        ("囲碁の相手がいないから家にいる。", "囲碁", "fact"),
    ],
)
def test_ability_refusal_and_scope_are_told_apart(sentence: str, target: str, expected: str) -> None:
    assert polarity(sentence, target) == expected


def test_no_marker_is_empty_or_a_single_character() -> None:
    meanings = (*POLARITIES, "flip", "prefer", "past_time", "not_past")
    assert all(len(word) > 1 for meaning in meanings for word in markers("note", meaning))


@pytest.mark.parametrize(
    ("text", "word", "quoted"),
    [
        ("仕事の話はしたくない。", "し", "したくない"),
        ("家には行きたくはない。", "行き", "行きたくはない"),
        ("人と会いたくもなかった。", "会い", "会いたくもなかった"),
        ("海を見たことがない。", "見た", "見た"),
        ("早く寝る。", "早く", "早く"),
    ],
)
def test_a_quotation_never_ends_before_the_negation_of_its_verb(text: str, word: str, quoted: str) -> None:
    start, end = NoteText(text).whole_words(text.index(word), text.index(word) + len(word))
    assert text[start:end] == quoted


def test_a_long_note_without_punctuation_is_read_at_once() -> None:
    before = process_time()
    read_need(Need("N", "休んで当日" * 2000))
    assert process_time() - before < 12.0  # 27 s when each word looked at every sign
