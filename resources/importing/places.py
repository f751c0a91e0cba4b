"""Where a row of a municipal list says that it is: address, position, municipality, withheld or not."""

from __future__ import annotations

import re
from dataclasses import dataclass

from resources.folding import fold_text
from resources.importing.cells import is_dash
from resources.importing.findings import FindingLog, quoted
from resources.importing.positions import MESSAGES, read_position
from resources.importing.table import TableRow

_WITHHELD = "非公開"
_SIX_DIGITS = re.compile(r"\d{6}")
_FIVE_OR_SIX_DIGITS = re.compile(r"\d{5,6}", re.ASCII)
_TOWN_NUMBER = re.compile(r"[0-9一二三四五六七八九十]+(?:丁目)?$")


@dataclass(frozen=True, slots=True)
class Place:
    """Address as written (with building) and degrees. Withheld addresses have neither."""

    address: str
    lat: float | None
    lon: float | None
    municipality_code: str = ""


def read_place(row: TableRow, log: FindingLog) -> Place:
    """The place of a row; contradictions and impossible positions are reported."""
    address = row.text("address") or _composed(row)
    building = row.text("building")
    if _WITHHELD in address or _WITHHELD in building:
        log.note(row.number, row.header("address"), "住所は非公開です。", "住所と位置を空にしました。")
        return Place("", None, None)
    _check_municipality(row, log)
    _check_town(row, log)
    position = read_position(*(_coordinate(row, field) for field in ("lat", "lon")))
    if position.problem:
        what, remedy = MESSAGES[position.problem]
        log.doubt(row.number, row.header("lat"), what, f"{remedy}位置は空にしました。")
    whole = " ".join(part for part in (address, building) if part and not is_dash(part))
    return Place(whole, position.lat, position.lon, _municipality_code(row))


def _municipality_code(row: TableRow) -> str:
    """Five digits of the municipality in which the row lies, else of the one whose list it is; no prefecture."""
    for field in ("location_code", "code_new", "code_old", "code_other"):
        code = fold_text(row.text(field))
        if _FIVE_OR_SIX_DIGITS.fullmatch(code) and code[2:5] != "000":
            return code[:5]
    return ""


def _coordinate(row: TableRow, field: str) -> str:
    text = row.text(field)
    return "" if is_dash(text) else text


def _composed(row: TableRow) -> str:
    """The parts in one; what a part already begins with is not put before it a second time."""
    upper = [row.text(field) for field in ("address_prefecture", "address_municipality", "address_town")]
    whole = row.text("address_number")
    while upper:
        if not any(part and whole.startswith(part) for part in upper):
            whole = upper[-1] + whole
        upper.pop()
    return whole


def _check_municipality(row: TableRow, log: FindingLog) -> None:
    """A municipality's list may hold a place elsewhere (a 保養所 in the mountains)."""
    publisher, located = row.text("code_new"), row.text("location_code")
    if not located and _SIX_DIGITS.fullmatch(row.text("town_id")):
        located = row.text("town_id")  # the value slipped one column to the right
        log.doubt(
            row.number,
            row.header("town_id"),
            "町字IDの列に市区町村コードが入っています。",
            "所在地_全国地方公共団体コードの列に移してください。",
        )
    if publisher and located and publisher != located:
        log.doubt(
            row.number,
            row.header("location_code"),
            f"所在地の市区町村コード{quoted(located)}が公開元{quoted(publisher)}と違います。",
            "市外の施設でなければ直してください。",
        )


def _check_town(row: TableRow, log: FindingLog) -> None:
    written, town = fold_text(row.text("address")), fold_text(row.text("address_town"))
    name = _TOWN_NUMBER.sub("", town)
    if written and name and name not in written:
        log.doubt(
            row.number,
            row.header("address_town"),
            f"所在地の表記{quoted(row.text('address'))}と町字{quoted(row.text('address_town'))}が合いません。",
            "所在地の表記を採りました。",
        )
