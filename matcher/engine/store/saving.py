"""Write a catalogue into a folder."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator
from dataclasses import fields
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from matcher.engine.catalogue import Catalogue
from matcher.engine.catalogue.concept_index import Readings
from matcher.engine.store.manifest import CURRENT, MANIFEST, Manifest, manifest_json
from matcher.engine.store.records import save_records
from matcher.engine.text_index import TextIndex
from resources.atomic_file import replace_file
from resources.columns import Coded, Flags, Timetables
from resources.snapshot import Snapshot, column_names

TIMETABLE_ARRAYS = ("numbers", "timetable", "weekday", "start", "end")
TEXT_ARRAYS = tuple(field.name for field in fields(TextIndex))
READING_ARRAYS = tuple(field.name for field in fields(Readings))
CONCEPT_ARRAYS = ("postings", "entries", "entry_flags")


def save(catalogue: Catalogue, folder: Path) -> None:
    """Make `catalogue` the one that `load` finds. Whoever has the one before in use keeps it; an older one goes."""
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    generation = Path(tempfile.mkdtemp(prefix="catalogue-", dir=folder))
    try:
        for name, array in _arrays(catalogue):
            np.save(generation / f"{name}.npy", array, allow_pickle=False)
        save_records(catalogue.snapshot.records, generation)
        (generation / MANIFEST).write_text(manifest_json(_manifest(catalogue)), encoding="utf-8")
    except BaseException:  # an interrupted write leaves nothing half done behind
        shutil.rmtree(generation, ignore_errors=True)
        raise
    current = folder / CURRENT
    before = current.read_text(encoding="utf-8").strip() if current.exists() else ""
    replace_file(current, [generation.name])
    for old in folder.glob("catalogue-*"):
        if old.name not in (generation.name, before):
            shutil.rmtree(
                old, ignore_errors=True
            )  # where it is still mapped (Windows), the next save tries again


def _arrays(catalogue: Catalogue) -> Iterator[tuple[str, npt.NDArray[Any]]]:
    """(file name without ending, array)."""
    for name in column_names():
        yield from _column_arrays(name, getattr(catalogue.snapshot, name))
    for name in TEXT_ARRAYS:
        yield f"text.{name}", getattr(catalogue.text, name)
    for name in CONCEPT_ARRAYS:
        yield f"concepts.{name}", getattr(catalogue.concepts, name)
    for name in READING_ARRAYS:
        yield f"readings.{name}", getattr(catalogue.concepts.readings, name)
    yield "digests", catalogue.digests


def _column_arrays(name: str, column: Any) -> Iterator[tuple[str, npt.NDArray[Any]]]:
    if isinstance(column, Timetables):
        for part in TIMETABLE_ARRAYS:
            yield f"{name}.{part}", getattr(column, part)
    elif isinstance(column, Coded):
        yield name, column.numbers
    else:
        yield name, column.bits if isinstance(column, Flags) else column


def _manifest(catalogue: Catalogue) -> Manifest:
    snapshot: Snapshot = catalogue.snapshot
    columns = {name: getattr(snapshot, name) for name in column_names()}
    return Manifest(
        catalogue=snapshot.version,
        newest=snapshot.newest_confirmed_on.isoformat() if snapshot.newest_confirmed_on else None,
        names={name: list(c.names) for name, c in columns.items() if isinstance(c, Coded)},
        codes={name: list(c.codes) for name, c in columns.items() if isinstance(c, Flags)},
        concepts=list(catalogue.concepts.codes),
        timetables=snapshot.timetables.size,
    )
