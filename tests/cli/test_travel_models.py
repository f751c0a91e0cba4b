"""`gap` and `site` with streets or a timetable instead of straight lines."""

from __future__ import annotations

from pathlib import Path

import pytest

from api.cli.main import run_with
from tests.cli.small_streets import write_small_streets
from tests.cli.travel_runs import CITY, Capture, coverage, of_collection, refusal


def test_streets_that_lead_a_long_way_round_take_longer_than_a_straight_line(
    capsys: Capture, streets: Path
) -> None:
    assert coverage(of_collection(capsys, "gap")) == {"T1": 1.0, "T2": 1.0, "T3": 0.0}
    by_streets = of_collection(capsys, "gap", "--network", streets)
    assert coverage(by_streets) == {"T1": 1.0, "T2": 0.0, "T3": 0.0}


def test_with_streets_the_speed_alone_is_varied_and_no_detour_is_claimed(
    capsys: Capture, streets: Path
) -> None:
    asked = of_collection(capsys, "gap", "--network", streets)["parameters"]
    assert (asked["travel"], asked["travel_by"], asked["detour"]) == ("network", "道のりは道路網による", None)
    assert asked["speed_kmh"] == 4.0
    assert asked["assumptions"] == ["分速80m", "分速66.7m", "分速60m"]
    flagged = of_collection(capsys, "gap", "--network", streets)["districts"][1]
    assert (flagged["district_id"], flagged["underserved"]) == ("T2", True)
    assert "歩く速さの見込みを変えても" in flagged["why"][0]


def test_by_car_the_streets_decide_the_speed_too_and_times_vary_by_a_fifth(
    capsys: Capture, streets: Path
) -> None:
    document = of_collection(capsys, "gap", "--network", streets, "--mode", "車")
    asked = document["parameters"]
    assert (asked["speed_kmh"], asked["detour"]) == (None, None)
    assert asked["assumptions"] == ["所要時間0.8倍", "所要時間1.0倍", "所要時間1.2倍"]
    assert coverage(document)["T2"] == 1.0


def test_the_source_of_the_streets_stands_under_the_answer_with_who_lives_far_from_them(
    capsys: Capture, streets: Path, tmp_path: Path
) -> None:
    note = "道から500mより遠い人(9.8%)は、どこにも行けないものとして数える"
    line = f"出典: OpenStreetMap(2026-10-01)、ODbL 1.0、© OpenStreetMap contributors。{note}"
    picture = tmp_path / "map.html"
    document = of_collection(capsys, "gap", "--network", streets, "--map", picture)
    assert line in document["sources"]
    page = picture.read_text(encoding="utf-8")
    assert line in page
    assert "移動: 徒歩、時速4km、道のりは道路網による" in page


def test_a_bus_brings_a_far_district_within_reach_and_its_day_is_named(capsys: Capture, feed: Path) -> None:
    assert coverage(of_collection(capsys, "gap", "--mode", "バス"))["T3"] == 0.0
    document = of_collection(capsys, "gap", "--mode", "バス", "--gtfs", feed, "--day", "2026-11-24")
    assert coverage(document)["T3"] == 1.0
    assert document["parameters"]["travel"] == "transit"
    assert document["parameters"]["wait_minutes"] == 0.0
    assert "時刻表による" in document["parameters"]["travel_by"]
    assert "出典: 瑞浜バス GTFS-JP。2026-11-24 に走る便" in document["sources"]


def test_the_timetable_is_that_of_a_weekday_asked_for(capsys: Capture, feed: Path) -> None:
    document = of_collection(capsys, "gap", "--mode", "バス", "--gtfs", feed, "--weekday", "木")
    assert document["parameters"]["on"] == "2026-10-20"
    assert "2026-10-22 に走る便" in document["sources"][-1]
    said = refusal(
        *(capsys, 1, "gap", "--collection", CITY, "--kind", "居場所", "--mode", "バス"),
        *("--gtfs", feed, "--weekday", "日"),
    )
    assert said.startswith("2026-10-25 に走る便が時刻表にありません")


def test_a_bus_is_taken_in_the_hour_after_the_first_time_asked_for(capsys: Capture, feed: Path) -> None:
    """The buses of the feed leave from 9:00 to 10:10."""
    by_bus = ["--mode", "バス", "--gtfs", feed, "--weekday", "火"]
    morning = of_collection(capsys, "gap", *by_bus)
    assert "9:00から10:00までに出る人" in morning["parameters"]["travel_by"]
    assert coverage(morning)["T3"] == 1.0
    afternoon = of_collection(capsys, "gap", *by_bus, "--from", "13:00")
    assert "13:00から14:00までに出る人" in afternoon["parameters"]["travel_by"]
    assert afternoon["districts"][0]["places"] == 1
    assert coverage(afternoon)["T3"] == 0.0


def test_new_places_are_sought_along_the_streets(capsys: Capture, streets: Path) -> None:
    document = of_collection(capsys, "site", "--network", streets)
    (site,) = document["sites"]
    assert (site["district_id"], site["newly_covered"]) == ("T2", 310.0)
    assert run_with(["site", "--collection", str(CITY), "--kind", "居場所", "--network", str(streets)]) == 0
    assert "移動: 徒歩30分以内(時速4km、道のりは道路網による)" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (["--travel", "teleport"], "direct、network、transit の中から"),
        (["--travel", "network", "--mode", "バス"], "道路網では「バス」の所要時間を計算できません"),
        (["--travel", "transit"], "時刻表で計算できるのは、バスの所要時間だけです"),
        (["--travel", "direct", "--network", "x.osm.pbf"], "--network は --travel network と"),
        (["--network", "x.osm.pbf", "--gtfs", "y.zip"], "--gtfs は --travel transit と"),
        (["--travel", "transit", "--day", "2026-11-24"], "--gtfs と一緒に使います"),
        (["--gtfs", "y.zip", "--day", "あした"], "YYYY-MM-DD"),
    ],
)
def test_a_wrong_choice_of_model_is_a_wrong_use_of_the_command(
    capsys: Capture, options: list[str], said: str
) -> None:
    for command in ("gap", "site"):
        found = refusal(capsys, 2, command, "--collection", CITY, "--kind", "居場所", *options)
        assert said.replace(" ", "") in "".join(found.replace("│", "").split())


@pytest.mark.parametrize(
    ("travel", "mode", "option"), [("network", "徒歩", "--network"), ("transit", "バス", "--gtfs")]
)
def test_a_collection_without_the_file_is_told_which_option_gives_it(
    capsys: Capture, travel: str, mode: str, option: str
) -> None:
    asked = ["--kind", "居場所", "--travel", travel, "--mode", mode]
    said = refusal(capsys, 1, "gap", "--collection", CITY, *asked)
    assert option in said


def test_streets_of_another_town_are_refused_instead_of_calling_everybody_unserved(
    capsys: Capture, tmp_path: Path
) -> None:
    elsewhere = tmp_path / "elsewhere.osm.pbf"
    import tests.cli.small_streets as town

    with pytest.MonkeyPatch.context() as moved:
        for name in ("PLACE", "T1", "ROUND_ABOUT", "T2"):
            lat, lon = getattr(town, name)
            moved.setattr(town, name, (lat + 1.0, lon))
        write_small_streets(elsewhere)
    said = refusal(capsys, 1, "gap", "--collection", CITY, "--kind", "居場所", "--network", elsewhere)
    assert "住民の100%が道から500mより遠く" in said
    assert "市全体を含む" in said


def test_a_result_never_replaces_the_streets_that_were_read(capsys: Capture, tmp_path: Path) -> None:
    streets = write_small_streets(tmp_path / "town.osm.pbf")
    streets = streets.rename(tmp_path / "town.csv")
    before = streets.read_bytes()
    refusal(
        capsys, 1, "gap", "--collection", CITY, "--kind", "居場所", "--network", streets, "--out", streets
    )
    assert streets.read_bytes() == before


def test_a_timetable_of_another_weekday_than_the_one_asked_for_is_said(capsys: Capture, feed: Path) -> None:
    by_bus = ["--mode", "バス", "--gtfs", feed, "--day", "2026-11-24"]  # a Tuesday
    for command in ("gap", "site"):
        notes = of_collection(capsys, command, *by_bus, "--weekday", "木", "--weekday", "火")["notes"]
        (said,) = [note for note in notes if "時刻表は2026-11-24(火)のものです" in note]
        assert "木のバスは違うことがあります" in said
    for asked in (["--weekday", "火"], []):
        assert not [
            note for note in of_collection(capsys, "gap", *by_bus, *asked)["notes"] if "時刻表は" in note
        ]
