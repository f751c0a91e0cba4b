"""One municipality of geolonia's api: 都道府県/市区町村.json with [{town, koaza, lat, lng}]."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from geo.addresses.errors import TownFileError
from geo.addresses.model import Town
from geo.addresses.places import PREFECTURES, split_municipality
from geo.districts import JAPAN

_REMEDY = "「静岡県」などのフォルダーの中の、市区町村の名前のファイルを、そのまま指定してください。"


def read_city_json(path: Path) -> list[Town]:
    """The towns of one municipality, whose names are those of the file and its folder. Raises TownFileError."""
    prefecture = path.resolve().parent.name
    if prefecture not in PREFECTURES:
        raise TownFileError("都道府県のフォルダーの中にありません。", file=path.name, remedy=_REMEDY)
    try:
        entries = json.loads(path.read_bytes())
    except (ValueError, RecursionError) as error:
        raise TownFileError("JSON として読めません。", file=path.name, remedy=_REMEDY) from error
    if not isinstance(entries, list) or not all(_is_town(entry) for entry in entries):
        raise TownFileError("町字の一覧（town、lat、lng）ではありません。", file=path.name, remedy=_REMEDY)
    place = split_municipality(prefecture, path.stem)
    return [
        Town(place, entry["town"], entry.get("koaza") or "", *point_of(entry.get("lat"), entry.get("lng")))
        for entry in entries
    ]


def _is_town(entry: Any) -> bool:
    return (
        isinstance(entry, dict)
        and isinstance(entry.get("town"), str)
        and isinstance(entry.get("koaza") or "", str)
        and {"lat", "lng"} <= set(entry)
    )


def point_of(lat: Any, lon: Any) -> tuple[float | None, float | None]:
    """Degrees, both or neither: what is no number or outside Japan is no point."""
    try:
        north, east = float(lat), float(lon)
    except (TypeError, ValueError):
        return None, None
    inside = JAPAN[1] <= north <= JAPAN[3] and JAPAN[0] <= east <= JAPAN[2]
    return (north, east) if inside else (None, None)
