"""Fold a note for comparison and keep the way back to its own characters, so that it can be quoted."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from resources.folding import fold_text

# A half-width katakana and its voicing mark are one character after folding.
_UNIT = re.compile(".[\uff9e\uff9f\u3099\u309a]?", re.DOTALL)


@dataclass(frozen=True, slots=True)
class FoldedNote:
    """`text` is folded; `origin[i]` is the span in the original of folded character i."""

    original: str
    text: str
    origin: tuple[tuple[int, int], ...]

    def original_span(self, start: int, end: int) -> tuple[int, int]:
        """The span in the original of the folded span [start, end), which must not be empty."""
        return self.origin[start][0], self.origin[end - 1][1]


def fold_note(note: str) -> FoldedNote:
    """Fold character by character; white space becomes a plain space each."""
    folded: list[str] = []
    origin: list[tuple[int, int]] = []
    for unit in _UNIT.finditer(note):
        for character in _fold_unit(unit.group()):
            folded.append(character)
            origin.append(unit.span())
    return FoldedNote(note, "".join(folded), tuple(origin))


@lru_cache(maxsize=20_000)
def _fold_unit(unit: str) -> str:
    return fold_text(unit) or " "
