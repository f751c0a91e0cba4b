"""The engine's view of the catalogue, built once per catalogue version and reader's scope."""

from __future__ import annotations

import threading
from collections import OrderedDict
from dataclasses import dataclass

from sqlmodel import Session

from matcher.engine.catalogue import prepare
from matcher.engine.match import Engine
from resources.quality.candidates import told_apart
from resources.quality.stored_limits import load_limits
from resources.repository import catalogue_version, load_records
from resources.scope import Scope
from resources.snapshot import Snapshot, build_snapshot

MOST_SCOPES = 8  # each holds the whole catalogue in memory


@dataclass(frozen=True)
class ReadyCatalogue:
    """A snapshot and the engine that holds its index."""

    version: int
    snapshot: Snapshot
    engine: Engine


class SnapshotHolder:
    """Hands out the snapshot of the current catalogue version; safe to ask from many threads.

    A scope is a reader's organisation and the widest 公開範囲 that the role sees, so that no snapshot is
    shared between readers who may not see the same.
    """

    def __init__(self) -> None:
        self._building = threading.Lock()
        self._lock = threading.Lock()
        self._held: OrderedDict[Scope, ReadyCatalogue] = OrderedDict()

    def current(self, session: Session, scope: Scope) -> ReadyCatalogue:
        """What `scope` may read, ready for matching.

        Who first finds a new version builds it; until it is there everybody else gets the one before. Only
        a scope that has none yet waits.
        """
        version = catalogue_version(session)
        held = self._get(scope)
        if held is not None and held.version == version:
            return held
        if not self._building.acquire(blocking=held is None):
            assert held is not None
            return held
        try:
            held = self._get(scope)  # somebody may have built it meanwhile
            if held is None or held.version != version:  # lower after a backup was put back
                held = _build(session, scope, version, held)
                self._keep(scope, held)
            return held
        finally:
            self._building.release()

    def _get(self, scope: Scope) -> ReadyCatalogue | None:
        with self._lock:
            if scope in self._held:
                self._held.move_to_end(scope)
            return self._held.get(scope)

    def _keep(self, scope: Scope, ready: ReadyCatalogue) -> None:
        with self._lock:
            self._held[scope] = ready
            self._held.move_to_end(scope)
            while len(self._held) > MOST_SCOPES:
                self._held.popitem(last=False)


def _build(session: Session, scope: Scope, version: int, before: ReadyCatalogue | None) -> ReadyCatalogue:
    records, limits = load_records(session, scope), load_limits(session)
    snapshot = build_snapshot(records, str(version), limits=limits, told_apart=told_apart(session))
    engine = Engine()
    # Reading the texts is the slow part: those that are as they were are not read again.
    engine.use(prepare(snapshot, before.engine.ready if before else None))
    return ReadyCatalogue(version, snapshot, engine)
