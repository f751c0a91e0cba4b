"""population_mesh.csv of a collection: 250 m cells with their 学区 and age bands."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from geo.population.bands import disjoint_bands, needed, people_by_band, refuse_more_ages_than_people
from geo.population.counts import counts_of
from geo.population.keys import mesh_codes_in, refuse_repeats
from geo.population.labels import band_columns
from geo.population.mesh import bounds, centres
from geo.population.model import Population
from geo.population.problems import unreadable
from geo.population.table import Columns, Table
from geo.sources import Source

FloatArray = npt.NDArray[np.float64]
TextArray = npt.NDArray[np.str_]

CODE, LAT, LON, DISTRICT, TOTAL, SINGLES = (
    "メッシュコード",
    "緯度",
    "経度",
    "学区ID",
    "総人口",
    "高齢単身世帯",
)
_OUTSIDE = 1e-4  # degrees (10 m): how far a rounded position may lie outside its cell


def read_collection_mesh(table: Table) -> Population:
    """Columns メッシュコード, 総人口 and age bands; 緯度, 経度, 学区ID, 高齢単身世帯 where there are any.

    A cell without 緯度 and 経度 lies at the centre of its code. Raises GeoError.
    """
    bands = needed(band_columns(table.header), table.file)
    chosen = [table.required(CODE), table.required(TOTAL)]
    optional = {name: table.position(name) for name in (LAT, LON, DISTRICT, SINGLES)}
    present = [name for name, position in optional.items() if position is not None]
    chosen += [position for position in optional.values() if position is not None]
    columns = table.columns([*chosen, *(band.position for band in bands)])
    where = {name: 2 + place for place, name in enumerate(present)}
    codes = mesh_codes_in(columns, 0, CODE, table.file)
    refuse_repeats(codes.tolist(), columns, CODE, table.file)
    people = people_by_band(columns, len(chosen), bands, table.header, table.file)
    ages, counts = disjoint_bands(people, columns, table.file)
    totals = counts_of(columns, 1, TOTAL, table.file)
    refuse_more_ages_than_people(totals, counts, columns, table.file)
    lats, lons = _positions(columns, where, codes, table.file)
    districts = columns.texts[where[DISTRICT]] if DISTRICT in where else [""] * len(codes)
    return Population(
        codes=codes,
        lats=lats,
        lons=lons,
        district_ids=np.array([district.strip() for district in districts], dtype=np.str_),
        totals=totals,
        bands=ages,
        counts=counts,
        singles=counts_of(columns, where[SINGLES], SINGLES, table.file) if SINGLES in where else None,
        source=Source("メッシュ別人口", edition=table.file),
    )


def _positions(
    columns: Columns, where: dict[str, int], codes: TextArray, file: str
) -> tuple[FloatArray, FloatArray]:
    lats, lons = centres(codes)
    if LAT not in where or LON not in where:
        return lats, lons
    stated_lats = counts_of(columns, where[LAT], LAT, file)
    stated_lons = counts_of(columns, where[LON], LON, file)
    stated = np.isfinite(stated_lats) & np.isfinite(stated_lons)
    cells = bounds(codes)
    outside = stated & (
        (stated_lons < cells[:, 0] - _OUTSIDE)
        | (stated_lats < cells[:, 1] - _OUTSIDE)
        | (stated_lons > cells[:, 2] + _OUTSIDE)
        | (stated_lats > cells[:, 3] + _OUTSIDE)
    )
    if outside.any():
        bad = int(np.argmax(outside))
        raise unreadable(
            f"緯度・経度が、メッシュコード{codes[bad]}の区画の外にあります。",
            "メッシュコードか緯度・経度を直してください。緯度・経度を空にすると、区画の中心を使います。",
            file=file,
            row=columns.rows[bad],
            column=LAT,
        )
    return np.where(stated, stated_lats, lats), np.where(stated, stated_lons, lons)
