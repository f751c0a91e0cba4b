"""Signs of polarity in a folded text: the markers of negations.csv and what the verbs themselves say.

A sign says of the words before it (苦手, 行けない, 断った) whether they are wished, impossible, refused, disliked or
past. `flip` turns the sign before it round (…わけではない); `prefer` (…がいい) speaks only of the words at its side;
`past_time` (若い頃は) and `not_past` (今は) say when.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from functools import cache

from matcher.engine.data_tables import read_table
from resources.folding import fold_text

WANT, CANNOT, WILL_NOT, DISLIKE, USED_TO, FACT = "want", "cannot", "will_not", "dislike", "used_to", "fact"
POLARITIES = (WANT, CANNOT, WILL_NOT, DISLIKE, USED_TO, FACT)
NEGATIVE = frozenset((CANNOT, WILL_NOT, DISLIKE))
FLIP, PREFER, PAST_TIME, NOT_PAST, GONE = "flip", "prefer", "past_time", "not_past", "gone"
MASK = "mask"  # words that only look like a sign: たいてい is no …たい

_SIGNS = (WANT, CANNOT, WILL_NOT, DISLIKE, USED_TO, FLIP, PREFER, MASK)


@dataclass(frozen=True, slots=True)
class Sign:
    """[start, end) in the folded text."""

    start: int
    end: int
    meaning: str


@cache
def markers(side: str, meaning: str) -> tuple[str, ...]:
    """The folded words of negations.csv with this meaning. `side`: "note", "place" or "verb"."""
    rows = read_table("negations.csv")
    return tuple(
        fold_text(row["surface"]) for row in rows if row["side"] == side and row["meaning"] == meaning
    )


def marked(folded: str) -> list[Sign]:
    """The markers of a note in their order, the longest at each place, without overlaps."""
    return _scan(folded, _table(_SIGNS))


def times(folded: str) -> list[Sign]:
    """Words of time: `past_time` and `not_past`."""
    return _scan(folded, _table((PAST_TIME, NOT_PAST)))


def _scan(folded: str, table: dict[str, tuple[tuple[str, str], ...]]) -> list[Sign]:
    found: list[Sign] = []
    position = 0
    for place in range(len(folded)):
        if place < position:
            continue
        for word, meaning in table.get(folded[place : place + 2], ()):
            if folded.startswith(word, place):
                position = place + len(word)
                # 結構です。: the mark tells it from 結構ですが and is no part of it.
                if meaning != MASK:
                    found.append(Sign(place, place + len(word.rstrip("、。」")), meaning))
                break
    return found


@cache
def _table(meanings: tuple[str, ...]) -> dict[str, tuple[tuple[str, str], ...]]:
    """(word, meaning) by the first two characters, the longest first. Words have at least two characters."""
    groups: defaultdict[str, list[tuple[str, str]]] = defaultdict(list)
    for meaning in meanings:
        for word in markers("note", meaning):
            groups[word[:2]].append((word, meaning))
    return {start: tuple(sorted(group, key=lambda p: (-len(p[0]), p[0]))) for start, group in groups.items()}
