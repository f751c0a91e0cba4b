"""A synthetic catalogue and synthetic people, the same for the same seed. Everything in it is invented.

Texts are our own sentences filled with the labels of the vocabulary and with made-up place names of two characters,
so that there are some ten thousand distinct bigrams; a place has about 120 characters.
"""

from __future__ import annotations

from datetime import date, timedelta
from functools import cache
from random import Random

from matcher.engine.need import Availability, Need, StructuredNeed
from matcher.engine.vocabulary import vocabulary
from resources.code_lists import code_list
from resources.records import ResourceRecord, ScheduleRule

SEED = 20261121
_TODAY = date(2026, 10, 31)
_WEEKDAYS = tuple(code_list("weekday").codes)
_STAGES = tuple(code_list("participation_stage").codes)
_SIZES = tuple(code_list("group_size").codes)
_KINDS = tuple(c.code for c in code_list("resource_kind") if c.extra["standing"] == "participation_place")
_CONDITIONS = ("none", "none", "none", "resident_district", "professional_referral", "reservation")
_CHARACTERS = "青赤白金銀山川海空森林岩石花草木桜梅松竹杉桃栗柿菊蓮波風雲雪雨霧朝夕夏秋冬春東西南北上中下前後内外大小高広長新古丸角里町村島浜崎浦津原野沢谷池橋坂峰台丘"
_PATTERNS = (
    "{a}をする集まりです。{b}の話もします。",
    "{a}と{b}のある部屋。何もしない日があってもかまいません。",
    "{b}に関心のある方へ。{a}から始めます。",
    "毎回{a}をします。{c}の方も来ています。",
    "{p}の公民館で{a}を続けて十年になります。",
    "{p}の古い家を直した場所で、{b}や{a}をしています。",
    "見学だけの日もあります。慣れたら{a}を手伝ってください。",
    "{c}のことを話せる時間を月に一度つくっています。",
    "道具は貸します。{a}がはじめての方も{b}に詳しい方もどうぞ。",
    "午前は{a}、午後は{b}。途中で帰ってもかまいません。",
    "{p}駅から歩いて来られます。{b}の本がそろっています。",
    "若い世代とお年寄りが一緒に{a}をします。{d}です。",
    "{d}を心がけています。{a}の日は少人数です。",
    "{e}方を応援しています。{b}を通じて知り合えます。",
)
_NOTES = (
    "{c}の状態が続く。{a}が好きで、{b}にも関心がある。大勢の場所は苦手。",
    "一人暮らし。{a}をしていた。{b}の話ができる人がほしい。",
    "{c}で困っている。働く練習をしたい。{b}は勘弁してほしい。",
    "家族に{c}の人がいる。{d}ところなら行けそう。",
    "以前は{a}に通っていた。今は{e}と話す。",
)


def records(size: int, *, seed: int = SEED) -> list[ResourceRecord]:
    """`size` invented places in a town of about 20 km."""
    random = Random(seed)
    return [_record(random, number) for number in range(size)]


def needs(size: int, *, seed: int = SEED) -> list[Need]:
    """`size` invented people, every other one with a form."""
    random = Random(seed + 1)
    return [_need(random, number) for number in range(size)]


@cache
def _labels(facet: str) -> tuple[str, ...]:
    return tuple(concept.label for concept in vocabulary().concepts.values() if concept.facet == facet)


def _words(random: Random, facet: str) -> str:
    return random.choice(_labels(facet))


def _sentence(random: Random, patterns: tuple[str, ...]) -> str:
    return random.choice(patterns).format(
        a=_words(random, "activity"),
        b=_words(random, "activity"),
        c=_words(random, "situation"),
        d=_words(random, "care"),
        e=_words(random, "aim"),
        p=_place_name(random),
    )


def _place_name(random: Random) -> str:
    return random.choice(_CHARACTERS) + random.choice(_CHARACTERS)


def _record(random: Random, number: int) -> ResourceRecord:
    start = random.choice((540, 600, 780, 840, 1080))
    youngest = random.choice((None, None, 15, 18, 60, 65))
    return ResourceRecord(
        key=f"B{number:06d}",
        name=f"{_place_name(random)}{_words(random, 'activity')}の会 {number}",
        kind=random.choice(_KINDS),
        summary="".join(_sentence(random, _PATTERNS) for _ in range(3)),
        audience=f"{_words(random, 'situation')}の方" if random.random() < 0.6 else "どなたでも",
        age_min=youngest,
        age_max=random.choice((None, 39, 64)) if youngest in (15, 18) else None,
        gender=random.choice(("any", "any", "any", "any", "female", "male")),
        conditions=(random.choice(_CONDITIONS),),
        district=f"D{random.randrange(14):02d}",
        lat=35.0 + random.random() * 0.2,
        lon=136.0 + random.random() * 0.2,
        delivery=(random.choice(("on_site", "on_site", "on_site", "home_visit", "online")),),
        schedule=(ScheduleRule(tuple(random.sample(_WEEKDAYS, 2)), start, start + 120, "weekly"),),
        openings=random.choice((None, 0, 1, 4)),
        group_size=random.choice(_SIZES),
        fee_yen=random.choice((0, 0, 100, 300, 800)),
        transport=random.choice(("no", "no", "yes", "negotiable")),
        roles=random.choice(("", "受付、片付け")),
        stages=tuple(random.sample(_STAGES, 2)),
        considerations=(_words(random, "care"),) if random.random() < 0.3 else (),
        status=random.choice(("open",) * 12 + ("paused",)),
        confirmed_on=_TODAY - timedelta(days=random.randrange(1500)),
    )


def _need(random: Random, number: int) -> Need:
    form = StructuredNeed(
        aims=(_words(random, "aim"),),
        interests=(_words(random, "activity"), _words(random, "activity")),
        stage=random.choice(_STAGES),
        travel_mode=random.choice(("walk", "bicycle", "bus", "car")),
        max_minutes=random.choice((20.0, 30.0, 60.0)),
        available=tuple(Availability(day, 540, 1020) for day in random.sample(_WEEKDAYS, 4)),
        max_fee=random.choice((0, 300, 500)),
        group="small",
        holds=("専門機関の紹介",),
    )
    return Need(
        id=f"N{number:03d}",
        text="".join(_sentence(random, _NOTES) for _ in range(2)),
        age=random.randrange(12, 90),
        gender=random.choice(("male", "female")),
        district=f"D{random.randrange(14):02d}",
        lat=35.0 + random.random() * 0.2,
        lon=136.0 + random.random() * 0.2,
        structured=form if number % 2 else None,
    )
