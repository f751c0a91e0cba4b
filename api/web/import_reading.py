"""Uploaded files, read as the command line reads files, each with the mapping that is its own."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from tempfile import TemporaryDirectory

from sqlmodel import Session

from api.accounts.pending_imports import HeldFile
from resources.clock import Clock, today
from resources.errors import BadInput
from resources.importing import ReadResult, read_resource_files
from resources.importing.column_mapping import ColumnMapping, fingerprints
from resources.importing.grid import Grid
from resources.importing.saved_mappings import mapping_for
from resources.importing.sources import read_source
from resources.importing.stored_districts import stored_districts


@dataclass(frozen=True)
class ReadFiles:
    """What was read, in the order of the files. `mappings`: how each was read, None as recognised."""

    results: tuple[ReadResult, ...]
    mappings: tuple[ColumnMapping | None, ...]


@contextmanager
def on_disk(files: Sequence[HeldFile]) -> Iterator[list[Path]]:
    """The files under their names, each in a folder of its own: two of them may have one name."""
    with TemporaryDirectory(prefix="tsunagite-") as folder:
        paths = []
        for number, file in enumerate(files):
            place = Path(folder) / str(number)
            place.mkdir()
            path = place / file.name
            path.write_bytes(file.data)
            paths.append(path)
        yield paths


def read_held(
    session: Session, files: Sequence[HeldFile], *, organisation_id: int, clock: Clock
) -> ReadFiles:
    """Read uploaded files together. Raises BadInput, naming the file, when one cannot be read."""
    with on_disk(files) as paths:
        mappings = tuple(
            mapping_of(session, file, path, organisation_id=organisation_id)
            for file, path in zip(files, paths, strict=True)
        )
        results = read_resource_files(
            paths, mapped=mappings, districts=stored_districts(session), on=today(clock)
        )
    return ReadFiles(results, mappings)


def mapping_of(session: Session, file: HeldFile, path: Path, *, organisation_id: int) -> ColumnMapping | None:
    """What a person said of this file; else what was saved for a file with the same headers."""
    if file.mapping_json:
        return ColumnMapping.from_json(file.mapping_json)
    return mapping_for(session, organisation_id, fingerprints(grids_of(path)))


def grids_of(path: Path) -> tuple[Grid, ...]:
    """The sheets of a file that is a table of cells; none of any other file."""
    try:
        grids = read_source(path).grids
    except BadInput:
        return ()
    return tuple(grid for grid in grids if grid.rows)


def needs_mapping(session: Session, file: HeldFile, *, organisation_id: int, clock: Clock) -> bool:
    """Whether a person has to say what the columns are. Raises BadInput for a file that is no table at all."""
    try:
        read_held(session, [file], organisation_id=organisation_id, clock=clock)
    except BadInput:
        if sheets_of(file):
            return True
        raise
    return False


def sheets_of(file: HeldFile) -> tuple[Grid, ...]:
    """The sheets of an uploaded file that hold more than one row and more than one column."""
    with on_disk([file]) as paths:
        grids = grids_of(paths[0])
    return tuple(
        grid for grid in grids if len(grid.rows) > 1 and any(len(row.cells) > 1 for row in grid.rows)
    )


def with_mapping(file: HeldFile, mapping: ColumnMapping) -> HeldFile:
    """The same file, to be read in this way."""
    return replace(file, mapping_json=mapping.to_json())
