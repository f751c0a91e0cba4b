"""The data behind a sentence, looked up without the engine's own sentence code."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from matcher.engine.need import Need, StructuredNeed
from matcher.engine.profile import Item, NeedProfile
from matcher.engine.vocabulary import Hit, vocabulary
from resources.code_lists import code_list
from resources.folding import fold_text
from resources.records import ResourceRecord, ScheduleRule

SPEEDS = {"徒歩": (4, 0), "自転車": (12, 0), "バス": (10, 10), "車": (25, 0), "送迎": (25, 0)}
"""km/h and minutes of waiting, as architecture.md has them."""
NOT_OWN = ("dislike", "around", "denied", "safety")
NOT_THERE = re.compile("は(?:ありません|ございません|なし|出ません|できません|いたしません)")
TIMES = re.compile(r"(?P<days>[^ ]+)(?: (?P<from>\d+:\d\d)〜(?P<next>翌)?(?P<to>\d+:\d\d))?")


@dataclass(frozen=True)
class Facts:
    need: Need
    profile: NeedProfile
    record: ResourceRecord
    on: date
    others: tuple[ResourceRecord, ...] = ()
    """The records of the whole catalogue."""

    @property
    def form(self) -> StructuredNeed:
        return self.need.structured or StructuredNeed()

    @property
    def mode(self) -> str | None:
        code = self.form.travel_mode or self.profile.reach.mode
        return code_list("travel_mode").label(code) if code else None

    @property
    def row(self) -> list[str]:
        record = self.record
        texts = (record.name, record.summary, record.audience, record.roles, record.remarks)
        return [*texts, *record.considerations]

    def kilometres(self) -> float | None:
        need, record = self.need, self.record
        if None in (need.lat, need.lon, record.lat, record.lon):
            return None
        a, b = math.radians(need.lat or 0), math.radians(record.lat or 0)
        east = math.radians((record.lon or 0) - (need.lon or 0))
        half = math.sin((b - a) / 2) ** 2 + math.cos(a) * math.cos(b) * math.sin(east / 2) ** 2
        return 2 * 6371 * math.asin(math.sqrt(min(half, 1.0)))

    def minutes(self) -> float | None:
        km = self.kilometres()
        if km is None or self.mode not in SPEEDS:
            return None
        speed, wait = SPEEDS[self.mode]
        return km * 1.3 / speed * 60 + wait

    def place_says(self, words: str) -> bool:
        """Verbatim in the row, and somewhere not as a thing that is not there."""
        for text in self.row:
            for found in re.finditer(re.escape(words), text):
                clause = re.split("[。、\n]", text[found.end() :])[0]
                if not NOT_THERE.match(clause):
                    return True
        return False

    def own_items(self, words: str) -> Iterator[Item]:
        """What the note says of the person with these words."""
        aside = {_span(item) for item in (*self.profile.around, *self.profile.denied, *self.profile.safety)}
        aside |= {_span(item) for item in self.profile.dislikes if item.what != "opposite"}
        for item in self.profile.read:
            is_own = item.holder == "本人" and item.quotable and item.what not in NOT_OWN
            if is_own and item.evidence.surface == words in self.need.text and _span(item) not in aside:
                yield item

    def note_concepts(self, words: str) -> set[str]:
        return {item.concept for item in self.own_items(words)}

    def form_values(self) -> list[str]:
        form = self.form
        return [*form.aims, *form.interests, *form.avoid, *re.split(r"[・、,;/ ]+", form.language or "")]

    def form_concepts(self, words: str) -> set[str]:
        """Every concept that a value of the form may name, on either side of a polarity."""
        hits = [*vocabulary().notes.find(fold_text(words)), *vocabulary().places.find(fold_text(words))]
        return {code for hit in hits for code in (*hit.concepts, *hit.opposed)}


def _span(item: Item) -> tuple[int | None, int | None]:
    return item.evidence.start, item.evidence.end


def place_concepts(words: str, row: Iterable[str] = ()) -> set[str]:
    """What the words name by themselves, and where they stand in the row (黙っ of 黙っていても)."""
    return {code for hit in _hits(words, tuple(row)) for code in hit.concepts}


def place_opposes(words: str, row: Iterable[str] = ()) -> set[str]:
    return {code for hit in _hits(words, tuple(row)) for code in hit.opposed}


@lru_cache(maxsize=10_000)
def _hits(words: str, row: tuple[str, ...]) -> tuple[Hit, ...]:
    lexicon, folded = vocabulary().places, fold_text(words)
    found = list(lexicon.find(folded))
    for text in map(fold_text, row):
        if folded in text:
            starts = {match.start() for match in re.finditer(re.escape(folded), text)}
            found += [hit for hit in _whole(text) if hit.start in starts]
    return tuple(found)


@lru_cache(maxsize=10_000)
def _whole(text: str) -> tuple[Hit, ...]:
    return tuple(vocabulary().places.find(text))


def leads_to(code: str, least: float = 0.5) -> Mapping[str, float]:
    """Everything that follows from a concept with at least this weight, by the `implies` column alone."""
    best, waiting = {code: 1.0}, [code]
    while waiting:
        here = waiting.pop()
        for following, weight in vocabulary().concepts[here].implies:
            value = best[here] * weight
            if value >= least - 1e-9 and value > best.get(following, 0.0):
                best[following] = value
                waiting.append(following)
    return best


def labels(codes: Iterable[str]) -> set[str]:
    return {vocabulary().concepts[code].label for code in codes}


def ages_of(record: ResourceRecord) -> str:
    low, high = record.age_min, record.age_max
    if low is None:
        return "" if high is None else f"{high}歳まで"
    return f"{low}歳以上" if high is None else f"{low}〜{high}歳"


def clock(text: str) -> int:
    hours, minutes = text.split(":")
    return int(hours) * 60 + int(minutes)


def is_rule(text: str, rule: ScheduleRule) -> bool:
    """Whether 火・木 13:00〜17:00 says what the rule says."""
    found = TIMES.fullmatch(text)
    if found is None:
        return False
    days = [code_list("weekday").label(code) for code in rule.weekdays]
    if found["days"].split("・") != days:
        return False
    if found["from"] is None:
        return rule.start is None or rule.end is None or rule.start == rule.end
    return clock(found["from"]) == rule.start and clock(found["to"]) % 1440 == (rule.end or 0) % 1440


def all_rules(text: str, record: ResourceRecord) -> bool:
    stated = [rule for rule in record.schedule if rule.weekdays]
    parts = text.split("、")
    return len(parts) == len(stated) and all(map(is_rule, parts, stated))


def stretches_of(rule: ScheduleRule) -> Iterator[tuple[str, int, int]]:
    """(weekday, start, end) with the part after midnight on the next day."""
    days = list(code_list("weekday").codes)
    start, end = rule.start, rule.end
    for day in rule.weekdays:
        if day not in days or start is None or end is None or start == end:
            continue
        if start < end:
            yield day, start, end
        else:
            yield day, start, 1440
            yield days[(days.index(day) + 1) % len(days)], 0, end
