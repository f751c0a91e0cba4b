"""Which column of a town file is which, in every generation that is about."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from geo.addresses.city_json import point_of
from geo.addresses.model import Municipality, Town
from geo.addresses.places import split_municipality
from geo.population.labels import fold

Key = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class PositionRow:
    """The representative point of the town with this key, in degrees."""

    key: Key
    lat: float | None
    lon: float | None


@dataclass(frozen=True, slots=True)
class TownRow:
    """A named town. `key` joins its position, which may be in the row itself."""

    key: Key
    municipality: Municipality
    name: str
    koaza: str
    lat: float | None = None
    lon: float | None = None

    def town(self, position: PositionRow | None) -> Town:
        """The town with its point, its own or that of the file of positions."""
        lat, lon = (self.lat, self.lon) if position is None else (position.lat, position.lon)
        return Town(self.municipality, self.name, self.koaza, lat, lon)


@dataclass(frozen=True)
class Layout:
    """One kind of file. `read` gives the row's town or position, None for a row that does not count."""

    name: str
    read: Callable[[Sequence[str]], TownRow | PositionRow | None]


_REGISTRY_COLUMNS: Mapping[str, tuple[str, ...]] = {
    "code": ("lg_code", "全国地方公共団体コード"),
    "id": ("machiaza_id", "town_id", "町字id"),
    "residence": ("rsdt_addr_flg", "住居表示フラグ"),
    "prefecture": ("pref", "pref_name", "都道府県名"),
    "county": ("county", "county_name", "郡名"),
    "city": ("city", "city_name", "市区町村名"),
    "ward": ("ward", "od_city_name", "政令市区名"),
    "oaza": ("oaza_cho", "oaza_town_name", "大字・町名", "大字町名"),
    "chome": ("chome", "chome_name", "丁目名"),
    "koaza": ("koaza", "koaza_name", "小字名"),
    "ended": ("ablt_date", "廃止日"),
    "lat": ("rep_lat", "rep_pnt_lat", "代表点_緯度"),
    "lon": ("rep_lon", "rep_pnt_lon", "代表点_経度"),
}
"""アドレス・ベース・レジストリ: the names of today, of earlier releases, and in Japanese."""


def layout_of(header: Sequence[str]) -> Layout | None:
    """The layout of a file with this header; None when it is none that is known."""
    places = {fold(name).lower(): place for place, name in reversed(list(enumerate(header)))}
    if {"大字町丁目名", "緯度", "経度", "都道府県名", "市区町村名"} <= set(places):
        return _plain(places)
    found = {
        field: next((places[name] for name in map(_folded, names) if name in places), None)
        for field, names in _REGISTRY_COLUMNS.items()
    }
    known = {field: place for field, place in found.items() if place is not None}
    if not {"code", "id"} <= set(known):
        return None
    if {"prefecture", "city", "oaza"} <= set(known):
        return Layout("abr-town", lambda cells: _registry_town(cells, known))
    if {"lat", "lon"} <= set(known):
        return Layout("abr-town-pos", lambda cells: _registry_position(cells, known))
    return None


def _folded(name: str) -> str:
    return fold(name).lower()


def _plain(places: Mapping[str, int]) -> Layout:
    """geolonia's latest.csv and 大字・町丁目位置参照情報 share the columns that matter."""
    koaza = places.get(_folded("小字・通称名"))
    code = places.get(_folded("市区町村コード"))
    towns = Municipalities()

    def read(cells: Sequence[str]) -> TownRow | None:
        name = cells[places["大字町丁目名"]].strip()
        if not name:
            return None
        number = "" if code is None else cells[code].strip().zfill(5)[:5]
        place = towns.named(cells[places["都道府県名"]], cells[places["市区町村名"]], number)
        sub = "" if koaza is None else cells[koaza].strip()
        lat, lon = point_of(cells[places["緯度"]], cells[places["経度"]])
        return TownRow((place.code, place.name, name, sub, f"{lat}", f"{lon}"), place, name, sub, lat, lon)

    return Layout("geolonia" if koaza is not None else "isj", read)


def _registry_town(cells: Sequence[str], known: Mapping[str, int]) -> TownRow | None:
    values = {field: cells[place].strip() for field, place in known.items()}
    name = values["oaza"] + values.get("chome", "")
    if values.get("ended") or not (name or values.get("koaza")):
        return None
    place = Municipality(
        values["prefecture"],
        values.get("county", ""),
        values["city"],
        values.get("ward", ""),
        values["code"].zfill(6)[:5],
    )
    lat, lon = point_of(values.get("lat"), values.get("lon"))
    return TownRow(_registry_key(values), place, name, values.get("koaza", ""), lat, lon)


def _registry_position(cells: Sequence[str], known: Mapping[str, int]) -> PositionRow:
    values = {field: cells[place].strip() for field, place in known.items()}
    return PositionRow(_registry_key(values), *point_of(values["lat"], values["lon"]))


def _registry_key(values: Mapping[str, str]) -> Key:
    return values["code"].zfill(6), values["id"].zfill(7), values.get("residence", "")


class Municipalities:
    """The municipalities of one file: each is taken apart once."""

    def __init__(self) -> None:
        self._known: dict[tuple[str, str, str], Municipality] = {}

    def named(self, prefecture: str, name: str, code: str) -> Municipality:
        """The municipality of these cells."""
        key = prefecture.strip(), name.strip(), code
        if key not in self._known:
            self._known[key] = split_municipality(*key)
        return self._known[key]
