"""The engine's view of the catalogue, built once per catalogue version and reader's scope."""

from __future__ import annotations

import threading
from dataclasses import dataclass

from sqlmodel import Session

from matcher.engine.match import Engine
from resources.repository import catalogue_version, load_records
from resources.scope import Scope
from resources.snapshot import Snapshot, build_snapshot


@dataclass(frozen=True)
class ReadyCatalogue:
    """A snapshot and the engine that holds its index."""

    version: int
    snapshot: Snapshot
    engine: Engine


class SnapshotHolder:
    """Hands out the snapshot of the current catalogue version; safe to ask from many threads."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._held: dict[Scope, ReadyCatalogue] = {}

    def current(self, session: Session, scope: Scope) -> ReadyCatalogue:
        """What `scope` may read, ready for matching. The first reader of a version builds it, others wait."""
        version = catalogue_version(session)
        held = self._held.get(scope)
        if held is None or held.version < version:
            with self._lock:
                held = self._held.get(scope)
                if held is None or held.version < version:
                    held = self._held[scope] = _build(session, scope, version)
        return held


def _build(session: Session, scope: Scope, version: int) -> ReadyCatalogue:
    snapshot = build_snapshot(load_records(session, scope), str(version))
    engine = Engine()
    engine.catalogue(snapshot)  # the text index is the slow part
    return ReadyCatalogue(version, snapshot, engine)
