"""The engine's view of the catalogue is built once per version, however many ask at the same time."""

from __future__ import annotations

import threading

from fastapi import FastAPI

from api.web.snapshots import ReadyCatalogue, SnapshotHolder
from resources.scope import Scope
from tests.api.conftest import MovingClock
from tests.api.sample_city import OPEN_PLACE, add_entries


def ask_at_once(app: FastAPI, holder: SnapshotHolder, readers: int) -> list[ReadyCatalogue]:
    answers: list[ReadyCatalogue] = []
    together = threading.Barrier(readers)

    def ask() -> None:
        with app.state.parts.database.session() as session:
            together.wait()
            answers.append(holder.current(session, Scope.operator()))

    threads = [threading.Thread(target=ask) for _ in range(readers)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return answers


def test_many_readers_share_one_snapshot(app: FastAPI) -> None:
    answers = ask_at_once(app, SnapshotHolder(), 4)
    assert len(answers) == 4
    assert len({id(answer.snapshot) for answer in answers}) == 1
    assert len(answers[0].snapshot) == 5


def test_a_new_version_of_the_catalogue_makes_a_new_snapshot(app: FastAPI, moving_clock: MovingClock) -> None:
    holder = SnapshotHolder()
    (before,) = ask_at_once(app, holder, 1)
    add_entries(app, moving_clock, OPEN_PLACE)
    after = ask_at_once(app, holder, 4)
    assert {len(answer.snapshot) for answer in after} == {6}
    assert len({id(answer.snapshot) for answer in after}) == 1
    assert after[0].version > before.version
    assert after[0].snapshot.version == str(after[0].version)


def test_readers_of_different_scope_do_not_share(app: FastAPI) -> None:
    holder = SnapshotHolder()
    contractor = Scope(organisation_id=None, is_own=False)
    with app.state.parts.database.session() as session:
        own = holder.current(session, Scope.operator())
        other = holder.current(session, contractor)
        assert own.snapshot is not other.snapshot
        assert holder.current(session, Scope.operator()) is own
