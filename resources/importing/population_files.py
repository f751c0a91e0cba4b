"""Files of population, read together for the import."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from geo.errors import GeoError
from geo.population.model import Population
from geo.population.reading import read_population_file
from geo.population.rollup import combine
from resources.errors import BadInput
from resources.importing.findings import Finding
from resources.importing.regular_file import require_regular_file


@dataclass(frozen=True)
class PopulationImport:
    """All files as one population; `cells`: file name and number of its cells; `findings`: for the report."""

    population: Population
    cells: tuple[tuple[str, int], ...]
    findings: tuple[Finding, ...]


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
    named = [(path.name, part) for path, part in zip(paths, parts, strict=True)]
    return PopulationImport(
        together,
        tuple((name, len(part)) for name, part in named),
        tuple(finding for name, part in named for finding in _findings(name, part)),
    )


def _findings(file: str, part: Population) -> Iterator[Finding]:
    """What its publisher warns of, and every cell whose ages are hidden."""
    if part.source.note:
        yield Finding(file, None, None, "note", f"{part.source.note}。", "")
    for code in part.codes[np.isnan(part.counts).any(axis=1)].tolist():
        yield Finding(file, None, None, "note", f"区画 {code} は、年齢別の人数が公表されていません。", "")
    for code in part.codes[np.isnan(part.totals)].tolist():
        yield Finding(file, None, None, "note", f"区画 {code} は、人数が公表されていません。", "")
