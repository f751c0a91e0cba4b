"""Texts in the cells of files that a spreadsheet opens: nobody's text is ever a formula (domain.md T05).

The convention in CSV: a text that begins with = + - @, their full-width forms, a tab or a carriage return gets an
apostrophe in front, and so does one that already begins with apostrophes and one of these. Our own import takes
exactly one away again (`plain_cell`), so that a text comes back as it was.
"""

from __future__ import annotations

import re

_NO_CELL_HOLDS = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
"""What XML 1.0 (section 2.2, Char) leaves out. openpyxl refuses control characters, UTF-8 lone surrogates."""
_FORMULA = re.compile("'*[=+\\-@\t\r＝＋－＠]")


def cell_text(text: str) -> str:
    """The text without what no cell holds; for a workbook, whose cells say that they are text."""
    return _NO_CELL_HOLDS.sub("", text)


def safe_cell(text: str) -> str:
    """Text as a cell of a CSV file may hold it: no control characters, no formula (an apostrophe in front)."""
    text = cell_text(text)
    return f"'{text}" if _FORMULA.match(text) else text


def plain_cell(text: str) -> str:
    """The text that `safe_cell` was given; every other text is as it was."""
    return text[1:] if text.startswith("'") and _FORMULA.match(text) else text
