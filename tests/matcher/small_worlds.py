"""Small catalogues and needs made by hypothesis, of the field's own words and of all kinds of gaps in the data."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from hypothesis import strategies as st

from matcher.engine.need import Availability, Need, StructuredNeed
from resources.code_lists import code_list
from resources.records import ResourceRecord, ScheduleRule

NOTE = (
    "板前をしていた。",
    "昔は囲碁をしていたが、もうやめた。",
    "料理が好き。",
    "電話の仕事はできない。",
    "午後なら行ける。",
    "カラオケは嫌い。",
    "母は編み物が好き。",
    "ひきこもりで十年。",
    "ひきこもりではない。",
    "人の多いところは無理。",
    "静かなところなら。",
    "一人では不安。",
    "バスに乗れない。",
    "車がない。",
    "会費が払えない。",
    "朝は起きられない。",
    "土曜なら行ける。",
    "働きたい。",
    "車いすを使う。",
    "もう酒をやめた。",
    "猫が苦手。",
    "生活に困窮している。",
    "住む所がない。",
    "息子が部屋から出てこない。",
    "日曜だけ休み。",
    "平日は19時まで仕事。",
    "家に人が来るのは困る。",
    "5歳の娘と暮らす。",
    "手話で話す。",
    "腰を痛めて重い物は持てない。",
    "もう死にたいと思う。",
    "😀𠮷葛󠄀ｶﾗｵｹ",
)
PLACE = (
    "囲碁と将棋の部屋です。",
    "料理をします。",
    "電話の仕事です。",
    "カラオケはありません。",
    "カラオケ大会もあります。",
    "にぎやかです。",
    "大勢が苦手な方も。",
    "静かな別室。",
    "ひきこもりの方へ。",
    "どなたでも。",
    "お酒も出ます。",
    "猫がいます。",
    "編み物。",
    "就労体験ができます。",
    "若者のための場。",
    "がん患者の方。",
    "付き添いもします。",
    "坂の上です。",
    "もしもしコール。",
    "重い物を運ぶ力仕事。",
    "",
)
AUDIENCES = (
    *PLACE,
    "15〜39歳のご本人、ご家族",
    "小学生とその保護者",
    "山根学区の方",
    "一人暮らしの方",
    "つれあいを亡くされた方",
)
ROLES = ("", "調理の手伝い、皿洗い", "囲碁を教える", "受付")
CONSIDERATIONS = ("ひきこもり経験者の受入実績あり", "途中退室OK", "匿名可", "静か")


def _some(values: tuple[str, ...], most: int) -> st.SearchStrategy[tuple[str, ...]]:
    return st.lists(st.sampled_from(values), max_size=most, unique=True).map(tuple)


def _codes(name: str, most: int) -> st.SearchStrategy[tuple[str, ...]]:
    return _some(tuple(code_list(name).codes), most)


def _code(name: str) -> st.SearchStrategy[str | None]:
    return st.none() | st.sampled_from(tuple(code_list(name).codes))


_times = st.integers(0, 24).map(lambda hour: hour * 60)
_numbers = st.none() | st.integers(0, 90)
_rules = st.builds(
    ScheduleRule,
    weekdays=_codes("weekday", 3),
    start=st.none() | _times,
    end=st.none() | _times,
)
_places = st.builds(
    ResourceRecord,
    key=st.just(""),
    name=st.sampled_from(("茶の間", "若者ひろば", "囲碁クラブ", "家族会")),
    kind=st.sampled_from(
        [code.code for code in code_list("resource_kind") if code.extra["standing"] == "participation_place"]
    ),
    summary=_some(PLACE, 3).map("".join),
    audience=st.sampled_from(AUDIENCES),
    age_min=_numbers,
    age_max=_numbers,
    gender=st.sampled_from(("any", "male", "female")),
    conditions=_codes("resource_condition", 2) | st.just(("組合員",)),
    district=st.none() | st.sampled_from(("D1", "D2", "")),
    lat=st.none() | st.floats(35.0, 35.02) | st.floats(35.0, 35.1),
    lon=st.just(136.0),
    delivery=_codes("delivery_method", 2),
    schedule=st.lists(_rules, max_size=2).map(tuple),
    capacity=st.none() | st.integers(0, 60),
    openings=st.none() | st.integers(0, 3),
    group_size=_code("group_size"),
    fee_yen=st.none() | st.sampled_from((0, 300, 800)),
    fee_note=st.sampled_from(("", "材料費は実費")),
    transport=_code("transport"),
    accessibility=_codes("accessibility", 2),
    roles=st.sampled_from(ROLES),
    stages=_codes("participation_stage", 2),
    considerations=_some(CONSIDERATIONS, 2),
    status=st.sampled_from(("open", "open", "open", "open", "paused", "")),
    confirmed_on=st.none() | st.dates(date(2023, 1, 1), date(2026, 10, 31)),
    remarks=st.sampled_from(PLACE),
)
_free = st.builds(
    Availability,
    weekday=st.sampled_from(tuple(code_list("weekday").codes)),
    start=st.integers(0, 11).map(lambda hour: hour * 60),
    end=st.integers(12, 24).map(lambda hour: hour * 60),
)
_forms = st.builds(
    StructuredNeed,
    aims=_some(("居場所", "働く練習", "話し相手"), 2),
    interests=_some(("囲碁", "料理", "見知らぬ遊び"), 2),
    stage=_code("participation_stage"),
    travel_mode=_code("travel_mode"),
    max_minutes=st.none() | st.sampled_from((10.0, 45.0)),
    available=st.lists(_free, max_size=4).map(tuple),
    max_fee=st.none() | st.sampled_from((0, 500)),
    group=_code("group_size"),
    accessibility=_codes("accessibility", 2),
    holds=st.none() | _some(("手帳", "専門機関の紹介"), 2),
    avoid=_some(("大人数", "大きな声", "カラオケ", "家への訪問"), 2),
    language=st.none() | st.sampled_from(("手話", "英語・中国語")),
)


def catalogues() -> st.SearchStrategy[list[ResourceRecord]]:
    """One to four places with keys of their own."""
    return st.lists(_places, min_size=1, max_size=4).map(
        lambda records: [replace(record, key=f"P{number}") for number, record in enumerate(records)]
    )


def needs() -> st.SearchStrategy[Need]:
    """A note of a few sentences, with or without a form."""
    return st.builds(
        Need,
        id=st.just("N"),
        text=_some(NOTE, 4).map("".join),
        age=st.none() | st.integers(3, 95),
        gender=st.none() | st.sampled_from(("male", "female", "undisclosed")),
        district=st.none() | st.sampled_from(("D1", "D2")),
        lat=st.none() | st.just(35.0),
        lon=st.just(136.0),
        structured=st.none() | _forms,
    )
