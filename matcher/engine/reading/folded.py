"""Fold a note for comparison and keep the way back to its own characters, so that it can be quoted."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property

from resources.folding import fold_text

# A half-width katakana and its voicing mark are one character after folding. A variation selector (IVS) says how
# the character before it is drawn, not which one it is; what has no width comes along when a text is pasted.
_VOICED = "\uff9e\uff9f\u3099\u309a"
_UNSEEN = "\ufe00-\ufe0f\U000e0100-\U000e01ef\u00ad\u200b-\u200d\u2060\ufeff"
_UNIT = re.compile(f".[{_VOICED}]?[{_UNSEEN}]*", re.DOTALL)
_JOINED = re.compile(f"[{_VOICED}{_UNSEEN}]")


@dataclass(frozen=True)
class FoldedNote:
    """`text` is folded; `spans[i]` is the span in the original of folded character i, None where both are alike."""

    original: str
    text: str
    spans: tuple[tuple[int, int], ...] | None = None

    @cached_property
    def origin(self) -> tuple[tuple[int, int], ...]:
        """The span in the original of every folded character."""
        return self.spans if self.spans is not None else tuple((i, i + 1) for i in range(len(self.text)))

    def original_span(self, start: int, end: int) -> tuple[int, int]:
        """The span in the original of the folded span [start, end), which must not be empty."""
        if self.spans is None:
            return start, end
        return self.spans[start][0], self.spans[end - 1][1]

    def folded_span(self, start: int, end: int) -> tuple[int, int] | None:
        """The folded span of the original span [start, end); None where that is no stretch of the note."""
        if not 0 <= start < end <= len(self.original):
            return None
        inside = [place for place, (left, right) in enumerate(self.origin) if left < end and right > start]
        return inside[0], inside[-1] + 1


class _Characters(dict[int, str]):
    """Code point → what it folds to; white space becomes a plain space, a line end stays one.

    Kept for single characters only, which say nothing of the notes that they stood in.
    """

    def __missing__(self, code: int) -> str:
        folded = self[code] = _fold_unit(chr(code))
        return folded


_characters = _Characters()


def fold_note(note: str) -> FoldedNote:
    """Fold character by character. Fast where every character folds to one, as in nearly every text."""
    if not _JOINED.search(note):
        text = note.translate(_characters)
        if len(text) == len(note):  # nothing folds to nothing, so that equal length means one by one
            return FoldedNote(note, text)
    folded: list[str] = []
    spans: list[tuple[int, int]] = []
    for unit in _UNIT.finditer(note):
        text = unit.group()
        for character in _characters[ord(text)] if len(text) == 1 else _fold_unit(text):
            folded.append(character)
            spans.append(unit.span())
    return FoldedNote(note, "".join(folded), tuple(spans))


def _fold_unit(unit: str) -> str:
    seen = re.sub(f"[{_UNSEEN}]", "", unit)
    return (
        seen if seen == "\n" else fold_text(seen).rstrip(_VOICED) or " "
    )  # a mark that fits no letter is none
