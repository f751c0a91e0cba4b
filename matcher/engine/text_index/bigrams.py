"""The character bigrams of texts: of one as a list, of many as arrays."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

import numpy as np
import numpy.typing as npt

from resources.columns import smallest_uint
from resources.folding import fold_text

_WORD = re.compile(r"\w+")
# Bigrams of hiragana alone are endings and particles: they carry no subject and drown the ones that do.
_HIRAGANA = re.compile(r"[ぁ-ゖー]+")

_CHARACTERS = 0x110000
_SHIFT = np.uint64(21)  # a character has at most 21 bits
_UNSEEN, _APART, _LETTER, _SYLLABLE = range(4)


def bigrams(text: str) -> list[str]:
    """The character bigrams of a text within runs of letters and digits, folded; hiragana-only ones left out."""
    return [
        pair
        for word in _WORD.findall(fold_text(text))
        for pair in (word[i : i + 2] for i in range(len(word) - 1))
        if not _HIRAGANA.fullmatch(pair)
    ]


def pair_number(pair: str) -> int:
    """A bigram as a number; numbers are in the order of the bigrams."""
    return ord(pair[0]) << int(_SHIFT) | ord(pair[1])


@dataclass(frozen=True)
class Counted:
    """Bigrams of documents, document-major: those of document d are [indptr[d], indptr[d + 1]) of `terms`.

    `pairs` are the distinct bigrams as numbers, ascending; `terms` (ascending within a document) point into them,
    `times` say how often the document has each.
    """

    pairs: npt.NDArray[np.uint64]
    indptr: npt.NDArray[np.int64]
    terms: npt.NDArray[np.unsignedinteger]
    times: npt.NDArray[np.unsignedinteger]

    def __len__(self) -> int:
        return len(self.indptr) - 1


def count_bigrams(texts: Sequence[str]) -> Counted:
    """The bigrams of `texts`. Memory: about 60 bytes a character, so give it some thousand texts at a time."""
    folded = [fold_text(text) for text in texts]
    # A line break separates documents: it is no letter, and folding leaves none inside.
    points = np.frombuffer("\n".join(folded).encode("utf-32-le", "surrogatepass"), dtype=np.uint32)
    ends = np.cumsum([len(text) + 1 for text in folded])
    kind = _kinds_of(points)
    first, second = kind[:-1], kind[1:]
    counts = (first >= _LETTER) & (second >= _LETTER) & ~((first == _SYLLABLE) & (second == _SYLLABLE))
    places = np.flatnonzero(counts)
    numbers = points[places].astype(np.uint64) << _SHIFT | points[places + 1]
    pairs, term = np.unique(numbers, return_inverse=True)
    document = np.searchsorted(ends, places, side="right").astype(np.int64)
    # One number for (document, term): sorting it gives the bigrams document by document.
    keys, times = np.unique(document * max(len(pairs), 1) + term, return_counts=True)
    document, terms = np.divmod(keys, max(len(pairs), 1))
    return Counted(
        pairs=pairs,
        indptr=np.searchsorted(document, np.arange(len(texts) + 1)).astype(np.int64),
        terms=terms.astype(smallest_uint(max(len(pairs) - 1, 0))),
        times=times.astype(smallest_uint(int(times.max(initial=0)))),
    )


def _kinds_of(points: npt.NDArray[np.uint32]) -> npt.NDArray[np.uint8]:
    """What every character is; each distinct one is looked at once."""
    table = _character_kinds()
    kind = table[points]
    if not kind.all():
        for point in np.unique(points[kind == _UNSEEN]).tolist():
            table[point] = _kind(chr(point))
        kind = table[points]
    return kind


def _kind(character: str) -> int:
    if _HIRAGANA.fullmatch(character):
        return _SYLLABLE
    return _LETTER if _WORD.fullmatch(character) else _APART


@cache
def _character_kinds() -> npt.NDArray[np.uint8]:
    """Filled as characters are met; writing the same value twice does no harm."""
    return np.zeros(_CHARACTERS, dtype=np.uint8)
