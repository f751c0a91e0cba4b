"""地域・年齢別人口 of the municipal standard data set, by 町丁目 or 校区: old and new headers, 高松市's man1…woman18."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from geo.population.bands import disjoint_bands, needed, people_by_band, refuse_more_ages_than_people
from geo.population.counts import counts_of
from geo.population.dates import survey_date
from geo.population.keys import refuse_repeats
from geo.population.labels import BandColumn, band_columns
from geo.population.model import Population
from geo.population.notes import age_note
from geo.population.problems import unreadable
from geo.population.table import Columns, Table
from geo.sources import Source

FloatArray = npt.NDArray[np.float64]
TextArray = npt.NDArray[np.str_]

NAMES = ("地域名", "町名", "町丁目名", "町丁目", "大字町丁目名", "町字名", "校区", "地区名", "地区", "name")
CODES = ("地域コード", "町丁目コード", "町字コード")
DATES = ("調査年月日", "基準日", "調査日")
TOTALS = ("総人口", "人口総数", "人口", "総数", "population", "total")
MEN = ("男性", "男", "man", "man_total")
WOMEN = ("女性", "女", "woman", "woman_total")
CITIES = ("市区町村名", "地方公共団体名")
LATS, LONS = ("緯度", "lat", "latitude"), ("経度", "lon", "lng", "longitude")
_UNKNOWN = re.compile(r"(?:年齢不詳|不詳者|不詳)(?:の?(?:男性?|女性?|総数|計))?")
_WHOLE = frozenset({"", "計", "合計", "総計", "総数", "市計", "市全体", "全市", "全域", "全体"})


@dataclass(frozen=True, slots=True)
class _Layout:
    """Positions of the columns in the table; None where it has no such column."""

    name: int
    code: int | None
    day: int | None
    total: int | None
    men: int | None
    women: int | None
    city: int | None
    lat: int | None
    lon: int | None
    unknown: tuple[int, ...]
    bands: tuple[BandColumn, ...]

    def chosen(self) -> list[int]:
        people = (self.total, self.men, self.women)
        single = (self.name, self.code, self.day, self.city, *people, self.lat, self.lon)
        return [
            *dict.fromkeys(place for place in single if place is not None),
            *self.unknown,
            *(band.position for band in self.bands),
        ]


def read_towns(table: Table) -> Population:
    """The towns of the latest 調査年月日, without rows for the whole city.

    `codes` are 地域コード where every town has its own, else 地域名. Positions are NaN where the file has none.
    Raises GeoError.
    """
    layout = _layout(table)
    chosen = layout.chosen()
    columns, edition = _latest(table, layout, table.columns(chosen))
    cities = [] if layout.city is None else columns.texts[chosen.index(layout.city)]
    columns = _without_whole(columns, cities, table.file)

    def figures(place: int) -> FloatArray:
        return counts_of(columns, chosen.index(place), table.header[place], table.file)

    first_band = len(chosen) - len(layout.bands)
    people = people_by_band(columns, first_band, layout.bands, table.header, table.file)
    bands, counts = disjoint_bands(people, columns, table.file)
    if layout.total is not None:
        totals = figures(layout.total)
    elif layout.men is not None and layout.women is not None:
        totals = figures(layout.men) + figures(layout.women)
    else:  # nothing but ages: 年齢不詳 are people too
        totals = counts.sum(axis=1) + sum((figures(place) for place in layout.unknown), start=np.zeros(1))
    refuse_more_ages_than_people(totals, counts, columns, table.file)
    _refuse_sums(totals, counts, columns, table.file)
    nowhere = np.full(len(totals), np.nan)
    placed = layout.lat is not None and layout.lon is not None
    return Population(
        codes=_codes(table, layout, columns, chosen),
        lats=figures(layout.lat) if placed and layout.lat is not None else nowhere,
        lons=figures(layout.lon) if placed and layout.lon is not None else nowhere.copy(),
        district_ids=np.full(len(totals), "", dtype="<U1"),
        totals=totals,
        bands=bands,
        counts=counts,
        source=Source("地域・年齢別人口", edition, note=age_note(totals, counts, unit="地域", moved=False)),
    )


def _layout(table: Table) -> _Layout:
    bands = needed(band_columns(table.header), table.file)
    if not bands and table.position(*TOTALS) is None:
        raise unreadable(
            "人口の列(総人口、0-4歳の男性 など)がありません。",
            "地域・年齢別人口のファイルを、見出しの行を消さずに取り込んでください。",
            file=table.file,
            row=1,
        )
    return _Layout(
        name=table.required(*NAMES),
        code=table.position(*CODES),
        day=table.position(*DATES),
        total=table.position(*TOTALS),
        men=table.position(*MEN),
        women=table.position(*WOMEN),
        city=table.position(*CITIES),
        lat=table.position(*LATS),
        lon=table.position(*LONS),
        unknown=tuple(place for place, name in enumerate(table.header) if _UNKNOWN.fullmatch(name)),
        bands=tuple(bands),
    )


def _latest(table: Table, layout: _Layout, columns: Columns) -> tuple[Columns, str]:
    """The rows of the latest day, and that day as the publisher writes it."""
    if layout.day is None:
        return columns, ""
    texts = columns.texts[layout.chosen().index(layout.day)]
    if len(set(texts)) == 1:
        return columns, texts[0].strip()
    days = [survey_date(text) for text in texts]
    known = [day for day in days if day is not None]
    if len(known) < len(days):
        bad = days.index(None)
        raise unreadable(
            f"「{texts[bad]}」は日付として読めません。いつの人口を使うか決められません。",
            "「2025-04-01」の形で書くか、使わない年の行を消してください。",
            file=table.file,
            row=columns.rows[bad],
            column=table.header[layout.day],
        )
    latest = max(known)
    kept = [place for place, day in enumerate(days) if day == latest]
    return _rows(columns, kept), latest.isoformat()


def _without_whole(columns: Columns, cities: Sequence[str], file: str) -> Columns:
    """Drop rows that count the whole city: their 地域名 is empty, says 合計 or is the name of the city."""
    whole = _WHOLE | {"".join(city.split()) for city in cities}
    kept = [place for place, name in enumerate(columns.texts[0]) if "".join(name.split()) not in whole]
    if not kept:
        raise unreadable(
            "地域名のある行が一つもありません。",
            "町丁目や校区ごとの行があるファイルを取り込んでください。",
            file=file,
        )
    return _rows(columns, kept)


def _refuse_sums(totals: FloatArray, counts: FloatArray, columns: Columns, file: str) -> None:
    """Raises GeoError for a row that is the sum of all others in every band: people would count twice."""
    is_sum = np.isclose(totals, np.nansum(totals) - totals) & (totals > 0)
    others = np.nansum(counts, axis=0) - counts
    is_sum &= (np.isclose(counts, others) | np.isnan(counts)).all(axis=1)
    sums = np.flatnonzero(is_sum)
    if len(totals) > 2 and len(sums):
        row = int(sums[0])
        raise unreadable(
            f"「{columns.texts[0][row]}」の総人口が、ほかの全ての行の合計と同じです。人数が二重になります。",
            "合計の行であれば、その行を消してください。",
            file=file,
            row=columns.rows[row],
        )


def _rows(columns: Columns, kept: Sequence[int]) -> Columns:
    texts = tuple([column[place] for place in kept] for column in columns.texts)
    return Columns(texts, [columns.rows[place] for place in kept])


def _codes(table: Table, layout: _Layout, columns: Columns, chosen: Sequence[int]) -> TextArray:
    names = [name.strip() for name in columns.texts[0]]
    if layout.code is not None:
        codes = [code.strip() for code in columns.texts[chosen.index(layout.code)]]
        if all(codes) and len(set(codes)) == len(codes):
            return np.array(codes, dtype=np.str_)
    refuse_repeats(names, columns, table.header[layout.name], table.file)
    return np.array(names, dtype=np.str_)
