"""How a sentence is known, and checks that several rules share. Nothing here uses the code that makes sentences."""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from resources.code_lists import code_list
from tests.matcher.sentence_facts import (
    Facts,
    ages_of,
    clock,
    is_rule,
    labels,
    leads_to,
    place_concepts,
    stretches_of,
)

# A piece of an age range, which says nothing by itself.
FRAGMENT = re.compile(r"(?:おおむね)?\d+歳?(?:から|以上|〜|代)?")
SAFETY = re.compile("死に|消えたい|消えてしま|いなくなりたい|自殺|リストカット|死のう")

PERSON = "(?:(?P<source>希望欄|記録)の|(?P<past>以前のこととして記録にある))「(?P<said>.+?)」"
NOTED = "(?P<source>希望欄|記録)に「(?P<said>.+?)」とあ"
PLACE = "この場所(?:の|に)「(?P<place>.+?)」"
CALL = "電話で確かめてください。"
RIDE = "(?P<ride>送迎は「要相談」です|送迎は書かれていません|送迎はありません)。"
SIZE = "(?:規模は「(?P<size>.+?)」です|定員は(?P<capacity>\\d+)です)"
JOURNEY = "(?:(?P<mode>[^。]*?)で)?約(?P<minutes>\\d+)分(?:（希望は(?P<limit>[\\d.]+)分まで）)?"
AT_PLACE = f"{PLACE}とあります。"


@dataclass(frozen=True)
class Rule:
    pattern: re.Pattern[str]
    holds: Callable[[re.Match[str], Facts], bool]


def rule(pattern: str, holds: Callable[[re.Match[str], Facts], bool]) -> Rule:
    return Rule(re.compile(pattern, re.DOTALL), holds)


def person(m: re.Match[str], f: Facts) -> set[str]:
    """The concepts of the quoted words; nothing when the person did not say them, or not as a wish or a fact."""
    said = m["said"]
    if SAFETY.search(said) or FRAGMENT.fullmatch(said):
        return set()
    if m["source"] == "希望欄":
        return f.form_concepts(said) | {""} if said in f.form_values() else set()
    items = list(f.own_items(said))
    is_past = "past" in m.re.groupindex and m["past"] is not None
    return {item.concept for item in items if not is_past or item.polarity == "used_to"}


def noted(m: re.Match[str], f: Facts) -> bool:
    """For a caution: the note has the words, of a circumstance of the person or a care."""
    return (m["said"] in f.need.text and bool(f.note_concepts(m["said"]))) or m["said"] in f.form_values()


def shares(m: re.Match[str], f: Facts) -> bool:
    own, words = person(m, f), m["place"]
    if not f.place_says(words) or FRAGMENT.fullmatch(words):
        return False
    shared = own & place_concepts(words, f.row)
    if "common" in m.re.groupindex and m["common"]:
        return m["common"] in labels(shared)
    return bool(shared) or ("" in own and words == m["said"])


def follows(m: re.Match[str], f: Facts) -> bool:
    first, _, second = m["way"].partition("→")
    words = m["place"]
    if not f.place_says(words):
        return False
    origins = [
        code for code in person(m, f) - {""} if labels([code]) == {first}
    ]  # two concepts may be called 手話
    codes = {code for origin in origins for code in leads_to(origin) if labels([code]) == {second}}
    return bool(place_concepts(words, f.row) & codes)


def role(m: re.Match[str], f: Facts) -> bool:
    if m["place"] not in f.record.roles or f.profile.stage == "connect":
        return False
    if "→" in m["way"]:
        return follows(m, f)
    return m["way"] in labels((person(m, f) - {""}) & place_concepts(m["place"], f.row))


def in_list(name: str, label: str, codes: Sequence[str | None]) -> bool:
    return label in [code_list(name).label(code) for code in codes if code]


def age(m: re.Match[str], f: Facts) -> bool:
    low, high, age = f.record.age_min, f.record.age_max, f.need.age
    if age is None or m["ages"] != ages_of(f.record) or not m["ages"] or int(m["age"]) != age:
        return False
    return (low if low is not None else 0) <= age <= (high if high is not None else 999)


def overlap(m: re.Match[str], f: Facts) -> bool:
    frees = [free for free in f.form.available if is_free(m["free"], free.weekday, free.start, free.end)]
    rules = [rule for rule in f.record.schedule if is_rule(m["open"], rule)]
    return any(
        day == free.weekday and min(end, free.end) > max(start, free.start)
        for rule in rules
        for day, start, end in stretches_of(rule)
        for free in frees
    )


def is_free(text: str, weekday: str, start: int, end: int) -> bool:
    day, _, times = text.partition(" ")
    first, _, last = times.partition("〜")
    return day == code_list("weekday").label(weekday) and (clock(first), clock(last)) == (start, end)


def journey(m: re.Match[str], f: Facts) -> bool:
    minutes, limit = f.minutes(), f.form.max_minutes
    if minutes is None or abs(int(m["minutes"]) - minutes - 0.5) > 0.51 or (m["mode"] or None) != f.mode:
        return False
    return (limit is None) == (m["limit"] is None) and (limit is None or float(m["limit"]) == limit)


def near(m: re.Match[str], f: Facts) -> bool:
    limit = f.form.max_minutes
    return journey(m, f) and int(m["minutes"]) <= math.ceil(30 if limit is None else limit)


def kilometres(m: re.Match[str], f: Facts) -> bool:
    km = f.kilometres()
    return km is not None and abs(float(m["km"]) - km - 0.05) <= 0.0501


def fee(m: re.Match[str], f: Facts) -> bool:
    return f.record.fee_yen == int(m["fee"]) and f.form.max_fee == int(m["limit"])


def quoted_list(text: str) -> list[str]:
    return text.removeprefix("「").removesuffix("」").split("」「")


def ride(m: re.Match[str], f: Facts) -> bool:
    said = {"送迎は「要相談」です": "negotiable", "送迎はありません": "no"}.get(m["ride"])
    transport = f.record.transport
    return transport == said if said else transport not in ("yes", "no", "negotiable")
