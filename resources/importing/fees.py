"""Fees of a 子ども食堂. `fee_yen` is what an adult pays, when that is stated; the note holds everything."""

from __future__ import annotations

import re

from resources.folding import fold_text
from resources.importing.cells import without_mark
from resources.importing.findings import FindingLog, quoted
from resources.importing.numbers import whole_number
from resources.importing.table import TableRow

_COLUMNS = (
    ("fee_infant", "幼児"),
    ("fee_elementary", "小学生"),
    ("fee_junior_high", "中学生"),
    ("fee_high_school", "高校生"),
    ("fee_adult", "大人"),
)
_FREE = ("無料", "0円", "不要", "free")
_FREE_FOR_ALL = re.compile(
    r"無料(?:です)?。?|(?:子ども|こども|子供)[・、,と](?:大人|おとな)(?:は|とも)?[:]? ?無料|(?:どなたでも|全員)無料"
)
_ADULT_FREE = re.compile(r"(?:大人|おとな)(?:は)?[:]? ?無料")
_ADULT_PRICE = re.compile(r"(?:大人|おとな|一般)(?:は)?[:]? ?(\d{1,5})円(?!以上|から|~)")


def read_fees(row: TableRow, log: FindingLog) -> tuple[int | None, str]:
    """(fee_yen, fee_note). Unreadable amounts are reported and stay in the note."""
    stated = [(label, row.text(field)) for field, label in _COLUMNS]
    for (field, _), (_, text) in zip(_COLUMNS, stated, strict=True):
        if without_mark(text) and amount(text) is None:
            log.doubt(
                row.number,
                row.header(field),
                f"金額として読めません{quoted(text)}。",
                "数字か「無料」で書いてください。",
            )
    free_text = row.text("fee_note")
    parts = [f"{label}{_shown(text)}" for label, text in stated if without_mark(text)]
    note = " ".join([*parts, free_text] if free_text else parts)
    adult = amount(row.text("fee_adult"))
    return (adult if adult is not None else _adult_price(free_text)), note


def amount(text: str) -> int | None:
    """Yen of a fee cell: 300, "0 ", 無料, 100円. None for an empty or unreadable one."""
    value = whole_number(text)
    if value is not None:
        return value if value >= 0 else None
    return 0 if fold_text(text) in _FREE else None


def _adult_price(text: str) -> int | None:
    """The price of an adult in a sentence, only where the sentence is plain."""
    folded = fold_text(text)
    if _FREE_FOR_ALL.fullmatch(folded) or _ADULT_FREE.fullmatch(folded):
        return 0
    prices = {int(price) for price in _ADULT_PRICE.findall(folded)}
    return prices.pop() if len(prices) == 1 else None


def _shown(text: str) -> str:
    value = amount(text)
    return "無料" if value == 0 else f"{value}円" if value is not None else text
