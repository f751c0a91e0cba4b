"""Clauses of a text, and which of them speak of something unwanted or absent."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache

from matcher.engine.reading.note_text import NoteText
from matcher.engine.reading.signs import FLIP, NEGATIVE, PREFER, WANT, markers
from matcher.engine.vocabulary import Hit

# Quotation marks and brackets end a clause too: a person's own words are a clause of their own. So does "but"
# after a word of liking or disliking (猫は好きだが犬は苦手).
_BUT = (
    "(?<=好き)だが|(?<=嫌い)だが|(?<=苦手)だが|(?<=得意)だが|(?<=平気)だが|(?<=無理)だが|ですが|けれど|けど"
)
_CLAUSE = re.compile(rf"(?:(?!{_BUT})[^、。,.!?「」『』()\[\]【】;\n])+")


@dataclass(frozen=True, slots=True)
class Clause:
    """A stretch of a folded text, [start, end)."""

    start: int
    end: int

    def holds(self, hit: Hit) -> bool:
        """Whether the word begins in this clause."""
        return self.start <= hit.start < self.end


def clauses(folded: str, hits: Sequence[Hit] = ()) -> list[Clause]:
    """The clauses of a folded text, from left to right.

    A clause that is one of `hits` and nothing else is the first part of a list (カラオケ、体操は勘弁) and belongs
    to the clause after the comma.
    """
    single = {(hit.start, hit.end) for hit in hits}
    found: list[Clause] = []
    list_start: int | None = None
    for match in _CLAUSE.finditer(folded):
        start = match.start() if list_start is None else list_start
        if match.span() in single and _is_listed(folded, match.end(), match.group()):
            list_start = start
            continue
        found.append(Clause(start, match.end()))
        list_start = None
    if list_start is not None:
        found.append(Clause(list_start, len(folded)))
    return found


def _is_listed(folded: str, end: int, word: str) -> bool:
    """Whether a comma follows and the word is no sentence of its own (父が亡くなり)."""
    return folded[end : end + 1] == "、" and not any(particle in word for particle in "がはを")


def absent_clauses(folded: str) -> list[Clause]:
    """Clauses of a place's text that say that something is not there: カラオケはありません."""
    if not _absent().search(folded):
        return []
    return [clause for clause in clauses(folded) if _absent().search(folded, clause.start, clause.end)]


def unwanted_clauses(note: NoteText, found: Sequence[Clause], hits: Sequence[Hit] = ()) -> list[Clause]:
    """Those of the clauses whose last sign, outside of `hits`, is negative."""
    return [clause for clause in found if _is_unwanted(note, clause, hits)]


def _is_unwanted(note: NoteText, clause: Clause, hits: Sequence[Hit]) -> bool:
    found = None
    for meaning in _meanings(note, clause, hits):
        if meaning == FLIP:
            found = WANT if found in NEGATIVE else found
        elif meaning != PREFER:
            found = meaning
    return found in NEGATIVE


def _meanings(note: NoteText, clause: Clause, hits: Sequence[Hit]) -> Iterator[str]:
    words = [hit for hit in hits if clause.holds(hit)]
    for sign in note.signs_in(clause.start, clause.end + 1):
        if not any(hit.start <= sign.start and sign.end <= hit.end for hit in words):
            yield sign.meaning


@cache
def _absent() -> re.Pattern[str]:
    words = sorted(markers("place", "absent"), key=len, reverse=True)
    return re.compile("|".join(map(re.escape, words)))
