"""学区 of an entry against what is known of districts. The stated district wins: this is a report only."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np

from geo.districts import Disagreement, Districts, disagreements, districts_at, read_districts
from geo.errors import GeoError
from resources.errors import BadInput
from resources.importing.districts import DistrictNames
from resources.importing.drafts import Entry, SheetDraft
from resources.importing.findings import quoted
from resources.importing.regular_file import require_regular_file
from resources.known_towns import KnownTowns

BESIDE = "districts.geojson"


def _no_towns(_addresses: Sequence[str]) -> KnownTowns | None:
    return None


@dataclass(frozen=True)
class KnownDistricts:
    """Districts of the catalogue: id → name, and their polygons; nothing is checked where both are empty.

    `towns`: addresses → the towns that these may lie in, None where no list of towns was imported. All towns
    of the country are too many to be loaded for one file.
    """

    names: DistrictNames = field(default_factory=dict)
    boundaries: Districts | None = None
    towns: Callable[[Sequence[str]], KnownTowns | None] = _no_towns


def check_districts(sheet: SheetDraft, known: KnownDistricts, path: Path) -> None:
    """Report entries whose 学区 nobody knows, or whose position lies elsewhere.

    A collection brings its own polygons: districts.geojson beside its resources.csv.
    """
    boundaries = _beside(sheet, path) or known.boundaries
    if boundaries is not None:
        _report_unclear(sheet, boundaries)
    if not any(entry.record.district for entry in sheet.entries):
        return
    ids = set(known.names) or set(boundaries.ids if boundaries else ())
    if not ids:
        return
    column = sheet.table.header.columns.header("district")
    sure: list[Entry] = []
    for entry in sheet.entries:
        district = entry.record.district
        if district and district not in ids:
            what = f"学区{quoted(district)}は登録されている学区にありません。"
            sheet.log.doubt(entry.row, column, what, "学区のIDを確かめてください。値はそのまま残しました。")
        elif district:
            sure.append(entry)
    for found in _disagreements(sure, boundaries):
        there = f"学区{quoted(found.by_position)}の中" if found.by_position else "どの学区の外"
        what = f"位置は{there}ですが、学区は{quoted(found.stated)}と書かれています。"
        sheet.log.doubt(
            sure[found.row].row, column, what, "書かれた学区を採りました。位置を確かめてください。"
        )


def _report_unclear(sheet: SheetDraft, boundaries: Districts) -> None:
    """Entries that state a position and no district, where the position lies in none or in several."""
    entries = [e for e in sheet.entries if not e.record.district and e.record.lat is not None]
    lats = np.array([entry.record.lat for entry in entries], dtype=np.float64)
    lons = np.array([entry.record.lon for entry in entries], dtype=np.float64)
    column = sheet.table.header.columns.header("lat")
    for entry, found in zip(entries, districts_at(lats, lons, boundaries), strict=True):
        if not found:
            what, remedy = "位置がどの学区にも入りません。", "市外の場所でなければ、位置を確かめてください。"
        elif len(found) > 1:
            names = "、".join(map(quoted, found))
            what, remedy = f"位置が2つ以上の学区（{names}）に入ります。", "学区を画面で選んでください。"
        else:
            continue
        sheet.log.doubt(entry.row, column, what, f"{remedy}学区は空のままです。")


def _disagreements(entries: Sequence[Entry], boundaries: Districts | None) -> list[Disagreement]:
    if boundaries is None:
        return []
    records = [entry.record for entry in entries]
    lats = np.array([np.nan if r.lat is None else r.lat for r in records], dtype=np.float64)
    lons = np.array([np.nan if r.lon is None else r.lon for r in records], dtype=np.float64)
    return disagreements([r.district for r in records], lats, lons, boundaries)


def _beside(sheet: SheetDraft, path: Path) -> Districts | None:
    file = path.parent / BESIDE
    if sheet.table.header.format.name != "collection" or not file.exists():
        return None
    try:
        require_regular_file(file)
        return read_districts(file)
    except (BadInput, GeoError, OSError):
        what = f"{BESIDE} を読めないので、学区と位置を照らし合わせていません。"
        sheet.log.doubt(None, None, what, f"{BESIDE} を確かめてください。")
        return None
