"""Reading the streets of an OSM extract (.osm.pbf, .osm) with osmium: no network, nothing downloaded."""

from __future__ import annotations

import csv
from dataclasses import dataclass, field, replace
from functools import cache
from importlib.resources import files
from pathlib import Path

import numpy as np
import numpy.typing as npt
import osmium

from geo.errors import GeoError
from geo.sources import Source
from geo.travel.network.cutting import cut
from geo.travel.network.model import MODES, OSM, StreetNetwork
from geo.travel.sphere import EARTH_RADIUS_KM, on_sphere

_NO = frozenset({"no", "private", "use_sidepath"})
_YES = frozenset({"yes", "designated", "permissive", "destination"})
_OWN_TAG = {"walk": "foot", "bicycle": "bicycle", "car": "motor_vehicle"}
_BACKWARD = frozenset({"-1", "reverse"})


@dataclass(frozen=True, slots=True)
class _Highway:
    """May somebody walk, cycle, drive here as a rule, and how fast does a car go (km/h)."""

    may: dict[str, bool]
    car_kmh: float


@dataclass
class _Ways:
    """The ways as they are read: node ids and what is allowed on them."""

    nodes: list[npt.NDArray[np.int64]] = field(default_factory=list)
    positions: list[npt.NDArray[np.float64]] = field(default_factory=list)
    forward: list[tuple[bool, ...]] = field(default_factory=list)
    backward: list[tuple[bool, ...]] = field(default_factory=list)
    car_kmh: list[float] = field(default_factory=list)


def read_network(path: Path) -> StreetNetwork:
    """The streets of an OSM extract. Raises GeoError with what is wrong and what to do.

    Nodes of a way where nothing meets are no junctions: their way becomes one stretch of the whole length, and a long
    one is cut into equal parts (geo.travel.network.cutting).
    """
    if not path.is_file():
        raise GeoError(f"{path.name}: ファイルがありません。置き場所を確かめてください。")
    try:
        edition = _edition(path)
        ways = _read_ways(path)
    except (RuntimeError, osmium.InvalidLocationError) as error:
        raise GeoError(
            f"{path.name}: OSM のファイルとして読めません。.osm.pbf のファイルを取り直してください。"
        ) from error
    if not ways.nodes:
        raise GeoError(f"{path.name}: 道が一つもありません。市の範囲を含む抽出ファイルを使ってください。")
    return _junctions(ways, replace(OSM, edition=edition))


def _edition(path: Path) -> str:
    """The day up to which the extract holds what was mapped, as its header says; "" where it does not."""
    with osmium.io.Reader(str(path), osmium.osm.NOTHING) as reader:
        return str(reader.header().get("osmosis_replication_timestamp"))[:10]


def _read_ways(path: Path) -> _Ways:
    ways = _Ways()
    streets = (
        osmium.FileProcessor(str(path), osmium.osm.NODE | osmium.osm.WAY)
        .with_locations()
        .with_filter(osmium.filter.EntityFilter(osmium.osm.WAY))
        .with_filter(osmium.filter.KeyFilter("highway"))
    )
    for way in streets:
        assert isinstance(way, osmium.osm.Way)
        tags = {tag.k: tag.v for tag in way.tags}
        allowed = _allowed(tags)
        placed = [node for node in way.nodes if node.location.valid()]
        if allowed is None or len(placed) < 2:  # a way cut by the edge of the extract keeps what it has
            continue
        forward, backward, kmh = allowed
        ways.nodes.append(np.array([node.ref for node in placed], dtype=np.int64))
        ways.positions.append(np.array([(node.lat, node.lon) for node in placed], dtype=np.float64))
        ways.forward.append(forward)
        ways.backward.append(backward)
        ways.car_kmh.append(kmh)
    return ways


def _allowed(tags: dict[str, str]) -> tuple[tuple[bool, ...], tuple[bool, ...], float] | None:
    """Who may go forward and backward (in the order of MODES), and a car's speed; None for nobody."""
    highway = highways().get(tags["highway"])
    if highway is None or tags.get("area") == "yes":
        return None
    may = tuple(_may(mode, highway, tags) for mode in MODES)
    if not any(may):
        return None
    oneway = tags.get("oneway", "yes" if tags.get("junction") == "roundabout" else "no")
    forward, backward = list(may), list(may)
    for number, mode in enumerate(MODES):
        if mode == "walk" or (mode == "bicycle" and tags.get("oneway:bicycle") == "no"):
            continue  # people on foot go both ways
        forward[number] = may[number] and oneway not in _BACKWARD
        backward[number] = may[number] and oneway not in ("yes", "true", "1")
    return tuple(forward), tuple(backward), highway.car_kmh


def _may(mode: str, highway: _Highway, tags: dict[str, str]) -> bool:
    """The mode's own tag wins over `access`, and that over what the kind of street usually allows."""
    own = tags.get(_OWN_TAG[mode])
    if own in _NO:
        return False
    if own in _YES:
        return True
    if mode == "walk" and tags.get("motorroad") == "yes":
        return False
    return highway.may[mode] and tags.get("access") not in _NO


def _junctions(ways: _Ways, source: Source) -> StreetNetwork:
    """Ways cut where they meet: only junctions and dead ends stay, and points that cut what is long."""
    refs = np.concatenate(ways.nodes)
    sizes = np.array([len(nodes) for nodes in ways.nodes])
    starts = np.cumsum(sizes) - sizes
    at_end = np.zeros(len(refs), dtype=np.bool_)
    at_end[starts] = at_end[starts + sizes - 1] = True
    ids, node = np.unique(refs, return_inverse=True)
    times = np.bincount(node, minlength=len(ids))
    kept = at_end | (times[node] > 1)
    line = np.concatenate(ways.positions)
    positions = np.zeros((len(ids), 2))
    positions[node] = line
    along = np.cumsum(_step_metres(line, starts))
    stops = np.flatnonzero(kept)
    way_of = np.repeat(np.arange(len(sizes)), sizes)
    same = way_of[stops[1:]] == way_of[stops[:-1]]
    tails, heads, way = stops[:-1][same], stops[1:][same], way_of[stops[:-1][same]]
    used, number = np.unique(node[np.concatenate([tails, heads])], return_inverse=True)
    forward, backward = np.array(ways.forward)[way], np.array(ways.backward)[way]
    network = StreetNetwork(
        positions=positions[used],
        tails=number[: len(tails)].astype(np.int32),
        heads=number[len(tails) :].astype(np.int32),
        metres=along[heads] - along[tails],
        forward={mode: forward[:, column] for column, mode in enumerate(MODES)},
        backward={mode: backward[:, column] for column, mode in enumerate(MODES)},
        car_kmh=np.array(ways.car_kmh)[way],
        source=source,
    )
    return cut(network, along[tails], along, line)


def _step_metres(
    positions: npt.NDArray[np.float64], starts: npt.NDArray[np.int64]
) -> npt.NDArray[np.float64]:
    """Metres from the node before, 0 at the start of a way: the chord on the sphere, exact for such short steps."""
    points = on_sphere(*positions.T)
    steps = np.concatenate(
        [[0.0], np.linalg.norm(np.diff(points, axis=1), axis=0) * EARTH_RADIUS_KM * 1000.0]
    )
    steps[starts] = 0.0
    return steps


@cache
def highways() -> dict[str, _Highway]:
    """The kinds of street (value of the tag `highway`) of data/highways.csv."""
    text = files("geo.travel").joinpath("data", "highways.csv").read_text(encoding="utf-8")
    return {
        row["highway"]: _Highway(
            {mode: row[mode] == "1" for mode in MODES}, float(row["car_kmh"]) if row["car_kmh"] else np.nan
        )
        for row in csv.DictReader(text.splitlines())
    }
