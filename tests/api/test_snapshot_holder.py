"""The engine's view of the catalogue is built once per version, however many ask at the same time."""

from __future__ import annotations

import threading

import pytest
from fastapi import FastAPI
from sqlalchemy import update
from sqlmodel import Session

from api.web import snapshots
from api.web.snapshots import ReadyCatalogue, SnapshotHolder
from resources.scope import Scope
from resources.tables import CatalogueState
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
    together = ask_at_once(app, holder, 4)
    assert len({id(answer.snapshot) for answer in together} - {id(before.snapshot)}) == 1
    (after,) = ask_at_once(app, holder, 1)
    assert len(after.snapshot) == 6
    assert after.version > before.version
    assert after.snapshot.version == str(after.version)


def test_while_one_builds_the_others_get_the_snapshot_before(
    app: FastAPI, moving_clock: MovingClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    holder, building, go_on = SnapshotHolder(), threading.Event(), threading.Event()
    (before,) = ask_at_once(app, holder, 1)
    add_entries(app, moving_clock, OPEN_PLACE)
    build = snapshots._build

    def slow(session: Session, scope: Scope, version: int, held: ReadyCatalogue | None) -> ReadyCatalogue:
        building.set()
        assert go_on.wait(30)
        return build(session, scope, version, held)

    monkeypatch.setattr(snapshots, "_build", slow)
    builder = threading.Thread(target=ask_at_once, args=(app, holder, 1))
    builder.start()
    assert building.wait(30)
    (meanwhile,) = ask_at_once(app, holder, 1)
    go_on.set()
    builder.join()
    assert meanwhile is before
    assert ask_at_once(app, holder, 1)[0].version == before.version + 1


def test_a_lower_version_after_a_backup_was_put_back_is_a_new_one_too(app: FastAPI) -> None:
    holder = SnapshotHolder()
    (before,) = ask_at_once(app, holder, 1)
    with app.state.parts.database.session() as session:
        session.exec(update(CatalogueState).values(version=before.version - 1))
    assert ask_at_once(app, holder, 1)[0].version == before.version - 1


def test_no_more_than_eight_scopes_are_held(app: FastAPI) -> None:
    holder = SnapshotHolder()
    scopes = [Scope(organisation_id=n, is_own=False) for n in range(9)]
    with app.state.parts.database.session() as session:
        first = [holder.current(session, scope) for scope in scopes]
        assert holder.current(session, scopes[1]) is first[1]
        assert holder.current(session, scopes[0]) is not first[0]  # the one unused for longest went
        assert holder.current(session, scopes[1]) is first[1]


def test_readers_of_different_scope_do_not_share(app: FastAPI) -> None:
    holder = SnapshotHolder()
    contractor = Scope(organisation_id=None, is_own=False)
    with app.state.parts.database.session() as session:
        own = holder.current(session, Scope.operator())
        other = holder.current(session, contractor)
        assert own.snapshot is not other.snapshot
        assert holder.current(session, Scope.operator()) is own
