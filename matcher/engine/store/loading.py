"""Map a stored catalogue into memory: what is not looked at is not read."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from matcher.engine.catalogue import Catalogue, ConceptIndex
from matcher.engine.catalogue.concept_index import Readings
from matcher.engine.store.manifest import CURRENT, Manifest, UnusableStore, read_manifest
from matcher.engine.store.records import load_records
from matcher.engine.store.saving import CONCEPT_ARRAYS, READING_ARRAYS, TEXT_ARRAYS, TIMETABLE_ARRAYS
from matcher.engine.text_index import TextIndex
from resources.columns import Coded, Flags, Timetables
from resources.snapshot import Snapshot, column_names


def load(folder: Path, version: str | None = None) -> Catalogue:
    """The catalogue in `folder`, of catalogue version `version` where one is given.

    Raises UnusableStore where there is none, where it is another version, or where another engine, dictionary or
    vocabulary wrote it.
    """
    try:
        generation = folder / (folder / CURRENT).read_text(encoding="utf-8").strip()
    except OSError as error:
        raise UnusableStore("保存された照合データがありません。作ります。") from error
    manifest = read_manifest(generation)
    if version is not None and manifest.catalogue != version:
        raise UnusableStore("保存された照合データは前の版の一覧のものです。作り直します。")
    try:
        return _catalogue(generation, manifest)
    except (OSError, ValueError, EOFError) as error:
        raise UnusableStore("保存された照合データが読めません。作り直します。") from error


def _catalogue(generation: Path, manifest: Manifest) -> Catalogue:
    readings = {name: _array(generation, f"readings.{name}") for name in READING_ARRAYS}
    concepts = {name: _array(generation, f"concepts.{name}") for name in CONCEPT_ARRAYS}
    return Catalogue(
        snapshot=_snapshot(generation, manifest),
        text=TextIndex(**{name: _array(generation, f"text.{name}") for name in TEXT_ARRAYS}),
        concepts=ConceptIndex(tuple(manifest.concepts), Readings(**readings), **concepts),
        digests=_array(generation, "digests"),
    )


def _snapshot(generation: Path, manifest: Manifest) -> Snapshot:
    columns = {name: _column(generation, name, manifest) for name in column_names()}
    return Snapshot(
        version=manifest.catalogue,
        newest_confirmed_on=date.fromisoformat(manifest.newest) if manifest.newest else None,
        records=load_records(generation),
        **columns,
    )


def _column(generation: Path, name: str, manifest: Manifest) -> Any:
    if name == "timetables":
        arrays = {part: _array(generation, f"{name}.{part}") for part in TIMETABLE_ARRAYS}
        return Timetables(**arrays, size=manifest.timetables)
    array = _array(generation, name)
    if name in manifest.names:
        return Coded(tuple(manifest.names[name]), array)
    return Flags(tuple(manifest.codes[name]), array) if name in manifest.codes else array


def _array(generation: Path, name: str) -> npt.NDArray[Any]:
    """A plain array on the mapped file: numpy's own class for mapped arrays makes every small step slower."""
    mapped: npt.NDArray[Any] = np.load(generation / f"{name}.npy", mmap_mode="r", allow_pickle=False)
    return mapped.view(np.ndarray)
