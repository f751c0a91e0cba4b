"""The form for a need: what people type becomes what the engine takes."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from api.web.form_state import FormState
from api.web.need_form import holding_options, read_need
from matcher.engine.need import Availability, Need
from resources.tables import District

DISTRICTS = [District(code="D01", name="本町学区", lat=35.0, lon=135.9)]


def read(**typed: str | Sequence[str]) -> tuple[Need | None, dict[str, str]]:
    values = {name: (value,) if isinstance(value, str) else tuple(value) for name, value in typed.items()}
    form = FormState(values)
    return read_need(form, DISTRICTS), form.errors


def need_of(**typed: str | Sequence[str]) -> Need:
    need, errors = read(**typed)
    assert need is not None, errors
    return need


def test_a_note_alone_has_no_structured_part() -> None:
    assert need_of(note=" メモ ") == Need(id="form", text="メモ")


def test_the_district_stands_for_the_home() -> None:
    need = need_of(note="x", district="D01")
    assert (need.district, need.lat, need.lon) == ("D01", 35.0, 135.9)


def test_numbers_are_read_as_people_type_them() -> None:
    need = need_of(age="４７歳", max_minutes="30分", max_fee="１，０００円", aims="居場所")
    assert need.age == 47
    assert need.structured is not None
    assert need.structured.max_minutes == 30
    assert need.structured.max_fee == 1000


def test_a_fee_of_nothing_is_not_the_same_as_no_answer() -> None:
    free = need_of(max_fee="0").structured
    assert free is not None
    assert free.max_fee == 0


def test_words_are_split_at_commas_of_every_kind_and_named_once() -> None:
    structured = need_of(aims="居場所、話し相手,居場所，　食事").structured
    assert structured is not None
    assert structured.aims == ("居場所", "話し相手", "食事")


def test_half_days_that_touch_are_one_stretch() -> None:
    structured = need_of(
        available=["tue-morning", "tue-afternoon", "thu-evening", "mon-morning", "mon-evening"]
    ).structured
    assert structured is not None
    assert structured.available == (
        Availability("mon", 540, 720),
        Availability("mon", 1020, 1260),
        Availability("tue", 540, 1020),
        Availability("thu", 1020, 1260),
    )


def test_no_mark_at_the_certificates_means_not_asked_and_a_mark_at_none_means_none() -> None:
    not_asked = need_of(aims="x").structured
    asked = need_of(holds=["none"]).structured
    some = need_of(holds=["手帳", "受給者証"]).structured
    assert not_asked is not None
    assert asked is not None
    assert some is not None
    assert not_asked.holds is None
    assert asked.holds == ()
    assert some.holds == ("手帳", "受給者証")


def test_every_certificate_of_the_catalogue_can_be_marked() -> None:
    assert [value for value, _ in holding_options()] == [
        "手帳",
        "生活困窮者自立支援制度",
        "受給者証",
        "要支援・要介護認定",
        "専門機関の紹介",
        "none",
    ]


@pytest.mark.parametrize(
    ("field", "value", "message"),
    [
        ("age", "四十", "年齢は数字で入れてください。"),
        ("age", "131", "年齢は0から120までの数字で入れてください。"),
        ("age", "9" * 400, "年齢は数字で入れてください。"),
        ("max_minutes", "0", "移動の時間は1から600までの数字で入れてください。"),
        ("max_fee", "-5", "費用の上限は数字で入れてください。"),
        ("gender", "x", "性別は一覧から選んでください。"),
        ("district", "D99", "学区は一覧から選んでください。"),
        ("stage", "fly", "参加段階は一覧から選んでください。"),
        ("travel_mode", "rocket", "移動の手段は一覧から選んでください。"),
        ("note", "あ" * 4001, "メモは4000文字までにしてください。"),
        ("aims", "あ" * 301, "求めていることは300文字までにしてください。"),
    ],
)
def test_what_cannot_be_used_is_named_at_its_field(field: str, value: str, message: str) -> None:
    need, errors = read(**{"note": "メモ", field: value})
    assert need is None
    assert errors == {field: message}


def test_none_of_them_and_one_of_them_contradict() -> None:
    need, errors = read(note="x", holds=["none", "手帳"])
    assert need is None
    assert list(errors) == ["holds"]


def test_nothing_at_all_is_not_a_need() -> None:
    assert read(age="47", gender="male", district="D01")[1].keys() == {"note"}


def test_values_that_no_page_of_ours_sends_are_left_out() -> None:
    need = need_of(note="x", accessibility=["<script>"], available=["xxx-morning"], holds=["?"])
    assert need.structured is None
