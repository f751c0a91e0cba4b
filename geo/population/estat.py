"""国勢調査 of e-Stat 統計GIS: text files by mesh (tblT001101H5030.txt) and by 小地域 (tblT001082C36.txt).

Two header rows: codes, then Japanese labels. Columns are found by their label: their numbers differ between
tables (T000847, T001100, T001101, T001102 …). HTKSYORI 2: the ages of the area are hidden and are contained in
the ages of the area HTKSAKI, whose HTKSYORI is 1; totals are never hidden and never moved. So Σ totals and
Σ ages both count every person once, when hidden areas are left out of the second. People of unknown age
(年齢不詳) are in the totals only.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from geo.population.bands import disjoint_bands, needed, people_by_band, refuse_more_ages_than_people
from geo.population.counts import counts_of
from geo.population.keys import mesh_codes_in, refuse_repeats
from geo.population.labels import band_columns
from geo.population.mesh import centres
from geo.population.model import AgeBand, Population
from geo.population.notes import age_note
from geo.population.problems import unreadable
from geo.population.table import Columns, Table
from geo.sources import Source

FloatArray = npt.NDArray[np.float64]
TextArray = npt.NDArray[np.str_]

KEY, LEVEL, SECRECY = "KEY_CODE", "HYOSYO", "HTKSYORI"
_HIDDEN = "2"
_TOTAL = re.compile(r"人口(\(総数\)|総数)?|総数、?年齢「?不詳」?(を)?含む")
_SINGLES = re.compile(r"高齢単身者?世帯数?.*")
_TABLE = re.compile(r"(T\d{6})\d{3}")
_YEARS = dict.fromkeys(("T000846", "T000847", "T000876", "T000848", "T000849"), 2015)
_YEARS |= dict.fromkeys(("T001100", "T001101", "T001102", "T001081", "T001082"), 2020)
_LICENCE = "政府統計の総合窓口(e-Stat)利用規約"


def read_estat_mesh(table: Table) -> Population:
    """Population by mesh (1 km, 500 m or 250 m) at the centres of the codes. Raises GeoError."""
    figures = _figures(table)
    codes = mesh_codes_in(figures.columns, 0, KEY, table.file)
    refuse_repeats(codes.tolist(), figures.columns, KEY, table.file)
    lats, lons = centres(codes)
    return figures.population(codes, lats, lons, np.arange(len(codes)), "国勢調査 地域メッシュ統計")


def read_estat_small_areas(table: Table) -> Population:
    """Population by 町丁・字等, only the areas that have no part of their own in the file.

    The file repeats people: a city, its 大字 and their 丁目 are rows of one column. Areas have no position
    (lats, lons NaN): join the border polygons by KEY_CODE. Raises GeoError.
    """
    figures = _figures(table)
    codes = np.array([code.strip() for code in figures.columns.texts[0]], dtype=np.str_)
    refuse_repeats(codes.tolist(), figures.columns, KEY, table.file)
    rows = _without_parts(codes.tolist())
    nowhere = np.full(len(rows), np.nan)
    return figures.population(codes[rows], nowhere, nowhere.copy(), rows, "国勢調査 小地域集計")


class _Figures:
    """What both kinds of file have: totals, ages, 高齢単身世帯, and which rows are hidden."""

    def __init__(
        self, table: Table, columns: Columns, singles: bool, people: dict[AgeBand, FloatArray]
    ) -> None:
        self.columns = columns
        hidden = np.array([text.strip() == _HIDDEN for text in columns.texts[1]], dtype=np.bool_)
        self.totals = counts_of(columns, 2, "人口総数", table.file)
        bands, counts = disjoint_bands(people, columns, table.file)
        plain = np.array([text.strip() == "0" for text in columns.texts[1]], dtype=np.bool_)
        refuse_more_ages_than_people(self.totals, counts, columns, table.file, asked=plain)
        self.bands, self.counts = bands, np.where(hidden[:, None], np.nan, counts)
        single = counts_of(columns, 3, "高齢単身世帯数", table.file) if singles else None
        self.singles = None if single is None else np.where(hidden, np.nan, single)
        self.edition = _edition(table.header)

    def population(
        self, codes: TextArray, lats: FloatArray, lons: FloatArray, rows: npt.NDArray[np.int64], name: str
    ) -> Population:
        totals, counts = self.totals[rows], self.counts[rows]
        return Population(
            codes=codes,
            lats=lats,
            lons=lons,
            district_ids=np.full(len(codes), "", dtype="<U1"),
            totals=totals,
            bands=self.bands,
            counts=counts,
            singles=None if self.singles is None else self.singles[rows],
            source=Source(name, self.edition, _LICENCE, age_note(totals, counts, unit="区画", moved=True)),
        )


def _figures(table: Table) -> _Figures:
    total = [place for place, label in enumerate(table.second) if _TOTAL.fullmatch(label)]
    if not total:
        raise unreadable(
            "2行目に日本語の見出し(人口総数)がありません。",
            "e-Stat からダウンロードした「人口及び世帯」などの表を、2行の見出しを消さずに取り込んでください。",
            file=table.file,
            row=2,
        )
    bands = needed(band_columns(table.second), table.file)
    single = [place for place, label in enumerate(table.second) if _SINGLES.fullmatch(label)][:1]
    chosen = [table.required(KEY), table.required(SECRECY), total[0], *single]
    columns = table.columns([*chosen, *(band.position for band in bands)], below=2)
    people = people_by_band(columns, len(chosen), bands, table.second, table.file)
    return _Figures(table, columns, bool(single), people)


def _without_parts(codes: Sequence[str]) -> npt.NDArray[np.int64]:
    """Rows whose code begins no longer code: 13201 holds 132010010, which holds 13201001001.

    A 大字 may also be written with 00 for its 丁目 (13201001000).
    """
    stems = [code[:-2] if len(code) == 11 and code.endswith("00") else code for code in codes]
    wholes = {stem[:length] for stem in stems for length in (5, 9) if len(stem) > length}
    return np.array([row for row, stem in enumerate(stems) if stem not in wholes], dtype=np.int64)


def _edition(header: Sequence[str]) -> str:
    tables = [match[1] for name in header if (match := _TABLE.fullmatch(name))]
    if not tables:
        return ""
    year = _YEARS.get(tables[0])
    return f"{year}年 {tables[0]}" if year else tables[0]
