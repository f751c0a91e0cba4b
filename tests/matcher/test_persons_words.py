"""One person and one place: which of their words meet in a reason, and which ask for a caution."""

from __future__ import annotations

from datetime import date

from matcher.engine.match import match
from matcher.engine.need import Need, StructuredNeed
from resources.records import ResourceRecord, ScheduleRule
from resources.snapshot import build_snapshot

TODAY = date(2026, 11, 1)


def said(need: Need, record: ResourceRecord) -> tuple[str, str]:
    """(reasons, cautions) of the only place."""
    (found,) = match(need, build_snapshot([record]), on=TODAY).suggestions
    return "".join(found.reasons), "".join(found.cautions)


def room(**columns: object) -> ResourceRecord:
    known: dict[str, object] = {"delivery": ("on_site",), "confirmed_on": TODAY}
    return ResourceRecord(key="P", name="部屋", kind="third_place", **{**known, **columns})  # type: ignore[arg-type]


def test_a_trade_finds_the_role_that_it_fits_with_the_words_of_both() -> None:
    need = Need("N", "板前をしていた。手伝えることがあれば。")
    reasons, _ = said(need, room(roles="調理の手伝い、受付"))
    assert "板前」が生きる役割として、この場所に「調理の手伝い」があります（板前・料理人→" in reasons
    assert "「受付」" not in reasons.replace("役割の機会として「調理の手伝い、受付」があります。", "")


def test_nobody_who_is_only_in_touch_yet_is_offered_a_role() -> None:
    form = StructuredNeed(stage="connect")
    reasons, _ = said(Need("N", "板前をしていた。", structured=form), room(roles="調理の手伝い"))
    assert "役割" not in reasons


def test_what_was_liked_before_is_said_to_be_of_before() -> None:
    reasons, _ = said(Need("N", "若い頃は卓球をしていた。"), room(summary="卓球台があります。"))
    assert "以前のこととして記録にある「卓球」に、この場所の「卓球" in reasons


def test_what_only_follows_is_never_put_into_the_persons_mouth() -> None:
    reasons, _ = said(Need("N", "ひきこもりで十年。"), room(summary="一人で過ごせます。"))
    assert (
        "記録の「ひきこもり」から考えられる配慮として、この場所に「一人で過ごせ」とあります（ひきこもり→"
        in reasons
    )
    assert "合います" not in reasons


def test_a_relatives_wish_and_a_disliked_thing_are_no_reasons() -> None:
    need = Need("N", "母は編み物が好き。カラオケは嫌い。")
    reasons, cautions = said(need, room(summary="編み物とカラオケ。"))
    assert "編み物" not in reasons
    assert "カラオケ" not in reasons
    assert "この場所に「カラオケ」とあります。記録の「カラオケ」は避けたいことのようです。" in cautions


def test_what_the_note_says_cannot_be_done_is_asked_about() -> None:
    for note, record, caution in (
        (
            "バスに乗れない。",
            room(transport="no"),
            "送迎はありません。記録に「バスに乗れない」とあるので、行き方を",
        ),
        (
            "会費が払えない。",
            room(fee_yen=300),
            "費用は1回300円です。記録に「会費が払えない」とあるので、減免がないか",
        ),
        ("会費が払えない。", room(), "費用が書かれていません。記録に「会費が払えない」とあるので、電話で"),
        (
            "朝は起きられない。",
            room(),
            "曜日が書かれていません。記録に「朝は起きられない」とあるので、電話で",
        ),
        ("電話の仕事はできない。", room(summary="電話の仕事です。"), "今は難しいことのようです。"),
        ("車いすを使う。", room(), "段差は未確認です。記録に「車いす」とあるので、入れるか電話で"),
        (
            "静かなところなら。",
            room(summary="にぎやかです。"),
            "この場所に「にぎやか」とあります。記録の「静かな",
        ),
    ):
        assert caution in said(Need("N", note), record)[1], note


def test_a_wheelchair_that_is_not_used_is_not_asked_about() -> None:
    assert "車いす" in said(Need("N", "車いすを使う。"), room())[1]
    assert "車いす" not in said(Need("N", "車いすは使わない。"), room())[1]


def test_a_helpers_profession_is_no_strength_of_the_person() -> None:
    place = room(summary="看護師がいます。", roles="健康相談の手伝い、看護師の手伝い")
    assert "「保健師」" not in said(Need("N", "保健師に相談している。"), place)[0]
    assert "看護師" in said(Need("N", "以前は看護師をしていた。"), place)[0]


def test_hours_against_the_note_are_asked_about_and_hours_with_it_are_a_reason() -> None:
    early = room(schedule=(ScheduleRule(("mon",), 540, 660),))
    late = room(schedule=(ScheduleRule(("mon",), 840, 960),))
    need = Need("N", "朝は起きられない。")
    assert "開いているのは月 9:00〜11:00です。記録に「朝は起きられない」とあるので、" in said(need, early)[1]
    assert "開いているのは" not in said(need, late)[1]
    reasons, cautions = said(Need("N", "午後なら行ける。"), late)
    assert "記録に「午後なら」とあり、この場所は月 14:00〜16:00に開いています。" in reasons
    assert "開いているのは" not in cautions


def test_a_large_place_is_a_caution_for_who_is_only_in_touch_yet() -> None:
    connect = Need("N", "", structured=StructuredNeed(stage="connect"))
    attend = Need("N", "", structured=StructuredNeed(stage="attend"))
    for large in (room(group_size="large"), room(capacity=60, openings=5)):
        assert "「つながる」段階の本人に、人の少ない時間があるか" in said(connect, large)[1]
        assert "人の少ない時間" not in said(attend, large)[1]
    assert "人の少ない時間" not in said(connect, room(group_size="small", capacity=60))[1]


def test_a_limit_on_a_fact_that_is_not_known_is_a_question_and_not_a_refusal() -> None:
    for record, caution in (
        (room(gender="female"), "対象は女性です。本人が当たるか確かめてください。"),
        (room(age_min=18, age_max=49), "対象は18〜49歳です。本人の年齢を確かめてください。"),
        (room(conditions=("disability_certificate",)), "利用条件に「手帳必要」があります。"),
        (room(conditions=("resident_district",), district="D1"), "利用条件に「学区内在住」があります。"),
        (room(conditions=("組合員",)), "利用条件に「組合員」があります。"),
        (room(capacity=8), "定員は8で、空きは書かれていません。"),
    ):
        assert caution in said(Need("N", ""), record)[1]


def test_a_long_way_is_no_reason() -> None:
    form = StructuredNeed(travel_mode="walk")
    here = Need("N", "", lat=35.0, lon=136.0, structured=form)
    near, far = room(lat=35.005, lon=136.0), room(lat=35.05, lon=136.0)
    assert "徒歩で約11分です。" in said(here, near)[0]
    reasons, cautions = said(here, far)
    assert "分です" not in reasons
    assert "徒歩で約109分かかります。送迎は書かれていません。" in cautions
    note_only = Need("N", "", lat=35.0, lon=136.0)
    assert "住まいから直線で約0.6kmです。" in said(note_only, near)[0]
    assert "住まいから直線で約5.6kmあります。" in said(note_only, far)[1]


def test_what_both_call_by_one_word_is_said_before_what_only_comes_near() -> None:
    reasons, _ = said(Need("N", "趣味は水彩。野鳥も見る。"), room(summary="油絵を描き、野鳥も見ます。"))
    assert reasons.index("「野鳥」に、この場所の「野鳥") < reasons.index("「水彩」に、この場所の「油絵")
