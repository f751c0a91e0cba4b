"""Kinds of areas: 小学校区, 日常生活圏域 … A word that the list does not know is kept as it stands."""

from __future__ import annotations

from collections.abc import Iterable

from resources.code_lists import code_list
from resources.folding import fold_text

_LIST = "area_kind"


def kind_code(word: str) -> str:
    """The code of a kind given as code, label or alias; the word itself where the list has none of them."""
    known = code_list(_LIST)
    if word in known:
        return word
    folded = fold_text(word)
    for kind in known:
        if folded in (fold_text(name) for name in (kind.label_ja, *kind.extra["aliases"].split(";")) if name):
            return kind.code
    return word.strip()


def kind_label(code: str) -> str:
    """The Japanese word for a kind."""
    return code_list(_LIST).label(code)


def kind_of_catalogue(kinds: Iterable[str]) -> str | None:
    """The kind that 学区 of the catalogue means, out of those that are there; None where there is none."""
    known = code_list(_LIST)

    def order(kind: str) -> tuple[int, str]:
        return (
            int(known.codes[kind].extra["catalogue_order"]) if kind in known else len(known.codes) + 1,
            kind,
        )

    return min(kinds, key=order, default=None)


def kind_level(code: str) -> int:
    """1 自治会 … 5 市区町村; 0 for a word that the list does not know."""
    known = code_list(_LIST)
    return int(known.codes[code].extra["level"]) if code in known else 0
