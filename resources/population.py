"""How many people live where, in the database. What was stored comes back exactly, hidden numbers included."""

from __future__ import annotations

import json
import math
from collections.abc import Iterator
from typing import Any

import numpy as np
import numpy.typing as npt
from sqlalchemy import insert
from sqlmodel import Session, col, delete, select, update

from geo.districts import Districts, district_of
from geo.population.model import AgeBand, Population
from geo.sources import Source
from resources.clock import Clock
from resources.ground_version import note_changed_ground
from resources.tables import PopulationCell, PopulationSource

_CHUNK = 2_000


def store_population(session: Session, population: Population, *, clock: Clock) -> None:
    """Replace the population that is in use."""
    cut = _cut(population.source)
    session.exec(delete(PopulationCell))
    session.exec(delete(PopulationSource))
    source = PopulationSource(
        created_at=clock.now(),
        name=cut.name,
        edition=cut.edition,
        licence=cut.licence,
        note=cut.note,
        age_bands=";".join(_band_text(band) for band in population.bands),
        has_singles=population.singles is not None,
        districts_stated=bool((population.district_ids != "").any()),
    )
    session.add(source)
    session.flush()
    rows = [{"source_id": source.id, "created_at": clock.now(), **row} for row in _cell_rows(population)]
    for start in range(0, len(rows), _CHUNK):
        session.connection().execute(insert(PopulationCell), rows[start : start + _CHUNK])
    note_changed_ground(session)


def read_population(session: Session) -> Population | None:
    """The population that is in use; None where none was imported."""
    source = session.exec(select(PopulationSource)).first()
    if source is None:
        return None
    columns = (
        PopulationCell.code,
        PopulationCell.lat,
        PopulationCell.lon,
        PopulationCell.district_code,
        PopulationCell.total,
        PopulationCell.counts,
        PopulationCell.singles,
    )
    of_source = col(PopulationCell.source_id) == source.id
    rows = session.execute(select(*columns).where(of_source).order_by(col(PopulationCell.position))).all()  # type: ignore[call-overload]
    codes, lats, lons, districts, totals, counts, singles = (
        (list(column) for column in zip(*rows, strict=True)) if rows else ([],) * 7
    )
    bands = tuple(_band_of(text) for text in source.age_bands.split(";") if text)
    return Population(
        codes=np.array(codes, dtype=np.str_),
        lats=_numbers(lats),
        lons=_numbers(lons),
        district_ids=np.array(districts, dtype=np.str_),
        totals=_numbers(totals),
        bands=bands,
        counts=_numbers([json.loads(text) for text in counts]).reshape(len(rows), len(bands)),
        singles=_numbers(singles) if source.has_singles else None,
        source=Source(source.name, source.edition, source.licence, source.note),
    )


def same_population(stored: Population, other: Population) -> bool:
    """Whether storing `other` would change nothing; districts count only where `other` states them."""
    singles = (stored.singles, other.singles)
    if (stored.bands, len(stored), stored.source) != (other.bands, len(other), _cut(other.source)):
        return False
    if (singles[0] is None) != (singles[1] is None):
        return False
    states_districts = bool((other.district_ids != "").any())
    pairs = [(stored.codes, other.codes)]
    if states_districts:
        pairs.append((stored.district_ids, other.district_ids))
    numbers = [
        (stored.lats, other.lats),
        (stored.lons, other.lons),
        (stored.totals, other.totals),
        (stored.counts, other.counts),
    ]
    if singles[0] is not None and singles[1] is not None:
        numbers.append((singles[0], singles[1]))
    return all(np.array_equal(a, b) for a, b in pairs) and all(
        np.array_equal(a, b, equal_nan=True) for a, b in numbers
    )


def assign_districts(session: Session, districts: Districts) -> int:
    """Give cells the district that their centre lies in, where the source states none; number of cells changed.

    A source that states districts is left alone: the stated district wins over the polygons.
    """
    source = session.exec(select(PopulationSource)).first()
    if source is None or source.districts_stated:
        return 0
    cells = session.exec(
        select(PopulationCell.id, PopulationCell.lat, PopulationCell.lon, PopulationCell.district_code)
    ).all()
    if not cells:
        return 0
    found = district_of(
        _numbers([cell[1] for cell in cells]), _numbers([cell[2] for cell in cells]), districts
    )
    changes = [
        {"id": cell[0], "district_code": str(there)}
        for cell, there in zip(cells, found, strict=True)
        if cell[3] != there
    ]
    for start in range(0, len(changes), _CHUNK):
        session.execute(update(PopulationCell), changes[start : start + _CHUNK])
    if changes:
        note_changed_ground(session)
    return len(changes)


def _cell_rows(population: Population) -> Iterator[dict[str, Any]]:
    for position, code in enumerate(population.codes.tolist()):
        yield {
            "position": position,
            "code": code,
            "lat": _known(population.lats[position]),
            "lon": _known(population.lons[position]),
            "district_code": str(population.district_ids[position]),
            "total": _known(population.totals[position]),
            "counts": json.dumps([_known(value) for value in population.counts[position]]),
            "singles": None if population.singles is None else _known(population.singles[position]),
        }


def _cut(source: Source) -> Source:
    """As much as the table holds."""
    return Source(source.name[:300], source.edition[:100], source.licence[:300], source.note[:500])


def _known(value: np.float64) -> float | None:
    return None if math.isnan(value) else float(value)


def _numbers(values: list[Any]) -> npt.NDArray[np.float64]:
    """float64; None becomes NaN."""
    return np.array(values, dtype=np.float64)


def _band_text(band: AgeBand) -> str:
    return f"{band.low}-{'' if band.high is None else band.high}"


def _band_of(text: str) -> AgeBand:
    low, _, high = text.partition("-")
    return AgeBand(int(low), int(high) if high else None)
