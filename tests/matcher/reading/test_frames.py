"""What is told by an anchor and what follows it: circumstances, considerations, and of whom they are told."""

from __future__ import annotations

import re

import pytest

from matcher.engine.data_tables import read_table
from matcher.engine.need import Need
from matcher.engine.profile import NeedProfile, concepts_of
from matcher.engine.reading import read_need
from matcher.engine.reading.frames import framed
from matcher.engine.reading.signs import POLARITIES
from matcher.engine.vocabulary import vocabulary


def read(text: str) -> NeedProfile:
    return read_need(Need("N", text))


@pytest.mark.parametrize(
    ("note", "good", "bad"),
    [
        ("日曜の昼しか空かない。", ("weekend", "afternoon"), ()),
        ("午後からやないと無理。", ("afternoon",), ()),
        ("朝はよう起きん。", (), ("morning",)),
        ("昼過ぎまで寝とって、出るのは夜だけ。", ("night",), ("morning",)),
        ("平日は仕事で、土日だば行げる。", ("weekend",), ("weekday",)),
        ("夜勤はできない。", (), ("night",)),
        ("毎朝新聞を読む。", (), ()),
        ("平日は19時まで仕事。", (), ()),
    ],
)
def test_free_time_is_read_from_what_follows_the_word_of_time(
    note: str, good: tuple[str, ...], bad: tuple[str, ...]
) -> None:
    free = read(note).free
    assert (set(free.good), set(free.bad)) == (set(good), set(bad))


@pytest.mark.parametrize(
    ("note", "mode", "without"),
    [
        ("バスはよう乗らん。歩いて十分くらいのとこやったら行く。", "walk", ("bus",)),
        ("電車はパニックが出そうで乗られない。自転車で行けるとこならいい。", "bicycle", ("bus",)),
        ("車の免許は持っとらん。", None, ("car",)),
        ("美容師の免許は持っている。", None, ()),
        ("妻が車で送ってくれる。", "driven", ()),
        ("荷物を送ってもらった。", None, ()),
        ("原付はある。", "car", ()),
    ],
)
def test_the_way_is_read_in_the_words_of_the_place(
    note: str, mode: str | None, without: tuple[str, ...]
) -> None:
    reach = read(note).reach
    assert (reach.mode, reach.without) == (mode, without)


@pytest.mark.parametrize(
    ("note", "money"),
    [
        ("携帯代も払えてない。", "none"),
        ("お金のかかる教室は行けない。", "none"),
        ("金かがるごだ一つもでぎね。", "none"),
        ("ちょっとでも稼がなあかん。", "earn"),
        ("お金の話が好き。", None),
    ],
)
def test_money_is_read_from_what_cannot_be_paid_or_is_to_be_earned(note: str, money: str | None) -> None:
    assert read(note).money == money


@pytest.mark.parametrize(
    ("note", "care"),
    [
        ("人に詮索されるのが一番いや。", "no_questions"),
        ("過去のことは聞かれたくない。", "no_questions"),
        ("説教されるのがいちばんうざい。", "no_preaching"),
        ("タバコの煙がいかん。", "no_smoke"),
        ("信心のさそいにはもうこりごり。", "no_solicitation"),
        ("役員とか当番とか責任があるのは今はムリ。", "no_duty"),
        ("人前で話をさせられるのは苦痛。", "no_talk"),
        ("一人でバスは怖い。", "with_someone"),
        ("髪が生えそろわず帽子をかぶっている。", "mask_ok"),
    ],
)
def test_who_cannot_bear_what_is_done_to_him_wishes_for_the_care(note: str, care: str) -> None:
    profile = read(note)
    assert care in concepts_of(profile.cares)
    assert care not in concepts_of(profile.denied)


def test_a_question_that_may_be_asked_asks_for_no_care() -> None:
    assert "no_questions" not in concepts_of(read("昔のことは聞かれれば話せる。").cares)


def test_who_lacks_company_hopes_for_it_however_it_is_disliked() -> None:
    profile = read("一人で飯を食うのがいちばんきつい。")
    assert "eat_together" in concepts_of(profile.aims)
    assert "eat_together" not in concepts_of(profile.dislikes)


def test_a_wish_with_doubt_stays_a_wish() -> None:
    assert concepts_of(read("展示とかしてみたいとは思うけど自信がない。").aims) == ("present_aim",)


@pytest.mark.parametrize(
    "note", ["夫は昼は寝とる。", "父は電車で通う。", "母親は朝が苦手で、家計はぎりぎり。"]
)
def test_what_a_relative_can_or_cannot_is_not_the_persons_own(note: str) -> None:
    profile = read(note)
    assert not profile.free.good
    assert not profile.free.bad
    assert profile.reach.mode is None


def test_years_that_are_counted_do_not_end_a_situation() -> None:
    (item,) = [item for item in read("ひきこもり15年。").read if item.concept == "hikikomori"]
    assert item.polarity == "fact"


@pytest.mark.parametrize(
    ("note", "words"),
    [
        ("夫に殴られて家を出た。", "夫に殴られて"),
        ("膝が悪い。", "膝が悪い"),
        ("父親は刑務所にいる。", "父親は刑務所"),
        ("大人としゃべりたい。", "大人としゃべりたい"),
    ],
)
def test_what_is_quoted_ends_with_a_word(note: str, words: str) -> None:
    assert words in {item.evidence.surface for item in read(note).read}


def test_the_table_names_what_the_vocabulary_and_the_reading_know() -> None:
    rows = read_table("frames.csv")
    assert {row["concept"] for row in rows} <= set(vocabulary().concepts)
    assert {row["polarity"] for row in rows} <= set(POLARITIES)
    parts = {row["name"] for row in read_table("frame_parts.csv")}
    patterns = [row["tail"] for row in rows] + [row["pattern"] for row in read_table("frame_parts.csv")]
    assert {name for pattern in patterns for name in re.findall(r"\{([a-z]+)\}", pattern)} <= parts
    assert all(None not in row and all(anchor for anchor in row["anchor"].split("|")) for row in rows)


def test_the_car_in_another_word_is_no_car() -> None:
    assert not [frame for frame in framed("電車はない。") if frame.concept == "reach_no_car"]
