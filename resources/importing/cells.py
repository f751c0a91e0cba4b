"""The text of one cell: trimmed at both ends, lists taken apart, marks that mean "nothing here"."""

from __future__ import annotations

import re

from resources.folding import fold_text

_LINE_BREAKS = re.compile(r"\r\n|\r|（改行）")
_SPACE_BEFORE_BREAK = re.compile(r"[^\S\n]+\n")
_INVISIBLE = re.compile("[\ufeff\u200b-\u200d\u2060]")
_LIST_SEPARATORS = re.compile(r"[;；\n]")

EMPTY_MARKS = frozenset(
    {"-", "--", "---", "ー", "ｰ", "*", "/", "なし", "無し", "無", "未定", "不明", "n/a", "null", "none"}
)
"""Folded. They mean "empty" only in columns for which a reader says so: 送迎 "なし" is an answer."""
DASH_MARKS = frozenset({"-", "--", "---", "ー", "ｰ"})
_LONGEST_DASH = 3


def clean(text: str) -> str:
    """Trim (spaces, tabs, 全角 spaces), one kind of line break, no invisible characters. Spelling is kept.

    A text that is clean already comes back as the same object, so that records share it with the cells.
    """
    plain = _LINE_BREAKS.sub("\n", _INVISIBLE.sub("", text))
    return _SPACE_BEFORE_BREAK.sub("\n", plain).strip()


def is_dash(text: str) -> bool:
    """Whether a cell holds only a dash, the usual mark for "nothing"."""
    return 0 < len(text) <= _LONGEST_DASH and fold_text(text) in DASH_MARKS


def without_mark(text: str) -> str:
    """ "" for a cell that only says that it is empty (-, なし, 不明 …), else the text."""
    return "" if fold_text(text) in EMPTY_MARKS else text


def split_list(text: str) -> tuple[str, ...]:
    """Parts separated by ; or a line break, trimmed, without empty ones and repetitions."""
    parts = (clean(part) for part in _LIST_SEPARATORS.split(text))
    return tuple(dict.fromkeys(part for part in parts if part))
