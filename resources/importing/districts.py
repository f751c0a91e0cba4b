"""学区 of a municipal row. The column means three things: school names, a wrong value, or an id of its own."""

from __future__ import annotations

from collections.abc import Mapping

from resources.folding import fold_name
from resources.importing.cells import split_list
from resources.importing.findings import FindingLog, quoted
from resources.importing.table import TableRow

DistrictNames = Mapping[str, str]
"""District id → name, as the catalogue has them; empty when nothing is known."""

_SCHOOL_WORDS = ("小学校区", "小学校", "校区", "学区", "小")


def read_district(row: TableRow, log: FindingLog, districts: DistrictNames) -> str | None:
    """The id of the one district that the cell names; None otherwise, with the text kept by the caller."""
    parts = split_list(row.text("district"))
    if not parts:
        return None
    known = {fold_name(key): key for key in districts} | {
        _short(name): key for key, name in districts.items()
    }
    found = {known.get(fold_name(part)) or known.get(_short(part)) for part in parts}
    if len(found) == 1 and None not in found:
        return found.pop()
    what = f"学区{quoted(row.text('district'))}を1つの学区に決められません。"
    if districts:
        log.doubt(row.number, row.header("district"), what, "学区を画面で選んでください。")
    else:
        log.note(row.number, row.header("district"), what, "学区を登録すると照合できます。")
    return None


def _short(name: str) -> str:
    """瑞浜小学校区, 瑞浜小 → 瑞浜, folded."""
    folded = fold_name(name)
    for word in _SCHOOL_WORDS:
        if folded.endswith(word) and folded != word:
            return folded.removesuffix(word)
    return folded
