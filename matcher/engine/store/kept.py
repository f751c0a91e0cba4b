"""The catalogue of a version, from its folder where it is there, else made and kept there."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path

from matcher.engine.catalogue import Catalogue, prepare
from matcher.engine.store.loading import load
from matcher.engine.store.manifest import UnusableStore
from matcher.engine.store.saving import save
from resources.records import ResourceRecord
from resources.snapshot import build_snapshot


def kept_catalogue(folder: Path, version: str, records: Callable[[], Iterable[ResourceRecord]]) -> Catalogue:
    """Catalogue version `version`; `records` is asked only when the folder does not hold it."""
    try:
        return load(folder, version)
    except UnusableStore:
        catalogue = prepare(build_snapshot(records(), version))
        save(catalogue, folder)
        return catalogue
