"""What a planner's question is answered from: the catalogue, the people, the districts of one city."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from api.cli.reading_collections import read_catalogue
from geo.districts import Districts
from geo.errors import GeoError
from geo.population.model import Population
from geo.population.reading import read_population_file
from geo.population.rollup import within_borders
from geo.sources import Source
from geo.travel import TravelData
from matcher.collection import read_district_names
from resources.boundaries import read_boundaries
from resources.clock import SystemClock, today
from resources.errors import BadInput
from resources.snapshot import Snapshot

if TYPE_CHECKING:  # folium loads slowly
    from geo.maps.base_layer import BaseLayer

POPULATION = "population_mesh.csv"
BOUNDARIES = "districts.geojson"


@dataclass(frozen=True)
class City:
    """One city. `population` None: no population file, so that nothing can be said about people.

    `travel`: what a question with another travel-time model than straight lines needs.

    `drawn`: the catalogue from which files that are passed on take names and positions; None: as `snapshot`, all of it.

    `base`: the operator's own background of maps and pictures.

    `unmet`: unmet needs per district; None where nobody counted them. `sources` are printed under every map.
    """

    name: str
    snapshot: Snapshot
    district_names: Mapping[str, str]
    boundaries: Districts | None
    population: Population | None
    on: date
    unmet: Mapping[str, int] | None = None
    sources: tuple[Source, ...] = ()
    travel: TravelData = field(default_factory=TravelData)
    drawn: Snapshot | None = None
    base: BaseLayer | None = None


def city_of_collection(folder: Path, *, on: date | None = None) -> tuple[City, str | None]:
    """The city of a collection folder, and one line for the error stream when rows of it are doubtful.

    Opens resources.csv, districts.csv, districts.geojson and population_mesh.csv alone. Raises BadInput.
    """
    snapshot, doubts = read_catalogue(folder)
    boundaries = read_boundaries(folder / BOUNDARIES) if (folder / BOUNDARIES).exists() else None
    names = dict(zip(boundaries.ids, boundaries.names, strict=True)) if boundaries else {}
    names |= read_district_names(folder)
    population = _population(folder / POPULATION)
    if population is not None and boundaries is not None:
        population = within_borders(population, boundaries)
    day = on or snapshot.newest_confirmed_on or today(SystemClock())
    sources = (population.source,) if population else ()
    return City(folder.resolve().name, snapshot, names, boundaries, population, day, sources=sources), doubts


def _population(path: Path) -> Population | None:
    if not path.exists():
        return None
    try:
        return read_population_file(path)
    except GeoError as error:
        raise BadInput(str(error)) from error
