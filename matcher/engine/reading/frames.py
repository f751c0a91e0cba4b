"""What is said in so many ways that no list of words holds it: an anchor (午前, バス, 詮索) and what follows it.

`data/frames.csv` has one row per frame: `anchor` words, the `tail` that has to follow one of them at once (a regular
expression on the folded text; empty: the anchor says it alone), the concept and the polarity it then has. The tails
share the parts of `data/frame_parts.csv`, named in braces, where the dialects' endings stand once.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import NamedTuple

from matcher.engine.data_tables import read_table
from matcher.engine.reading.frame_denials import is_taken_back
from matcher.engine.vocabulary import CIRCUMSTANCES, vocabulary
from resources.folding import fold_text

_NAMED = re.compile(r"\{([a-z]+)\}")
_KANJI = re.compile("[一-龥]")
_KATAKANA = re.compile("[ァ-ヶー]")
# A tail passes at most so many words of one kind (は, には, もう): to try every way to part a long row of particles
# would take twice as long with each of them.
_MOST = 4
# 車 is not the end of 電車: an anchor that begins with kanji begins a word, but after these (土日夜, 毎朝).
_JOINS = frozenset("毎翌今月火水木金土日昼夜朝前後")


@dataclass(frozen=True, slots=True)
class Framed:
    """What a frame tells at [start, end) of the folded note."""

    start: int
    end: int
    concept: str
    polarity: str


class _Frame(NamedTuple):
    anchor: str
    tail: re.Pattern[str]
    concept: str
    polarity: str
    rival: str
    """Of the frames with one rival that begin at one place the first is taken."""


def framed(folded: str) -> list[Framed]:
    """What the frames tell of a note, in its order; of one subject without overlaps."""
    table = _table()
    found: list[Framed] = []
    taken: dict[str, int] = {}
    for start in _starts().finditer(folded):
        place = start.start()
        frames = (*table.get(folded[place : place + 2], ()), *table.get(folded[place], ()))
        if not frames or not _begins_a_word(folded, place):
            continue
        here: set[str] = set()
        for frame in frames:
            if not folded.startswith(frame.anchor, place) or frame.rival in here:
                continue
            match = frame.tail.match(folded, place + len(frame.anchor))
            subject = subject_of(frame.concept)
            if (
                match
                and place >= taken.get(subject, 0)
                and not is_taken_back(folded, place, match.end(), frame.concept)
            ):
                found.append(Framed(place, match.end(), frame.concept, frame.polarity))
                taken[subject] = match.end()
                here.add(frame.rival)
    return found


def subject_of(concept: str) -> str:
    """朝は無理 is no 朝なら: of the morning a stretch of a note tells one thing."""
    return concept.replace("_not_", "_").replace("_no_", "_")


def _begins_a_word(folded: str, place: int) -> bool:
    """パート is no end of アパート, and 足 none of 不足."""
    before = folded[place - 1] if place else ""
    if _KATAKANA.match(folded[place]):
        return not _KATAKANA.match(before)
    return before in _JOINS or not (_KANJI.match(folded[place]) and _KANJI.match(before))


@cache
def _table() -> dict[str, tuple[_Frame, ...]]:
    """The first two characters, or the only one, → frames: the longest anchors first, then as in the file."""
    rows: defaultdict[str, list[_Frame]] = defaultdict(list)
    for row in read_table("frames.csv"):
        tail = re.compile(_filled(row["tail"]))
        for anchor in map(fold_text, row["anchor"].split("|")):
            frame = _Frame(anchor, tail, row["concept"], row["polarity"], _rival(row["concept"]))
            rows[anchor[:2]].append(frame)
    return {first: tuple(_longest_first(group)) for first, group in rows.items()}


@cache
def _starts() -> re.Pattern[str]:
    """Where an anchor may begin."""
    return re.compile("(?=" + "|".join(sorted(map(re.escape, _table()))) + ")")


def _longest_first(group: list[_Frame]) -> Iterator[_Frame]:
    yield from sorted(group, key=lambda frame: -len(frame.anchor))


def _rival(concept: str) -> str:
    """Circumstances of one facet exclude each other at one place (夜は無理 is no 夜なら)."""
    facet = vocabulary().concepts[concept].facet
    return facet if facet in CIRCUMSTANCES and facet != "body" else concept


@cache
def _parts() -> dict[str, str]:
    return {row["name"]: row["pattern"] for row in read_table("frame_parts.csv")}


def _filled(pattern: str) -> str:
    """The pattern with the parts that it names in place of their names, its repetitions bounded."""
    while _NAMED.search(pattern):
        pattern = _NAMED.sub(lambda match: _parts()[match.group(1)], pattern)
    return pattern.replace(")*", f"){{0,{_MOST}}}").replace(")+", f"){{1,{_MOST}}}")
