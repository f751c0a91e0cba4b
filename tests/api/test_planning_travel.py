"""The planner's pages with streets or a timetable that were imported, instead of straight lines."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable
from pathlib import Path

import pytest
from fastapi import FastAPI

from api.settings import Settings
from api.travel_files import keep, network_file, read_streets, read_timetables, timetable_file
from geo.travel.stored import network_bytes, timetable_bytes
from resources.clock import today
from tests.api.conftest import MovingClock
from tests.api.planned_city import CELLS, give_ground
from tests.api.sample_city import OPEN_PLACE
from tests.api.test_planning_pages import signed_in
from tests.api.visitor import Visitor
from tests.cli.small_streets import small_bus, write_streets
from tests.geo.travel.made_feed import write_zip

PLACE = (OPEN_PLACE.lat or 0.0, OPEN_PLACE.lon or 0.0)
HOMES = [(cell[1], cell[2]) for cell in CELLS]
FAR_EAST = (35.0130, 135.98)
HOW_TO_IMPORT = "tsunagite import network、tsunagite import gtfs で取り込みます"
PAGES = ("/planning", "/planning/siting", "/planning/matrix", "/planning/district?district=D01")
STREETS = "出典: OpenStreetMap(2026-10-01)、ODbL 1.0、© OpenStreetMap contributors"
WALKED = "徒歩、時速4km、道のりは道路網による"


@pytest.fixture
def settings(settings: Settings, tmp_path: Path) -> Settings:
    """Streets and timetables of a PostgreSQL city are kept apart from those of any other test, too."""
    return settings.model_copy(update={"data_dir": tmp_path / "data"})


@pytest.fixture
def planner(app: FastAPI, moving_clock: MovingClock, visitors: Callable[[], Visitor]) -> Visitor:
    give_ground(app, moving_clock)
    return signed_in(app, moving_clock, visitors, "planner")


def give_streets(settings: Settings, folder: Path, *, edition: str = "2026-10-01T20:21:00Z") -> None:
    """From the place to the first home, and only by way of the far east to the second."""
    path = write_streets(folder / "town.osm.pbf", (PLACE, HOMES[0], FAR_EAST, HOMES[1]), edition=edition)
    keep(network_file(settings), network_bytes(read_streets(path)))


def give_bus(settings: Settings, folder: Path, clock: MovingClock) -> None:
    """A bus every ten minutes from the far district to the place; it runs on a Saturday."""
    tables = small_bus(HOMES[2], PLACE) | {
        "calendar_dates.txt": [("service_id", "date", "exception_type"), ("平日", "20261121", 1)]
    }
    path = write_zip(folder / "bus.zip", tables)
    (timetable,) = read_timetables([path], today(clock))
    keep(timetable_file(settings), timetable_bytes(timetable))


def covered(planner: Visitor, query: str) -> dict[str, str]:
    """District → share of its people with a place in reach, from the file of the same question."""
    text = planner.get(f"/planning/file?kind=third_place&{query}").text
    rows = list(csv.DictReader(io.StringIO(text.removeprefix("\ufeff"))))
    return {row["学区ID"]: row["届く人の割合"] for row in rows if row["学区"] in ("本町学区", "港学区")}


def test_nothing_imported_leaves_the_straight_line_and_says_how_to_import(planner: Visitor) -> None:
    for path in PAGES:
        page = planner.get(path).text
        assert HOW_TO_IMPORT in page, path
        assert 'name="travel"' not in page, path
    assert "徒歩、時速4km、道のりは直線の1.3倍" in planner.get("/planning").text


def test_what_is_imported_can_be_chosen_on_every_page_and_nothing_else(
    planner: Visitor, settings: Settings, tmp_path: Path, moving_clock: MovingClock
) -> None:
    give_streets(settings, tmp_path)
    for path in PAGES:
        page = planner.get(path).text
        assert '<option value="network">道路網</option>' in page, path
        assert '<option value="transit">' not in page, path
        assert HOW_TO_IMPORT not in page, path
    give_bus(settings, tmp_path, moving_clock)
    assert '<option value="transit">時刻表（バス）</option>' in planner.get("/planning").text


def test_by_the_streets_a_long_way_round_is_long_and_speed_and_edition_stand_at_every_map(
    planner: Visitor, settings: Settings, tmp_path: Path
) -> None:
    give_streets(settings, tmp_path)
    assert covered(planner, "")["D01"] == "1.0"
    assert float(covered(planner, "travel=network")["D01"]) == pytest.approx(400 / 600, abs=1e-4)
    query = "kind=third_place&travel=network"
    page = planner.get(f"/planning?{query}").text
    assert '<option value="network" selected>' in page
    assert "travel=network&amp;form=html" in page  # files and further pages ask the same
    for address in (f"/planning?{query}", f"/planning/file?{query}&form=html"):
        shown = planner.get(address).text
        assert WALKED in shown, address
        assert STREETS in shown.replace("（", "(").replace("）", ")"), address
    sites = planner.get(f"/planning/siting?{query}").text.replace("（", "(").replace("）", ")")
    assert "徒歩30分以内(時速4km、道のりは道路網による)" in sites
    assert STREETS in sites


def test_a_bus_brings_the_far_district_within_reach_and_its_day_is_named(
    planner: Visitor, settings: Settings, tmp_path: Path, moving_clock: MovingClock
) -> None:
    give_bus(settings, tmp_path, moving_clock)
    assert covered(planner, "mode=bus")["D02"] == "0.0"
    assert covered(planner, "mode=bus&travel=transit")["D02"] == "1.0"
    for path in PAGES:
        joined = "&" if "?" in path else "?"
        page = planner.get(f"{path}{joined}kind=third_place&mode=bus&travel=transit").text
        assert "時刻表による、9:00から10:00までに出る人の中央値" in page, path
        assert "瑞浜バス GTFS-JP。2026-11-21 に走る便" in page, path


def test_a_new_edition_is_used_from_the_next_question_on(
    planner: Visitor, settings: Settings, tmp_path: Path
) -> None:
    query = "/planning?kind=third_place&travel=network"
    give_streets(settings, tmp_path)
    assert "2026-10-01" in planner.get(query).text
    give_streets(settings, tmp_path, edition="2027-01-15T20:21:00Z")
    assert "2027-01-15" in planner.get(query).text
    network_file(settings).unlink()
    assert planner.get(query).status_code == 422


@pytest.mark.parametrize(
    ("query", "field", "said"),
    [
        ("travel=network", "travel", "道のデータがありません。"),
        ("travel=transit&mode=bus", "travel", "時刻表がありません。"),
        ("travel=teleport", "travel", "所要時間の出し方「teleport」はありません。"),
        ("travel=network&mode=bus", "mode", "道路網では「バス」の所要時間を計算できません。"),
        ("travel=transit", "mode", "時刻表で計算できるのは、バスの所要時間だけです。"),
    ],
)
def test_a_model_that_is_not_there_or_does_not_know_the_way_is_said_at_its_field(
    planner: Visitor, query: str, field: str, said: str
) -> None:
    for path in PAGES:
        joined = "&" if "?" in path else "?"
        response = planner.get(f"{path}{joined}kind=third_place&{query}")
        assert response.status_code == 422, path
        assert said in response.text.split(f'id="error-{field}"', 1)[1].split("</p>", 1)[0], path


def test_streets_of_another_town_are_refused_at_the_field(
    planner: Visitor, settings: Settings, tmp_path: Path
) -> None:
    path = write_streets(tmp_path / "town.osm.pbf", [(lat + 1, lon) for lat, lon in (PLACE, *HOMES)])
    keep(network_file(settings), network_bytes(read_streets(path)))
    response = planner.get("/planning?kind=third_place&travel=network")
    assert response.status_code == 422
    assert "道のファイルが市の範囲を含んでいません。" in response.text.split('id="error-travel"', 1)[1]


def test_a_damaged_file_of_streets_is_said_and_does_not_break_the_page(
    planner: Visitor, settings: Settings
) -> None:
    keep(network_file(settings), b"no arrays")
    assert "もう一度取り込んでください" in planner.get("/planning?kind=third_place&travel=network").text
    assert planner.get("/planning?kind=third_place").status_code == 200
