"""What follows a frame may take it back, or only sound like it: pairs of near words, and the time that a note takes."""

from __future__ import annotations

import time

import pytest

from matcher.engine.data_tables import read_table
from matcher.engine.need import Need
from matcher.engine.reading import read_need
from matcher.engine.reading.frames import framed
from resources.folding import fold_text


def stands(text: str) -> set[str]:
    """What is read of the note and not denied in it; of time and way, what is wanted."""
    return {
        item.concept
        for item in read_need(Need("N", text)).read
        if item.what != "denied"
        and not (item.facet in ("time", "reach") and item.polarity in ("cannot", "used_to"))
    }


TAKEN_BACK = [
    ("夫が生活費を入れてくれる。", "dv"),
    ("夫からお金をもらって買い物をする。", "dv"),
    ("主人がお金をくれる。", "dv"),
    ("夫の暴力はない。", "dv"),
    ("母が送ってきた野菜を煮る。", "bereaved"),
    ("父が送った手紙を読む。", "bereaved"),
    ("父がなくなった財布を探す。", "bereaved"),
    ("アパートを考えている。", "stage_work"),
    ("ドローンがある。", "debt"),
    ("オンラインで話したい。", "written_ok"),
    ("仕事に戻りたくない。", "stage_work"),
    ("正社員になりたくない。", "stage_work"),
    ("働く気がない。", "stage_work"),
    ("手伝いはできません。", "stage_role"),
    ("人の役に立てない。", "stage_role"),
    ("係をやりたくない。", "stage_role"),
    ("なんもする気が起きん。", "stage_role"),
    ("仕事の話はしたくない。将棋がしたい。", "stage_connect"),
    ("車で行けない。", "reach_car"),
    ("電車で通えない。", "reach_bus"),
    ("歩いて通えない。", "reach_walk"),
    ("自転車で通えない。", "reach_bicycle"),
    ("免許はあるがもう十年乗っていない。", "reach_car"),
    ("夜は怖くて外に出られない。", "time_night"),
    ("夜に出歩けない。", "time_night"),
    ("過去のことを聞かれるのは平気。", "released"),
    ("過去のことを聞かれるのは平気。", "no_questions"),
    ("川で足を洗って帰る。", "gang_exit"),
    ("退職して二年、家で母の介護をしている。", "hikikomori"),
    ("家にこもって絵を描くのが好き。", "hikikomori"),
    ("知らない人と会うのは怖くない。", "hikikomori"),
    ("母は八十歳で隣町に住んでいる。", "household_8050"),
    ("母を家に一人で置いて出られない。", "living_alone"),
    ("絵を教えてもらいたい。", "steps_shown"),
    ("評価されたい。", "no_preaching"),
    ("飲みに誘われるとうれしい。", "no_alcohol"),
    ("知り合いに会うのが楽しみ。", "anonymous"),
    ("一人で外を歩くのが好き。", "with_someone"),
    ("約束は守れます。", "absence_ok"),
    ("人が変わったように明るくなった。", "same_person"),
    ("夏は外に出て畑をする。", "body_heat"),
    ("力仕事をやってみたい。", "body_lifting"),
    ("声が聞こえない静かな場所がいい。", "body_hearing"),
    ("字が書けない。", "body_sight"),
    ("デイで疲れる。", "young_many"),
    ("当番はいやじゃない。", "no_duty"),
    ("にぎやかなのは嫌いじゃない。", "quiet"),
    ("にぎやかなのは嫌いじゃない。", "company_small"),
    ("階段がつらくない。", "body_stairs"),
    ("耳が遠くない。", "body_hearing"),
    ("膝も痛うない。", "reach_walk_short"),
    ("お金はないわけではない。", "money_none"),
    ("謝礼は要りません。", "money_earn"),
    ("お金も必要ない。", "money_earn"),
]

SAID = [
    ("夫が生活費を入れてくれない。", "dv"),
    ("夫に殴られて家を出た。", "dv"),
    ("主人がお金をくれんので困る。", "dv"),
    ("夫の暴力から逃げてきた。", "dv"),
    ("去年、妻を送ってから、誰とも話さない。", "bereaved_husband"),
    ("父がなくなって三年になる。", "bereaved"),
    ("母を見送った。", "bereaved"),
    ("パートを考えている。", "stage_work"),
    ("ローンが残っている。", "debt"),
    ("ラインでのやりとりなら。", "written_ok"),
    ("仕事に戻りたい。", "stage_work"),
    ("仕事を見つけないと困る。", "stage_work"),
    ("働く気はある。", "stage_work"),
    ("少しなら手伝える。", "stage_role"),
    ("人の役に立ちたい。", "stage_role"),
    ("係をやりたい。", "stage_role"),
    ("仕事の話はまだしたくない。", "stage_connect"),
    ("人の役に立てないかと思う。", "stage_role"),
    ("車で行ける。", "reach_car"),
    ("電車で通っている。", "reach_bus"),
    ("歩いて通える所がいい。", "reach_walk"),
    ("免許はある。", "reach_car"),
    ("夜は寂しくて外に出たくなる。", "time_night"),
    ("過去のことを聞かれるのがいや。", "no_questions"),
    ("極道の足を洗って五年。", "gang_exit"),
    ("退職して二年、家にいる。", "hikikomori"),
    ("家にこもって出てこない。", "hikikomori"),
    ("人と会うのが怖い。", "hikikomori"),
    ("母は八十歳で年金暮らし。", "household_8050"),
    ("家に一人でいる。", "living_alone"),
    ("手順を書いて教えてもらえばできる。", "steps_shown"),
    ("評価されたくない。", "no_preaching"),
    ("飲みに誘われるのがいや。", "no_alcohol"),
    ("知り合いに会うのがいや。", "anonymous"),
    ("一人で外を歩けない。", "with_someone"),
    ("約束が守れないことがある。", "absence_ok"),
    ("担当が変わるのがつらい。", "same_person"),
    ("夏は外に出られない。", "body_heat"),
    ("力仕事で腰をやってしまった。", "body_lifting"),
    ("まわりの話が聞こえない。", "body_hearing"),
    ("目が悪い。", "body_sight"),
    ("年寄りばかりで疲れる。", "young_many"),
    ("当番はいや。", "no_duty"),
    ("階段がつらくなった。", "body_stairs"),
    ("階段がつらくないところがいい。", "body_stairs"),
    ("耳が遠くなった。", "body_hearing"),
    ("膝も痛うなった。", "reach_walk_short"),
    ("お金がない。", "money_none"),
    ("お金がなくてもいい所。", "money_none"),
    ("お金が必要。", "money_earn"),
]


@pytest.mark.parametrize(("note", "concept"), TAKEN_BACK)
def test_what_the_words_take_back_or_only_sound_like_is_not_read(note: str, concept: str) -> None:
    assert concept not in stands(note)


@pytest.mark.parametrize(("note", "concept"), SAID)
def test_what_is_said_in_nearly_the_same_words_is_read(note: str, concept: str) -> None:
    assert concept in stands(note)


def test_a_long_row_of_particles_is_read_at_once_after_every_anchor() -> None:
    anchors = {anchor for row in read_table("frames.csv") for anchor in row["anchor"].split("|")}
    units = (
        "は",
        "が",
        "に",
        "も",
        "の",
        "で",
        "とは",
        "には",
        "では",
        "へは",
        "もう",
        "よう",
        "こと",
        "ことは",
    )
    framed("朝")  # compiles the table
    slow = []
    for anchor in sorted(anchors):
        began = time.process_time()
        for unit in units:
            framed(fold_text(anchor + unit * 22 + "ぬ。"))
        if time.process_time() - began > 0.5:
            slow.append(anchor)
    assert not slow


@pytest.mark.parametrize(
    ("age", "concept"), [(15, "young_carer"), (50, "family_carer"), (None, "young_carer")]
)
def test_only_the_young_are_young_carers(age: int | None, concept: str) -> None:
    profile = read_need(Need("N", "弟の世話をしている。", age=age))
    carers = {"young_carer", "family_carer"}
    assert {item.concept for item in profile.situations} & carers == {concept}
