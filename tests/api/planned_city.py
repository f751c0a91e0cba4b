"""The sample city with outlines and people: what a planner's question needs."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import shapely
from fastapi import FastAPI

from geo.areas.features import shape_array
from geo.areas.model import Areas
from geo.population.model import AgeBand, Population
from geo.sources import Source
from resources.areas import store_areas
from resources.clock import Clock
from resources.population import store_population

SOURCE = Source("架空の人口", "2026", "架空の条件")
BANDS = (AgeBand(0, 14), AgeBand(15, 39), AgeBand(40, 64), AgeBand(65, None))
CELLS = (  # code, lat, lon, district, total, people by band
    ("5235463911", 35.0105, 135.9405, "D01", 400.0, (60.0, 100.0, 120.0, 120.0)),
    ("5235463912", 35.0130, 135.9440, "D01", 200.0, (20.0, 60.0, 60.0, 60.0)),
    ("5235473811", 35.0900, 135.9000, "D02", 300.0, (50.0, 80.0, 90.0, 80.0)),
)


def population(*, hidden: int = 0) -> Population:
    """Three cells; the ages of the first `hidden` ones are not published."""
    counts = np.array([cell[5] for cell in CELLS])
    counts[:hidden] = np.nan
    return Population(
        codes=np.array([cell[0] for cell in CELLS]),
        lats=np.array([cell[1] for cell in CELLS]),
        lons=np.array([cell[2] for cell in CELLS]),
        district_ids=np.array([cell[3] for cell in CELLS]),
        totals=np.array([cell[4] for cell in CELLS]),
        bands=BANDS,
        counts=counts,
        source=SOURCE,
    )


def areas() -> Areas:
    """本町学区 in the south and 港学区 in the north, one border between them with many corners."""
    corners = [(135.85 + 0.2 * step / 400, 35.05 + 1e-5 * (step % 2)) for step in range(401)]
    south = shapely.Polygon([*corners, (136.05, 34.95), (135.85, 34.95)])
    north = shapely.Polygon([*corners, (136.05, 35.15), (135.85, 35.15)])
    return Areas(
        ids=("D01", "D02"),
        names=("本町学区", "港学区"),
        shapes=shape_array([south, north]),
        kinds=("elementary_district",) * 2,
        municipalities=("",) * 2,
        parents=("",) * 2,
        own=np.ones(2, dtype=np.bool_),
        sources=(Source("架空の学区"),) * 2,
    )


def give_ground(app: FastAPI, clock: Clock, *, hidden: int = 0) -> None:
    """Store the outlines and the people."""
    with app.state.parts.database.session() as session:
        store_areas(session, areas())
        store_population(session, population(hidden=hidden), clock=clock)


def rename_source(app: FastAPI, clock: Clock, name: str) -> None:
    """Another file of people takes the place of the first."""
    with app.state.parts.database.session() as session:
        store_population(session, replace(population(), source=Source(name)), clock=clock)
