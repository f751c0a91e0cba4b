"""The address of an entry against the list of towns: a report only, no position is moved."""

from __future__ import annotations

from geo.addresses.distance import distance_km
from geo.addresses.model import TownMatch
from resources.code_lists import code_list
from resources.importing.area_checks import KnownDistricts
from resources.importing.drafts import Entry, SheetDraft
from resources.importing.findings import quoted
from resources.known_towns import KnownTowns

_OUTCOMES = "address_outcome"


def check_addresses(sheet: SheetDraft, known: KnownDistricts) -> None:
    """Report addresses whose town is not found, and positions that lie elsewhere.

    A volunteer's address is nobody's business here. Without a list of towns nothing is checked.
    """
    entries = [e for e in sheet.entries if e.record.address and e.record.kind != "volunteer_person"]
    towns = known.towns([entry.record.address for entry in entries])
    if towns is None:
        return
    for entry in entries:
        match = towns.match(entry.record.address, entry.record.municipality_code)
        if match.reason is not None:
            _report_failure(sheet, entry, match)
        elif entry.record.lat is not None and entry.record.lon is not None:
            _report_elsewhere(sheet, entry, match, towns)
        elif match.lat is None:
            what = f"「{match.town}」は町字の一覧にありますが、代表点がありません。"
            _doubt(sheet, entry, what, "地図で位置を入れてください。位置は空のままです。")


def _report_failure(sheet: SheetDraft, entry: Entry, match: TownMatch) -> None:
    """An entry without a position stays without one, which somebody should look at."""
    reason = code_list(_OUTCOMES).label(match.reason or "")
    what = f"所在地{quoted(entry.record.address)}の町が見つかりません（{reason}）。"
    if entry.record.lat is None:
        _doubt(sheet, entry, what, "所在地を確かめるか、地図で位置を入れてください。位置は空のままです。")
    else:
        column = sheet.table.header.columns.header("address")
        sheet.log.note(entry.row, column, what, "位置と所在地を照らし合わせていません。")


def _report_elsewhere(sheet: SheetDraft, entry: Entry, match: TownMatch, towns: KnownTowns) -> None:
    """Towns side by side are a note: the representative point of a large town is up to 1 km off."""
    lat, lon = entry.record.lat, entry.record.lon
    if lat is None or lon is None or match.lat is None or match.lon is None:
        return
    verdict = towns.verdict(match, lat, lon)
    if verdict == "agrees":
        return
    away = f"{distance_km(lat, lon, match.lat, match.lon):.1f} km"
    if verdict == "beside":
        column = sheet.table.header.columns.header("lat")
        sheet.log.note(
            entry.row, column, f"位置は所在地の「{match.town}」のとなりのあたりです（代表点から{away}）。"
        )
    else:
        what = f"位置が所在地の「{match.town}」から離れています（代表点から{away}）。"
        _doubt(sheet, entry, what, "位置か所在地を確かめてください。位置はそのままです。")


def _doubt(sheet: SheetDraft, entry: Entry, what: str, remedy: str) -> None:
    sheet.log.doubt(entry.row, sheet.table.header.columns.header("address"), what, remedy)
