"""Terms that 対象者 states in prose and no column holds: ages (15〜39歳のご本人, 小4〜中3), and people of one 学区 only.

Columns are what a place promises; prose may be loose. So a term never excludes: it is a doubt (matcher.engine.doubts).
Alternatives are taken seriously: 65歳以上の方、病後の方 and どなたでも state no age.
"""

from __future__ import annotations

import re
from functools import cache
from typing import NamedTuple

from matcher.engine.data_tables import read_table
from resources.folding import fold_text

OLDEST = 255
"""No upper limit; 0 is no lower one."""


class Terms(NamedTuple):
    """Ages in years, both included. `of_family`: 対象者 names families, parents or households beside or instead of
    the people of that age. `own_area`: people who live in the place's own 学区, 地区 or 団地."""

    age_from: int = 0
    age_to: int = OLDEST
    of_family: bool = False
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
_RANGE = re.compile(r"(\d{1,3})(?:歳|代)?(?:くらい|ごろ)?(?:~|-|から)(?:おおむね)?(\d{1,3})(歳|代)")
_ONE_SIDED = re.compile(r"(\d{1,3})歳(以上|以下|まで|未満|くらいまで)")
_GRADE = r"(小|中|高)(?:学|校)?(\d)(?:年生?)?"
_GRADES = re.compile(f"{_GRADE}(?:~|-|から){_GRADE}")
_BEFORE_GRADE = {"小": 5, "中": 11, "高": 14}


def read_terms(audience: str) -> Terms:
    """The terms of one 対象者."""
    text = _ASIDE.sub("", fold_text(audience))
    if not text or _OPEN.search(text):
        return NO_TERMS
    parts = [part for part in _BETWEEN.split(text) if part.strip()]
    own_area = all(_AREA.search(part) for part in parts)
    ages = [(part, _ages(part)) for part in parts]
    of_family = any(_FAMILY.search(part) for part in parts)
    stated = [found for _, found in ages if found]
    if not stated or any(not found and not _FAMILY.search(part) for part, found in ages):
        return Terms(own_area=own_area)
    return Terms(min(low for low, _ in stated), max(high for _, high in stated), of_family, own_area)


def _ages(part: str) -> tuple[int, int] | None:
    """The ages of one alternative; several are taken together."""
    found = [(int(m[1]), int(m[2]) + (9 if m[3] == "代" else 0)) for m in _RANGE.finditer(part)]
    found += [
        (_BEFORE_GRADE[m[1]] + int(m[2]), _BEFORE_GRADE[m[3]] + int(m[4]) + 1) for m in _GRADES.finditer(part)
    ]
    if not found:
        found = [_one_sided(int(m[1]), m[2]) for m in _ONE_SIDED.finditer(part)]
    found += [
        (
            low,
            OLDEST if re.match("(?:世代|年代)?(?:以上|から)", part[part.find(word) + len(word) :]) else high,
        )
        for word, low, high in _school()
        if word in part
    ]
    return (min(low for low, _ in found), min(max(high for _, high in found), OLDEST)) if found else None


def _one_sided(age: int, side: str) -> tuple[int, int]:
    if side == "以上":
        return age, OLDEST
    return 0, age - 1 if side == "未満" else age


@cache
def _school() -> tuple[tuple[str, int, int], ...]:
    return tuple(
        (fold_text(row["surface"]), int(row["age_from"]), int(row["age_to"]))
        for row in read_table("prose_ages.csv")
    )
