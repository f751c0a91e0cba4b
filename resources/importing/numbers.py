"""Numbers as publishers write them: 全角 digits, thousands commas, units, trailing spaces."""

from __future__ import annotations

import re
import unicodedata

_WHOLE = re.compile(
    r"約?([+-]?\d{1,9})(?:\.0+)?(?:円|人|名|歳|才|席|組)?(?:程度|くらい|ぐらい|前後|まで|以内)?"
)
_DECIMAL = re.compile(r"[+-]?\d{1,4}(?:\.\d{1,20})?")


def _narrow(text: str) -> str:
    folded = unicodedata.normalize("NFKC", text).strip().lower()
    return re.sub("[\u2010-\u2015\u2212]", "-", folded)


def whole_number(text: str) -> int | None:
    """1,200円 → 1200, 15名程度 → 15; None when the text is anything else than one whole number (with its unit)."""
    match = _WHOLE.fullmatch(_narrow(text).replace(",", "").replace(" ", ""))
    return int(match[1]) if match else None


def decimal_number(text: str) -> float | None:
    """A plain decimal number such as a latitude, or None."""
    narrow = _narrow(text).replace(" ", "")
    return float(narrow) if _DECIMAL.fullmatch(narrow) else None
