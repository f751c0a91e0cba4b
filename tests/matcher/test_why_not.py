"""Why a place is not suggested: every reason with its figures, what can be asked, and where an open place stands."""

from __future__ import annotations

from datetime import date

import pytest

from matcher.engine.constraints import reason_codes
from matcher.engine.explaining.refusals import Refusal
from matcher.engine.match import Engine, judge, match, why
from matcher.engine.need import Availability, Need, StructuredNeed
from matcher.engine.standing import Standing, standing
from resources.code_lists import code_list
from resources.records import ResourceRecord, ScheduleRule
from resources.snapshot import build_snapshot

ON = date(2026, 11, 1)
MONDAY = (Availability("mon", 600, 720),)


def place(**columns: object) -> ResourceRecord:
    return ResourceRecord(**{"key": "P", "name": "部屋", "kind": "salon", **columns})  # type: ignore[arg-type]


def person(text: str = "", **form: object) -> Need:
    structured = StructuredNeed(**form) if form else None  # type: ignore[arg-type]
    return Need("N", text, age=45, gender="male", district="D1", lat=35.0, lon=136.0, structured=structured)


def asked(need: Need, record: ResourceRecord) -> tuple[Refusal, ...]:
    return why(need, build_snapshot([record]), "P", on=ON)


FAR = {"lat": 35.02, "lon": 136.0, "delivery": ("on_site",)}
CASES = {
    "closed": (person(), place(status="paused"), "状態は「休止中」です。", None),
    "full": (person(), place(capacity=8, openings=0), "いまは満員です（定員8、空き0）。", None),
    "gender": (person(), place(gender="female"), "対象は女性です（本人は男性）。", None),
    "age": (
        person(),
        place(age_min=15, age_max=39),
        "対象は15〜39歳です（本人は45歳）。",
        "対象年齢（15〜39歳）を6歳超えていますが、受け入れられないか相談する。",
    ),
    "eligibility": (
        person(holds=()),
        place(conditions=("disability_certificate", "reservation")),
        "利用条件に「手帳必要」がありますが、本人はこれに当たりません。",
        "利用条件「手帳必要」に当たりませんが、参加支援として受け入れられないか相談する。",
    ),
    "accessibility": (
        person(accessibility=("wheelchair",)),
        place(accessibility=("steps",), delivery=("on_site",)),
        "「段差あり」で、車いすで使えるという記載がありません（本人は車いす）。",
        None,
    ),
    "avoid": (
        person(avoid=("大人数",)),
        place(group_size="large"),
        "避けたいこととして「大人数」があり、この場所はそれに当たります。",
        None,
    ),
    "travel": (
        person(travel_mode="walk", max_minutes=30.0),
        place(transport="negotiable", **FAR),
        "徒歩で約44分（希望は30分まで）かかります。送迎は「要相談」です。",
        "希望の時間を約14分超えています。送迎は「要相談」なので、住まいまで送り迎えできないか相談する。",
    ),
    "schedule": (
        person(available=MONDAY),
        place(schedule=(ScheduleRule(("tue",), 780, 900),)),
        "開いているのは火 13:00〜15:00で、本人の空いている時間（月 10:00〜12:00）と重なりません。",
        "開いているのは火 13:00〜15:00です。本人の空いている時間（月 10:00〜12:00）に参加できる回がないか相談する。",
    ),
    "fee": (
        person(max_fee=500),
        place(fee_yen=800),
        "費用は1回800円です（希望は500円まで）。",
        "費用（1回800円）は希望より300円高いので、減免や分割ができないか相談する。",
    ),
}


def test_all_ten_codes_have_their_case() -> None:
    assert list(CASES) == list(reason_codes())


@pytest.mark.parametrize("code", CASES)
def test_every_reason_is_told_with_its_figures_and_what_can_be_asked(code: str) -> None:
    need, record, sentence, ask = CASES[code]
    (refusal,) = asked(need, record)
    assert refusal == Refusal(code, code_list("exclusion_reason").label(code), sentence, ask)
    assert refusal.negotiable == (ask is not None)


def test_all_reasons_are_told_in_their_order() -> None:
    need = person(max_fee=0, holds=(), available=MONDAY)
    record = place(
        status="retired",
        age_min=65,
        fee_yen=100,
        conditions=("care_certified",),
        schedule=(ScheduleRule(("sun",)),),
    )
    codes = [refusal.code for refusal in asked(need, record)]
    assert codes == ["closed", "age", "eligibility", "schedule", "fee"]


def test_a_missing_fact_is_never_a_reason() -> None:
    strict = place(
        conditions=("resident_district", "disability_certificate"),
        age_min=15,
        age_max=20,
        gender="female",
        fee_yen=900,
        transport="no",
        schedule=(ScheduleRule(("sun",), 600, 700),),
        **FAR,
    )
    assert asked(Need("N", ""), strict) == ()
    open_place = place(conditions=("resident_district",), district="D2")
    assert [refusal.code for refusal in asked(person(), open_place)] == ["eligibility"]
    assert asked(person(), place(conditions=("resident_district",))) == ()
    assert asked(person(), place(conditions=("resident_district",), district="")) == ()


def test_another_district_is_told_beside_a_certificate_and_only_what_is_missing() -> None:
    record = place(
        conditions=("resident_district", "disability_certificate", "professional_referral"), district="D2"
    )
    (refusal,) = asked(person(holds=("専門機関の紹介",)), record)
    assert refusal.sentence == (
        "この学区に住む方だけが対象です（本人は別の学区）。"
        "利用条件に「手帳必要」がありますが、本人はこれに当たりません。"
    )
    assert (
        refusal.ask
        == "利用条件「学区内在住」「手帳必要」に当たりませんが、参加支援として受け入れられないか相談する。"
    )


@pytest.mark.parametrize("transport", ["no", None])
def test_a_place_that_drives_nobody_is_not_asked_to(transport: str | None) -> None:
    (refusal,) = asked(person(travel_mode="walk", max_minutes=30.0), place(transport=transport, **FAR))
    assert refusal.ask is None


def test_more_than_three_free_times_are_named_as_more() -> None:
    days = ("mon", "tue", "wed", "thu")
    need = person(available=tuple(Availability(day, 600, 720) for day in days))
    (refusal,) = asked(need, place(schedule=(ScheduleRule(("sun",), 600, 720),)))
    assert "（月 10:00〜12:00、火 10:00〜12:00、水 10:00〜12:00ほか）" in refusal.sentence


def test_a_precedent_is_the_places_own_word_and_only_for_this_situation() -> None:
    record = place(age_max=39, considerations=("途中退室OK", "ひきこもり経験者の受入実績あり"))
    stated = "この場所に「ひきこもり経験者の受入実績あり」とあります。対象年齢"
    (refusal,) = asked(person("ひきこもりで十年。"), record)
    assert str(refusal.ask).startswith(stated)
    (refusal,) = asked(person("囲碁が好き。"), record)
    assert str(refusal.ask).startswith("対象年齢")
    (refusal,) = asked(person("ひきこもりで十年。"), place(age_max=39, considerations=("ひきこもりの方も",)))
    assert str(refusal.ask).startswith("対象年齢")


def ranked(need: Need, records: list[ResourceRecord], key: str, top: int) -> Standing | None:
    return standing(judge(need, build_snapshot(records), ON, Engine()), key, top=top)


def named(number: int, **columns: object) -> ResourceRecord:
    """Far enough apart in name and place to be places of their own."""
    known = {"key": f"P{number}", "name": f"部屋{number * 1111}", "lat": 35.0 + number / 20, "lon": 136.0}
    return place(**{**known, **columns})


def test_an_open_place_outside_of_the_list_is_told_what_it_lacks_against_the_last_one() -> None:
    go = [named(number, summary="囲碁の部屋です。", confirmed_on=ON) for number in range(1, 4)]
    other = named(4, summary="体操の部屋です。", confirmed_on=date(2024, 1, 15))
    found = ranked(person("囲碁が好き。"), [*go, other], "P4", 3)
    assert found is not None
    assert (found.rank, found.eligible, found.suggested, found.same_as) == (4, 4, False, None)
    assert set(found.behind) == {
        "記録と希望欄の言葉との重なりが、「部屋3333」より小さいです。",
        "興味のあることに当たる言葉が見つかりません。",
        "情報の確認日（2024-01-15）が、「部屋3333」（2026-11-01）より古いです。",
    }


def test_a_place_that_lacks_nothing_of_a_kind_is_not_told_that_it_does() -> None:
    near = [named(number, summary="囲碁の部屋です。", confirmed_on=ON) for number in range(1, 4)]
    far = named(9, summary="囲碁の部屋です。", confirmed_on=ON)
    found = ranked(person("囲碁が好き。", travel_mode="car"), [*near, far], "P9", 3)
    assert found is not None
    assert found.behind == ("家から約157分で、「部屋3333」（約53分）より遠いです。",)


def test_a_suggested_place_has_its_rank_and_nothing_to_lack() -> None:
    records = [named(number) for number in range(1, 4)]
    keys = [suggestion.resource for suggestion in match(person(), build_snapshot(records), on=ON).suggestions]
    for rank, key in enumerate(keys, start=1):
        assert ranked(person(), records, key, 20) == Standing(rank, 3, True, None, ())


def test_an_excluded_place_has_no_standing_and_an_unknown_one_is_an_error() -> None:
    records = [named(1, status="paused"), named(2)]
    assert ranked(person(), records, "P1", 20) is None
    with pytest.raises(KeyError):
        ranked(person(), records, "P3", 20)


def test_an_entry_shown_under_another_name_is_told_so() -> None:
    known = {"summary": "お茶とおしゃべり。", "address": "見本市一丁目1-1", "lat": 35.0, "lon": 136.0}
    twins = [
        place(key="P1", name="縁側サロン ひだまり", phone="0000-00-0001", confirmed_on=ON, **known),
        place(
            key="P2", name="縁側サロンひだまり", phone="0000-00-0001", confirmed_on=date(2024, 1, 1), **known
        ),
    ]
    found = ranked(person(), twins, "P2", 20)
    assert found is not None
    assert (found.suggested, found.same_as, found.behind) == (False, "P1", ())
