"""国土数値情報 メッシュ別将来推計人口 (2018 and 2024 editions; 1 km, 500 m, 250 m): CSV, GeoJSON or shapefile.

PTN_2030: everybody, never hidden. PT00_2030 (2018: PT0_2030): everybody after hidden ages were moved.
PT01_2030 …: five-year bands from 0 to 4 on, the last one open (PT19 = 90+ in 2018, PT20 = 95+ where it is there).
PTA 0-14, PTB 15-64, PTC 65+, PTD 75+, PTE 80+: used where there are no five-year bands. HITOKU2030, also
HITOKU_2030: "*" ages hidden and 0, "@" the cell that received them. A shapefile cuts names to 10 characters
(HITOKU_203, and the same name again for the next years): a cell with people in PTN and none in PT00 is hidden too.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

import numpy as np
import numpy.typing as npt

from geo.population.bands import disjoint_bands
from geo.population.counts import counts_of
from geo.population.keys import mesh_codes_in
from geo.population.labels import five_years
from geo.population.mesh import centres
from geo.population.model import AgeBand, Population
from geo.population.notes import age_note
from geo.population.problems import unreadable
from geo.population.table import Columns, Table
from geo.sources import Source

FloatArray = npt.NDArray[np.float64]

KEY = "MESH_ID"
_PEOPLE = re.compile(r"PT(N|[A-E]|\d{1,2})_(\d{4})")
_HIDDEN = re.compile(r"HITOKU_?(\d{4})")
_GROUPS = {
    "A": AgeBand(0, 14),
    "B": AgeBand(15, 64),
    "C": AgeBand(65, None),
    "D": AgeBand(75, None),
    "E": AgeBand(80, None),
}


@dataclass
class _Year:
    """Positions of the columns of one year."""

    everybody: int | None = None
    after_hiding: int | None = None
    hidden: int | None = None
    numbered: dict[int, int] = field(default_factory=dict)
    groups: dict[str, int] = field(default_factory=dict)

    def bands(self) -> dict[AgeBand, int]:
        if self.numbered:
            last = max(self.numbered)
            return {five_years(number, last): place for number, place in self.numbered.items()}
        return {_GROUPS[letter]: place for letter, place in self.groups.items()}

    def chosen(self) -> list[int]:
        single = (self.everybody, self.after_hiding, self.hidden)
        return [*(place for place in single if place is not None), *self.bands().values()]


def read_projection(table: Table, year: int | None = None) -> Population:
    """The population of `year`, one row per MESH_ID; without a year the earliest that has ages.

    A cell on a border of municipalities stands once per SHICODE: the parts are summed, and only a cell whose
    ages are hidden in all parts is hidden. Raises GeoError, for a year that is not in the file with those that are.
    """
    years = _years(table.header)
    if year is None:
        year = min((number for number, columns in years.items() if columns.bands()), default=None)
    if year is None or year not in years:
        there = "、".join(str(number) for number in sorted(years)) or "なし"
        raise unreadable(
            f"{f'{year}年' if year else '年齢別'}の推計人口の列がありません(ある年: {there})。",
            "年を選び直すか、将来推計人口のファイルを元のまま取り込んでください。",
            file=table.file,
        )
    found = years[year]
    key = table.required(KEY)
    chosen = [key, *found.chosen()]
    columns = table.columns(chosen)
    population = _per_row(table, columns, chosen, found)
    note = age_note(population.totals, population.counts, unit="区画", moved=True)
    source = Source("国土数値情報 メッシュ別将来推計人口", f"{year}年推計", "国土数値情報 利用規約", note)
    return replace(_per_cell(population), source=source)


def _years(header: Sequence[str]) -> dict[int, _Year]:
    years: dict[int, _Year] = {}
    for place, name in enumerate(header):
        if match := _PEOPLE.fullmatch(name):
            year = years.setdefault(int(match[2]), _Year())
            if match[1] == "N":
                year.everybody = place
            elif match[1].isdigit() and int(match[1]) == 0:
                year.after_hiding = place
            elif match[1].isdigit():
                year.numbered[int(match[1])] = place
            else:
                year.groups[match[1]] = place
    for place, name in enumerate(header):
        if (match := _HIDDEN.fullmatch(name)) and int(match[1]) in years:
            years[int(match[1])].hidden = place
    return {number: year for number, year in years.items() if year.chosen()}


def _per_row(table: Table, columns: Columns, chosen: Sequence[int], found: _Year) -> Population:
    """The rows as they stand in the file, hidden ages NaN."""

    def figures(place: int) -> FloatArray:
        return counts_of(columns, chosen.index(place), table.header[place], table.file)

    codes = mesh_codes_in(columns, 0, KEY, table.file)
    after = None if found.after_hiding is None else figures(found.after_hiding)
    people = {band: figures(place) for band, place in found.bands().items()}
    bands, counts = disjoint_bands(people, columns, table.file)
    if found.everybody is not None:
        totals = figures(found.everybody)
    else:
        totals = after if after is not None else counts.sum(axis=1)
    hidden = np.zeros(len(codes), dtype=np.bool_)
    if found.hidden is not None:
        hidden |= np.array([text.strip() == "*" for text in columns.texts[chosen.index(found.hidden)]])
    if after is not None:
        hidden |= (totals > 0) & (after == 0)
    lats, lons = centres(codes)
    return Population(
        codes=codes,
        lats=lats,
        lons=lons,
        district_ids=np.full(len(codes), "", dtype="<U1"),
        totals=totals,
        bands=bands,
        counts=np.where(hidden[:, None], np.nan, counts),
    )


def _per_cell(rows: Population) -> Population:
    codes, first, cell = np.unique(rows.codes, return_index=True, return_inverse=True)
    totals = np.zeros(len(codes))
    np.add.at(totals, cell, rows.totals)
    counts = np.zeros((len(codes), len(rows.bands)))
    np.add.at(counts, cell, np.nan_to_num(rows.counts, nan=0.0))
    known = np.zeros(counts.shape, dtype=np.bool_)
    np.logical_or.at(known, cell, ~np.isnan(rows.counts))
    return Population(
        codes=codes,
        lats=rows.lats[first],
        lons=rows.lons[first],
        district_ids=rows.district_ids[first],
        totals=totals,
        bands=rows.bands,
        counts=np.where(known, counts, np.nan),
    )
