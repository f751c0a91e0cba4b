"""Files of population, read together for the import."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from geo.errors import GeoError
from geo.population.model import Population
from geo.population.reading import read_population_file
from geo.population.rollup import combine
from resources.errors import BadInput
from resources.importing.regular_file import require_regular_file


@dataclass(frozen=True)
class PopulationImport:
    """All files as one population; `cells`: file name and number of its cells."""

    population: Population
    cells: tuple[tuple[str, int], ...]


def read_population_files(paths: Sequence[Path], *, year: int | None = None) -> PopulationImport:
    """Read the files as one population. `year`: of 将来推計人口. Raises BadInput in one line."""
    parts = []
    for path in paths:
        require_regular_file(path)
        try:
            parts.append(read_population_file(path, year=year))
        except GeoError as error:
            raise BadInput(str(error)) from error
        except OSError as error:
            raise BadInput(
                "ファイルを開けません。", file=path.name, remedy="置き場所を確かめてください。"
            ) from error
    try:
        together = combine(parts)
    except GeoError as error:
        raise BadInput(str(error)) from error
    return PopulationImport(
        together, tuple((path.name, len(part)) for path, part in zip(paths, parts, strict=True))
    )
