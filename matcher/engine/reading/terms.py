"""Terms that 対象者 states in prose and no column holds: ages (15〜39歳のご本人, 小4〜中3), and people of one 学区 only.

Columns are what a place promises; prose may be loose. So a term never excludes: it is a doubt (matcher.engine.doubts).
Alternatives are taken seriously: 65歳以上の方、病後の方 and どなたでも state no age.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache
from typing import NamedTuple

from matcher.engine.data_tables import read_table
from resources.folding import fold_text

OLDEST = 255
"""No upper limit; 0 is no lower one."""


class Terms(NamedTuple):
    """Ages in years, both included. `own_area`: people who live in the place's own 学区, 地区 or 団地."""

    age_from: int = 0
    age_to: int = OLDEST
    own_area: bool = False


NO_TERMS = Terms()

_ASIDE = re.compile(r"\([^)]*\)|（[^）]*）")
_BETWEEN = re.compile("[、,;。]|または|もしくは")
# Whoever else may come: then a stated age or area is no limit.
_OPEN = re.compile(
    "どなた|だれ|誰|問わず|問いません|関心|応援|好きな|ゆかり|中心|おもに|主に|以外|地域|近所|(?<![小中大])学生|大人|おとな|年寄り|歓迎|も可|など"
)
_FAMILY = re.compile(
    "家族|保護者|親|世帯|家庭|のいる|がいる|おうち|お宅|配偶者|母|父|ママ|パパ|妊|子育て|大家"
)
_AREA = re.compile(r"[^\s、。・](?:学区|校区|地区|丁目|団地)(?=の|に|で|[0-9]|$)")
_UNDER = "未満"
_UPPER = f"以下|まで|{_UNDER}"
_GRADE = re.compile(r"(小|中|高)(?:学校?|校)?(\d)(?:年生?)?")
_YEARS = re.compile(r"(\d{1,3})(歳|代)?")
_BEFORE_GRADE = {"小": 5, "中": 11, "高": 14}


def read_terms(audience: str) -> Terms:
    """The terms of one 対象者."""
    text = _ASIDE.sub("", fold_text(audience))
    if not text or _OPEN.search(text):
        return NO_TERMS
    parts = [part for part in _BETWEEN.split(text) if part.strip()]
    own_area = all(_AREA.search(part) for part in parts)
    ages = [(part, _ages(part)) for part in parts]
    stated = [found for _, found in ages if found]
    if not stated or any(not found and not _FAMILY.search(part) for part, found in ages):
        return Terms(own_area=own_area)
    return Terms(min(low for low, _ in stated), max(high for _, high in stated), own_area)


def _ages(part: str) -> tuple[int, int] | None:
    """The ages of one alternative; several are taken together."""
    found = [ages for said in _stated().finditer(part) if (ages := _between(said)) is not None]
    return (min(low for low, _ in found), min(max(high for _, high in found), OLDEST)) if found else None


def _between(said: re.Match[str]) -> tuple[int, int] | None:
    """From the first point to the last, or to one side of the only one; school words alone are their own ages."""
    low, high = _point(said["first"])
    if said["last"]:
        last_low, last_high = _point(said["last"])
        return low, _last_age(said["last"], last_low, last_high, said["upper"])
    if said["first"].isdigit():
        return None  # a bare number is no age
    if said["from"]:
        return low, OLDEST
    if said["upper"]:
        return 0, _last_age(said["first"], low, high, said["upper"])
    return (low, high) if said["first"] in _school() else None


def _last_age(point: str, low: int, high: int, side: str | None) -> int:
    """The oldest age up to a point: 40歳未満 ends at 39; before 中学生 (12 to 15) somebody of 12 is at school still."""
    if side != _UNDER:
        return high
    return low - 1 if _YEARS.fullmatch(point) else low


def _point(word: str) -> tuple[int, int]:
    """The ages that one word stands for: 39歳, 30代, 小4, 高校生."""
    if word in _school():
        return _school()[word]
    if grade := _GRADE.fullmatch(word):
        begins = _BEFORE_GRADE[grade[1]] + int(grade[2])
        return begins, begins + 1
    years = _YEARS.match(word)
    age = int(years[1]) if years else 0
    return age, age + (9 if word.endswith("代") else 0)


@cache
def _stated() -> re.Pattern[str]:
    """`first` point, with `last` (高校生世代から39歳), `from` (高校生以上) or `upper` (高校生まで)."""
    schools = "|".join(sorted(_school(), key=len, reverse=True))
    named = rf"(?:{schools})|(?:小|中|高)(?:学校?|校)?\d(?:年生?)?"
    about = "(?:世代|年代)?(?:くらい|ごろ)?"
    first, last = rf"{named}|(?<!\d)\d{{1,3}}(?:歳|代)?", rf"{named}|\d{{1,3}}(?:歳|代)"
    return re.compile(
        f"(?P<first>{first}){about}(?:(?:~|-|から|以上)(?:おおむね)?(?P<last>{last}){about})?"
        f"(?:(?P<from>以上|から)|(?P<upper>{_UPPER}))?"
    )


@cache
def _school() -> Mapping[str, tuple[int, int]]:
    """Word of data/prose_ages.csv → its ages."""
    return {
        fold_text(row["surface"]): (int(row["age_from"]), int(row["age_to"]))
        for row in read_table("prose_ages.csv")
    }
