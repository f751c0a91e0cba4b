"""One way to fold Japanese text for comparison. What is shown to people keeps its own spelling."""

from __future__ import annotations

import re
import unicodedata

_DASHES = re.compile("[\u2010-\u2015\u2212\u2500\uff0d]")
_SPACES = re.compile(r"\s+")
_NO_LETTER_OR_NUMBER = re.compile(r"[\W_]+")
_TO_HIRAGANA = {code: code - 0x60 for code in range(ord("ァ"), ord("ヶ") + 1)}
_BOM = "\ufeff"


def fold_text(text: str) -> str:
    """NFKC, lower case, one kind of dash (-) and tilde (~), runs of white space as one space.

    Length is not kept: offsets into the folded text do not point into the original.
    """
    folded = unicodedata.normalize("NFKC", text.replace(_BOM, "")).lower()
    folded = _DASHES.sub("-", folded).replace("\u301c", "~").replace("\uff5e", "~")
    return _SPACES.sub(" ", folded).strip()


def fold_header(header: str) -> str:
    """Fold a column header so that publishers' spellings meet: 都道府県コ―ド, （）, trailing spaces, BOMs.

    The long-vowel mark and every dash become one character, because publishers mix them
    (焼津市 writes コ―ド with U+2015).
    """
    folded = unicodedata.normalize("NFKC", header.replace(_BOM, "")).lower()
    folded = _DASHES.sub("-", folded).replace("ー", "-")
    return _SPACES.sub("", folded)


def fold_name(name: str) -> str:
    """Fold a name for comparing entries of one place: width, case, kana kind, punctuation, spaces."""
    folded = unicodedata.normalize("NFKC", name.replace(_BOM, "")).lower()
    return _NO_LETTER_OR_NUMBER.sub("", hiragana(folded))


def hiragana(text: str) -> str:
    """Katakana as hiragana, so that サロン and さろん meet."""
    return text.translate(_TO_HIRAGANA)
