"""What kind of place a row of a municipal list is: `kind_words.csv` has place, match, word, kind.

Looked for in the category columns, then in 備考 when the whole of it is a category word (焼津市 does that),
then in headers that only one list has, then in the file's name and folder.
"""

from __future__ import annotations

import csv
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from resources.code_lists import code_list
from resources.folding import fold_text

UNKNOWN_STANDING = "reference_facility"
WITHOUT_CATEGORY = "public_facility"

_MATCHES: Mapping[str, Callable[[str, str], bool]] = {
    "exact": lambda text, word: text == word,
    "prefix": lambda text, word: text.startswith(word),
    "suffix": lambda text, word: text.endswith(word),
    "contains": lambda text, word: word in text,
}


@dataclass(frozen=True, slots=True)
class KindWord:
    """One row of kind_words.csv, the word folded."""

    match: str
    word: str
    kind: str

    def fits(self, text: str) -> bool:
        return _MATCHES[self.match](text, self.word)


@cache
def kind_words(place: str) -> tuple[KindWord, ...]:
    """The words that count in one place: category, title or header."""
    text = files("resources.importing").joinpath("kind_words.csv").read_text(encoding="utf-8")
    rows = csv.DictReader(text.splitlines())
    return tuple(KindWord(r["match"], fold_text(r["word"]), r["kind"]) for r in rows if r["place"] == place)


def kind_of_category(text: str) -> str | None:
    """The code of a category cell: a label of resource_kind.csv or a known word, else None.

    Of several categories in one cell the first that is known counts.
    """
    for part in text.splitlines():
        folded = fold_text(part)
        code = code_list("resource_kind").code_of(part) or _first_fit("category", folded)
        if folded and code:
            return code
    return None


def kind_of_list(headers: Sequence[str], titles: Sequence[str]) -> str | None:
    """The kind that a whole list is about, from its headers, then its titles (file name, folder)."""
    for place, texts in (("header", headers), ("title", titles)):
        folded = [fold_text(text) for text in texts]
        for word in kind_words(place):
            if any(word.fits(text) for text in folded):
                return word.kind
    return None


def kind_of_school_code(code: str) -> str | None:
    """The kind of a school from 学校種 (B1) or 学校コード (B1132…), None when it begins with no known letter."""
    folded = fold_text(code)
    return _first_fit("school_code", folded) if folded[1:2].isdigit() else None


def standing_of(kind: str) -> str:
    """The default standing of a kind; an unknown kind is a 参考施設 until a person decides otherwise."""
    known = code_list("resource_kind").codes.get(kind)
    return known.extra["standing"] if known else UNKNOWN_STANDING


def _first_fit(place: str, folded: str) -> str | None:
    return next((word.kind for word in kind_words(place) if word.fits(folded)), None)
