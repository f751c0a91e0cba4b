"""Cells of population tables as numbers: hidden is NaN, never 0."""

from __future__ import annotations

import re
import unicodedata

import numpy as np
import numpy.typing as npt

from geo.population.problems import unreadable
from geo.population.table import Columns

FloatArray = npt.NDArray[np.float64]

_NUMBER = re.compile(r"(?:\d+|\d{1,3}(?:,\d{3})+)(?:\.\d+)?(?:[eE][-+]?\d+)?")
_TOO_MANY = 1e9  # more than seven times the people of Japan: two cells that grew together
_HIDDEN = frozenset({"", "X", "x", "*", "χ", "Χ", "…", "..."})
_NONE = frozenset({"-", "‐", "−", "ー", "―", "–", "—"})  # 「該当数字がないもの」 in Japanese statistics: 0
_REMEDY = "元のファイルで、この欄を人数(秘匿は X か *)に直してください。"


def counts_of(columns: Columns, which: int, heading: str, file: str) -> FloatArray:
    """One column as numbers, shape (n,); NaN where it is hidden (X, *, …) or empty, 0 for "-" (該当なし).

    Thousands commas and full width digits are read. Raises GeoError naming the row of anything else.
    """
    texts = columns.texts[which]
    known = {text: _number(text) for text in set(texts)}
    if None in known.values():
        bad = next(place for place, text in enumerate(texts) if known[text] is None)
        raise unreadable(
            f"「{texts[bad][:20]}」は人数として読めません。",
            _REMEDY,
            file=file,
            row=columns.rows[bad],
            column=heading,
        )
    return np.array([known[text] for text in texts], dtype=np.float64)


def _number(text: str) -> float | None:
    """None for what is no number; NaN for hidden."""
    folded = unicodedata.normalize("NFKC", text).strip()
    if folded in _HIDDEN:
        return float("nan")
    if folded in _NONE:
        return 0.0
    if not _NUMBER.fullmatch(folded):
        return None
    number = float(folded.replace(",", ""))
    return number if number < _TOO_MANY else None
