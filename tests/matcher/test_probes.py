"""Short sentences of our own: what must be understood of each, and what must not."""

from __future__ import annotations

import pytest

from matcher.engine.need import Need
from matcher.engine.profile import concepts_of
from matcher.engine.reading import read_need
from matcher.engine.vocabulary import vocabulary

SORTS = ("aims", "interests", "situations", "cares", "dislikes", "around", "denied", "safety")

# (sentence, {sort: concepts that must be there}, concepts that must be nowhere but there)
PROBES: list[tuple[str, dict[str, set[str]], set[str]]] = [
    ("囲碁をうつのが好き。", {"interests": {"igo"}}, {"mental_illness"}),
    ("うつのみやで育った。", {}, {"mental_illness"}),
    ("ホームランをうつと喜ぶ。", {}, {"mental_illness"}),
    ("碁をうつ、それだけが楽しみ。", {"interests": {"igo"}}, {"mental_illness"}),
    ("うつで休んでいる。", {"situations": {"mental_illness"}}, set()),
    ("昨年からうつの薬を飲む。", {"situations": {"mental_illness"}}, set()),
    ("ひきこもりではない。", {"denied": {"hikikomori"}}, {"hikikomori"}),
    ("ひきこもりというわけではない。", {"denied": {"hikikomori"}}, {"hikikomori"}),
    ("引きこもりじゃないと言い張る。", {"denied": {"hikikomori"}}, {"hikikomori"}),
    ("ひきこもりが続く。", {"situations": {"hikikomori"}}, set()),
    ("借金はない。", {"denied": {"poverty"}}, {"poverty"}),
    ("借金がある。", {"situations": {"poverty"}}, set()),
    ("車の運転はもうしない。", {"denied": {"driving"}}, {"driving"}),
    ("運転が得意。", {"interests": {"driving"}}, set()),
    ("お酒は飲まない。", {"denied": {"alcohol_party"}}, {"alcohol", "alcohol_party"}),
    ("飲酒はしない。", {"denied": {"alcohol"}}, {"alcohol"}),
    ("がんではないと言われた。", {"denied": {"cancer"}}, {"cancer"}),
    ("がんで治療している。", {"situations": {"cancer"}}, set()),
    ("障害者手帳はない。", {"denied": {"physical_disability"}}, {"physical_disability"}),
    ("ギャンブルはやらない。", {"denied": {"gambling"}}, {"gambling"}),
    ("ペットは飼っていない。", {"denied": {"animals"}}, {"animals", "animals_many"}),
    ("居場所がない。", {"aims": {"place_to_be"}}, set()),
    ("仲間はいない。", {"aims": {"friends"}}, set()),
    ("食べ物が真ん中にある場所は全部つらい。", {"dislikes": {"food"}}, {"food", "eat_together"}),
    ("台所に座り込むことがある。", {}, {"cooking"}),
    ("台所仕事に戻りたい。", {"interests": {"cooking"}}, set()),
    ("窓口で前のことを聞かれると黙る。", {}, {"consult"}),
    ("お金のことを相談したい。", {"aims": {"consult"}}, set()),
    ("相談支援員が付き添っている。", {}, {"consult"}),
    ("もう死にたい。", {"safety": {"safety"}}, {"mental_illness"}),
    ("つらくて死にたい。", {"safety": {"safety"}}, {"mental_illness"}),
    ("消えたいと思う夜がある。", {"safety": {"safety"}}, set()),
    ("書いて死にたい。", {"safety": {"safety"}}, set()),
    ("若い人に教えて死にたいもんだ。", {}, {"safety", "mental_illness"}),
    # Whoever says it: in a parent's note 息子 is the person, and a mother's words are as urgent.
    ("母が「死にたい」と言う。", {"safety": {"safety"}}, set()),
    ("息子が死にたいと言うので、どうしたらいいか。", {"safety": {"safety"}}, set()),
    ("母と暮らす。「死にたい」と漏らす。", {"safety": {"safety"}}, set()),
    ("大勢は苦手。", {"cares": {"few_people"}, "dislikes": {"few_people"}}, set()),
    ("大勢の前で歌うのが好き。", {"interests": {"singing"}}, {"few_people"}),
    ("にぎやかな所が好き。", {}, {"quiet"}),
    ("早口で言われると固まる。", {"cares": {"easy_words"}}, {"quiet"}),
    ("静かな場所がいい。", {"cares": {"quiet"}}, set()),
    ("家では一人でいたい。", {"cares": {"alone_ok"}}, set()),
    ("夜に開く場所は怖い。", {"denied": {"night"}}, {"night"}),
    ("妻は編み物が好き。", {"around": {"knitting"}}, {"knitting"}),
    ("母（80・もの忘れ）と暮らす。", {"around": {"dementia"}}, {"dementia"}),
    ("弟は不登校だった。", {"around": {"truancy"}}, {"truancy"}),
    ("友達はみんな受験の話をする。", {"around": {"student_exam"}}, {"student_exam"}),
    ("祖父の畑を手伝う。", {"interests": {"vegetable_garden"}}, set()),
    ("夫の転勤で来た。", {"situations": {"transfer_wife"}}, set()),
    ("カラオケ、体操は勘弁してほしい。", {"dislikes": {"karaoke", "gentle_exercise"}}, {"karaoke"}),
    ("猫は好きだが犬は苦手。", {"interests": {"cats"}, "dislikes": {"dogs"}}, set()),
    ("料理が苦手なわけではない。", {"interests": {"cooking"}}, set()),
    ("話を聞いてもらいたいわけではない。", {"dislikes": {"talk_partner"}}, {"talk_partner"}),
    ("編み物は好きではない。", {"dislikes": {"knitting"}}, {"knitting"}),
    ("読書に興味はない。", {"dislikes": {"books"}}, {"books"}),
    ("保健師が訪問した。", {}, {"home_visit_aim"}),
    ("訪問してほしい。", {"aims": {"home_visit_aim"}}, set()),
    ("毎朝走るのが日課。", {"interests": {"running"}}, set()),
    ("バスが走る道に住む。", {}, {"running", "exercise_aim"}),
]


@pytest.mark.parametrize(("sentence", "there", "nowhere_else"), PROBES, ids=[probe[0] for probe in PROBES])
def test_a_sentence_is_understood_as_a_person_would(
    sentence: str, there: dict[str, set[str]], nowhere_else: set[str]
) -> None:
    profile = read_need(Need("N", sentence))
    found = {sort: set(concepts_of(getattr(profile, sort))) for sort in SORTS}
    for sort, concepts in there.items():
        assert concepts <= found[sort]
    for sort in set(SORTS) - set(there):
        assert not found[sort] & nowhere_else


@pytest.mark.parametrize(
    ("text", "concept", "named"),
    [
        ("若者ひろば", "postpartum", False),
        ("親子ひろば", "postpartum", True),
        ("フォークリフトが走り、音は大きめ。", "running", False),
        ("いっしょにジョギングする会", "running", True),
        ("みんなの台所", "cooking", True),
        ("学生の集まり", "youth", False),
        ("うつのある方", "mental_illness", True),
        ("道具をうつの会", "mental_illness", False),
    ],
)
def test_a_place_is_read_by_whole_words(text: str, concept: str, named: bool) -> None:
    found = {code for hit in vocabulary().places.find(text) for code in hit.concepts}
    assert (concept in found) is named
