"""Street networks: reading OSM extracts, and times that agree with networkx."""

from __future__ import annotations

from pathlib import Path

import networkx as nx
import numpy as np
import osmium
import pytest

from bench.geo.made_streets import LAT, LON, STEP, as_networkx, grid
from geo.errors import GeoError, UnknownTravelMode
from geo.travel import TravelData, TravelMode, travel_time
from geo.travel.network import NetworkTravel, read_network
from geo.travel.network.cutting import LONGEST_METRES

MODES = {
    "walk": TravelMode(4.0),
    "bicycle": TravelMode(12.0),
    "car": TravelMode(25.0),
    "bus": TravelMode(10.0, 10.0),
}


def write_streets(path: Path, ways: list[tuple[list[int], dict[str, str]]]) -> Path:
    """Node i stands i × 0.001 degrees east of the origin; a way is its nodes and its tags."""
    with osmium.SimpleWriter(str(path)) as writer:
        for node in sorted({node for nodes, _ in ways for node in nodes}):
            writer.add_node(osmium.osm.mutable.Node(id=node, location=(136.0 + node * 0.001, 35.0)))
        for number, (nodes, tags) in enumerate(ways, start=1):
            writer.add_way(osmium.osm.mutable.Way(id=number, nodes=nodes, tags=tags))
    return path


@pytest.mark.parametrize("mode", ["walk", "bicycle", "car"])
def test_every_pair_within_the_limit_equals_networkx(mode: str) -> None:
    network = grid(14, seed=3)
    model = NetworkTravel(network, MODES)
    junctions = np.flatnonzero(network.usable(mode))
    places = junctions[::17]
    reach = model.reach(network.positions[junctions], network.positions[places], mode, 12.0)
    kmh = 20.0 if mode == "car" else MODES[mode].speed_kmh
    graph = as_networkx(network, mode, kmh)
    found = {
        (int(junctions[cell]), int(places[reach.places[entry]])): reach.minutes[entry]
        for cell in range(len(reach))
        for entry in range(reach.indptr[cell], reach.indptr[cell + 1])
    }
    wanted = {}
    for place in places.tolist():
        lengths = nx.single_source_dijkstra_path_length(graph.reverse(), place, weight="minutes")
        wanted |= {
            (node, place): minutes for node, minutes in lengths.items() if node in set(junctions.tolist())
        }
    wanted = {pair: minutes for pair, minutes in wanted.items() if minutes <= 12.0}
    assert found.keys() == wanted.keys()
    assert all(found[pair] == pytest.approx(wanted[pair], abs=1e-9) for pair in wanted)


def test_the_nearest_of_many_places_is_found_by_one_search() -> None:
    network = grid(14, seed=5)
    model = NetworkTravel(network, MODES)
    places = network.positions[np.flatnonzero(network.usable("bicycle"))[::23]]
    reach = model.reach(network.positions, places, "bicycle", 9.0)
    nearest = model.nearest_minutes(network.positions, places, "bicycle", 9.0)
    slowly = [
        min(reach.minutes[reach.indptr[i] : reach.indptr[i + 1]], default=np.inf) for i in range(len(reach))
    ]
    assert nearest == pytest.approx(np.array(slowly), abs=1e-9)


def test_times_from_one_start_agree_with_those_of_all_pairs() -> None:
    network = grid(10, seed=7)
    model = NetworkTravel(network, MODES)
    start, ends = network.positions[[11]], network.positions[::9]
    reach = model.reach(start, ends, "walk", 500.0)
    times = model.minutes((start[0, 0], start[0, 1]), ends[:, 0], ends[:, 1], "walk")
    assert times[reach.places] == pytest.approx(reach.minutes, abs=1e-9)


def test_a_position_far_from_every_street_has_no_way() -> None:
    network = grid(6, seed=1)
    model = NetworkTravel(network, MODES)
    lats, lons = np.array([LAT, LAT + 50 * STEP, np.nan]), np.array([LON, LON, LON])
    times = model.minutes((network.positions[0, 0], network.positions[0, 1]), lats, lons, "walk")
    assert np.isfinite(times[0])
    assert times[1] == np.inf
    assert np.isnan(times[2])
    reach = model.reach(network.positions[:1], np.column_stack([lats, lons]), "walk", 1000.0)
    assert reach.places.tolist() == [0]


def test_a_mode_that_streets_say_nothing_about_is_refused() -> None:
    model = NetworkTravel(grid(4, seed=1), MODES)
    assert not model.knows("bus")
    with pytest.raises(UnknownTravelMode):
        model.reach(np.zeros((1, 2)), np.zeros((1, 2)), "bus", 30.0)


@pytest.mark.parametrize("name", ["town.osm.pbf", "town.osm"])
def test_nodes_where_nothing_meets_are_no_junctions(
    tmp_path: Path, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("geo.travel.network.cutting.LONGEST_METRES", 1000.0)
    file = write_streets(
        tmp_path / name, [([0, 1, 2, 3], {"highway": "residential"}), ([2, 9], {"highway": "path"})]
    )
    network = read_network(file)
    assert len(network) == 4  # 0, 2, 3, 9
    step = 0.001 * np.pi / 180 * 6_371_000 * np.cos(np.radians(35.0))
    assert sorted(network.metres) == pytest.approx([step, 2 * step, 7 * step], rel=1e-6)


def test_who_lives_beside_a_long_road_enters_it_there_and_walks_its_whole_length(tmp_path: Path) -> None:
    """A road of 3.6 km bends once; its only nodes are its ends and the bend, and a one-way lane leads off it."""
    road, lane = [0, 19, 40], [40, 52]
    tags = {"highway": "tertiary"}
    network = read_network(
        write_streets(tmp_path / "town.osm.pbf", [(road, tags), (lane, tags | {"oneway": "yes"})])
    )
    step = 0.001 * np.pi / 180 * 6_371_000 * np.cos(np.radians(35.0))
    assert network.metres.max() <= LONGEST_METRES
    assert network.metres.sum() == pytest.approx(52 * step, rel=1e-5)
    assert network.forward["car"].all()
    one_way = ~network.backward["car"]
    assert network.metres[one_way].sum() == pytest.approx(12 * step, rel=1e-5)
    assert network.positions[network.tails[one_way], 1].min() == pytest.approx(136.040)
    model = NetworkTravel(network, MODES)
    beside = (35.0005, 136.0105)
    assert model.near_streets(np.array([beside]), "walk").tolist() == [True]
    (minutes,) = model.minutes((35.0, 136.0), np.array([beside[0]]), np.array([136.0305]), "walk")
    assert (
        0 <= minutes - 30.5 * step / 1000 / 4 * 60 <= 2.5
    )  # 56 m to the road, at most 100 m too far along it
    straight = model.minutes((35.0, 136.0), np.array([35.0]), np.array([136.052]), "walk")
    assert straight == pytest.approx(52 * step / 1000 / 4 * 60, rel=1e-5)


@pytest.mark.parametrize(
    ("tags", "walk", "bicycle", "car"),
    [
        ({"highway": "residential"}, "<>", "<>", "<>"),
        ({"highway": "residential", "oneway": "yes"}, "<>", ">", ">"),
        ({"highway": "residential", "oneway": "-1"}, "<>", "<", "<"),
        ({"highway": "residential", "oneway": "yes", "oneway:bicycle": "no"}, "<>", "<>", ">"),
        ({"highway": "residential", "access": "private"}, "", "", ""),
        ({"highway": "service", "access": "no", "foot": "yes"}, "<>", "", ""),
        ({"highway": "motorway"}, "", "", "<>"),
        ({"highway": "trunk", "motorroad": "yes"}, "", "<>", "<>"),
        ({"highway": "steps"}, "<>", "", ""),
        ({"highway": "footway", "bicycle": "yes"}, "<>", "<>", ""),
        ({"highway": "tertiary", "junction": "roundabout"}, "<>", ">", ">"),
        ({"highway": "proposed"}, "", "", ""),
    ],
)
def test_who_may_use_a_street_follows_its_tags(
    tmp_path: Path, tags: dict[str, str], walk: str, bicycle: str, car: str
) -> None:
    kept = ([5, 6], {"highway": "residential"})
    network = read_network(write_streets(tmp_path / "town.osm.pbf", [([0, 1], tags), kept]))
    west = network.positions[network.tails, 1] < 136.0035
    for mode, wanted in (("walk", walk), ("bicycle", bicycle), ("car", car)):
        ways = ">" * int(network.forward[mode][west].any()) + "<" * int(network.backward[mode][west].any())
        assert set(ways) == set(wanted), mode


def test_a_file_that_is_no_extract_is_refused_in_words(tmp_path: Path) -> None:
    wrong = tmp_path / "town.osm.pbf"
    wrong.write_bytes("住所,名称\n".encode())
    with pytest.raises(GeoError, match=r"town\.osm\.pbf: OSM のファイルとして読めません"):
        read_network(wrong)
    with pytest.raises(GeoError, match="ファイルがありません"):
        read_network(tmp_path / "none.osm.pbf")
    empty = write_streets(tmp_path / "empty.osm.pbf", [([0, 1], {"building": "yes"})])
    with pytest.raises(GeoError, match="道が一つもありません"):
        read_network(empty)


def test_a_model_without_its_data_says_what_to_bring() -> None:
    with pytest.raises(GeoError, match=r"道のデータがありません"):
        travel_time("network", modes=MODES)
    with pytest.raises(GeoError, match=r"時刻表がありません"):
        travel_time("transit", modes=MODES)
    assert travel_time("network", modes=MODES, data=TravelData(network=grid(4, seed=1))).knows("walk")
