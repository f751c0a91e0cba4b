"""Of whom a note speaks."""

from __future__ import annotations

import pytest

from matcher.engine.need import Need
from matcher.engine.reading import read_need


@pytest.mark.parametrize(
    ("note", "concept", "holder"),
    [
        ("囲碁が好き。", "igo", "本人"),
        ("父は囲碁が好き。", "igo", "父"),
        ("父は足が弱く、囲碁が好き。", "igo", "父"),
        ("父は足が弱く、本人は囲碁が好き。", "igo", "本人"),
        ("父は足が弱い。囲碁が好き。", "igo", "本人"),
        ("父が亡くなり、囲碁が好き。", "igo", "本人"),
        ("様子が変わり、囲碁が好き。", "igo", "本人"),
        ("妻「囲碁が好き」", "igo", "妻"),
        ("「囲碁が好き」と妻。", "igo", "妻"),
        ("妻「主人は囲碁が好きで」", "igo", "本人"),
        ("母「囲碁ばかりしています」", "igo", "本人"),
        ("母のうつ病が重い。", "mental_illness", "母"),
        ("母を介護している。", "family_carer", "本人"),
        ("父「働きたい」", "job", "父"),
        ("父「息子は働きたいんです」", "job", "本人"),
        ("母の趣味は編み物。", "knitting", "母"),
        ("娘（中学生）は絵が好き。", "drawing", "娘"),
        ("娘（中学生）は足が弱く、絵が好き。", "drawing", "娘"),
        ("母が亡くなってから料理をしている。", "cooking", "本人"),
        ("保健師に相談している。", "occ_nurse", "保健師"),
        ("ケアマネさんが来る。", "occ_care_worker", "ケアマネ"),
        ("人と会わなくなったと民生委員。", "occ_welfare_volunteer", "民生委員"),
        ("看護師になりたい。", "occ_nurse", "本人"),
        ("以前は看護師をしていた。", "occ_nurse", "本人"),
        ("子どもが学校に行っている間に働きたい。", "job", "本人"),
        ("子どもが学校に行っている間に働きたい。", "time_weekday", "本人"),
        ("子どもが寝ているうちに絵を描きたい。", "drawing", "本人"),
        ("息子は親が寝ている間に絵を描く。", "drawing", "息子"),
        ("息子が働きたいと言っている。", "job", "息子"),
    ],
)
def test_the_holder_is_the_one_the_sentence_speaks_of(note: str, concept: str, holder: str) -> None:
    profile = read_need(Need("N", note))
    assert {item.holder for item in profile.read if item.concept == concept} == {holder}


def test_what_others_like_is_around_the_person() -> None:
    profile = read_need(Need("N", "父は囲碁が好き。"))
    assert [item.concept for item in profile.around] == ["igo"]
    assert not profile.interests
