"""Areas and people are read once, drawn once, and read again when they change."""

from __future__ import annotations

import json
import threading

from fastapi import FastAPI
from sqlmodel import Session

from api.planning.stored_city import Ground, read_ground
from api.web.ground import GroundHolder, HeldGround
from resources.areas import store_areas
from resources.catalogue_writer import touch_catalogue
from resources.population import assign_districts
from tests.api.conftest import MovingClock
from tests.api.planned_city import areas, give_ground, rename_source
from tests.api.visitor import Visitor


class CountingReader:
    """Reads the ground, and how often."""

    def __init__(self) -> None:
        self.times = 0

    def __call__(self, session: Session) -> Ground:
        self.times += 1
        return read_ground(session)


def ask(app: FastAPI, holder: GroundHolder) -> HeldGround:
    with app.state.parts.database.session() as session:
        return holder.current(session)


def test_many_readers_share_one_reading(app: FastAPI, moving_clock: MovingClock) -> None:
    give_ground(app, moving_clock)
    reader = CountingReader()
    holder, together, answers = GroundHolder(reader), threading.Barrier(4), list[HeldGround]()

    def read() -> None:
        together.wait()
        answers.append(ask(app, holder))

    threads = [threading.Thread(target=read) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(answers) == 4
    assert reader.times == 1


def test_new_people_new_borders_and_a_new_catalogue_are_each_seen_at_once(
    app: FastAPI, moving_clock: MovingClock
) -> None:
    reader = CountingReader()
    holder = GroundHolder(reader)
    assert ask(app, holder).ground.population is None
    give_ground(app, moving_clock)
    assert ask(app, holder).ground.boundaries is not None
    rename_source(app, moving_clock, "新しい人口")
    assert ask(app, holder).ground.sources[-1].name == "新しい人口"
    assert reader.times == 3
    with app.state.parts.database.session() as session:
        touch_catalogue(session, clock=moving_clock)
    ask(app, holder)
    assert reader.times == 4


def test_storing_the_same_again_changes_nothing(app: FastAPI, moving_clock: MovingClock) -> None:
    give_ground(app, moving_clock)
    reader = CountingReader()
    holder = GroundHolder(reader)
    ask(app, holder)
    with app.state.parts.database.session() as session:
        store_areas(session, areas())
        assert assign_districts(session, areas()) == 0
    ask(app, holder)
    assert reader.times == 1


def test_the_outlines_are_simplified_with_their_border_still_common(
    worker: Visitor, app: FastAPI, moving_clock: MovingClock
) -> None:
    give_ground(app, moving_clock)
    response = worker.get("/districts.json")
    assert response.headers["content-type"] == "application/json"
    rings = [
        {tuple(corner) for corner in feature["geometry"]["coordinates"][0]}
        for feature in json.loads(response.content)["features"]
    ]
    assert all(len(ring) < 40 for ring in rings)  # of 404
    assert len(rings[0] & rings[1]) >= 2
    assert len(response.content) < 2_500
    plain = worker.get("/districts.json", headers={"Accept-Encoding": "identity"})
    assert plain.content == response.content
    assert int(response.headers["content-length"]) < int(plain.headers["content-length"]) / 2


def test_a_browser_that_has_the_outlines_is_told_so_until_they_change(
    worker: Visitor, app: FastAPI, moving_clock: MovingClock
) -> None:
    empty = worker.get("/districts.json")
    assert json.loads(empty.content)["features"] == []
    known = {"If-None-Match": empty.headers["etag"]}
    again = worker.get("/districts.json", headers=known)
    assert (again.status_code, again.content) == (304, b"")
    give_ground(app, moving_clock)
    changed = worker.get("/districts.json", headers=known)
    assert changed.status_code == 200
    assert changed.headers["etag"] != empty.headers["etag"]
    assert changed.headers["cache-control"] == "private, no-cache"
