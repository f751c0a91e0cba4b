"""The city of a database: its catalogue as a reader may see it, its districts, its population."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date

import numpy as np
import shapely
from sqlmodel import Session

from api.installing import open_existing
from api.planning.city import City
from api.settings import read_settings
from geo.districts import Districts
from geo.population.model import Population
from geo.sources import Source
from resources.clock import SystemClock, today
from resources.population import read_population
from resources.quality.stored_limits import load_limits
from resources.repository import installation, list_districts, load_records
from resources.scope import Scope
from resources.snapshot import Snapshot, build_snapshot
from resources.tables import District


@dataclass(frozen=True)
class Ground:
    """What a question stands on and everybody may see: areas and people. None: never imported."""

    name: str
    district_names: Mapping[str, str]
    boundaries: Districts | None
    population: Population | None
    sources: tuple[Source, ...]


def read_ground(session: Session) -> Ground:
    """The areas that the catalogue calls 学区, and the population in use."""
    districts = list_districts(session)
    population = read_population(session)
    row = installation(session)
    return Ground(
        name=row.municipality_name if row else "",
        district_names={district.code: district.name for district in districts},
        boundaries=_boundaries(districts),
        population=population,
        sources=(*_sources(districts), *([population.source] if population else [])),
    )


def city_on(ground: Ground, snapshot: Snapshot, *, on: date) -> City:
    """The city with the catalogue that a reader may see. Nobody has counted its unmet needs yet."""
    return City(
        name=ground.name,
        snapshot=snapshot,
        district_names=ground.district_names,
        boundaries=ground.boundaries,
        population=ground.population,
        on=on,
        sources=ground.sources,
    )


def city_of_database(database: str | None, *, on: date | None) -> City:
    """The city of the database at this address. Raises NotReady.

    Its operator counts with everything; what the command line draws in files is what everybody may see.
    """
    opened = open_existing(read_settings(database_url=database))
    try:
        with opened.session() as session:
            limits = load_limits(session)
            snapshot = build_snapshot(load_records(session, Scope.operator()), limits=limits)
            city = city_on(read_ground(session), snapshot, on=on or today(SystemClock()))
            return replace(city, drawn=build_snapshot(load_records(session, Scope.public()), limits=limits))
    finally:
        opened.close()


def _boundaries(districts: list[District]) -> Districts | None:
    outlined = sorted((d for d in districts if d.boundary_geojson), key=lambda d: d.code)
    if not outlined:
        return None
    shapes = np.empty(len(outlined), dtype=np.object_)
    shapes[:] = [shapely.geometry.shape(json.loads(d.boundary_geojson or "")) for d in outlined]
    return Districts(tuple(d.code for d in outlined), tuple(d.name for d in outlined), shapes)


def _sources(districts: list[District]) -> list[Source]:
    stated = (d for d in districts if d.source)
    return list(dict.fromkeys(Source(d.source, d.edition, d.licence, d.note) for d in stated))
