"""Street networks and timetables as files of arrays (.npz), so that they are read from OSM and GTFS only once.

Arrays and plain text alone: a file never holds anything that would be executed when it is opened.
"""

from __future__ import annotations

import io
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TypeVar

import numpy as np
import numpy.typing as npt

from geo.archives import BROKEN_ZIP
from geo.errors import GeoError
from geo.sources import Source
from geo.travel.network.model import MODES, StreetNetwork
from geo.travel.transit.timetable import Timetable

Arrays = Mapping[str, npt.NDArray[np.generic]]
Kept = TypeVar("Kept", StreetNetwork, Timetable)

NETWORK_FORM, TIMETABLE_FORM = "street network 1", "timetable 1"


def network_bytes(network: StreetNetwork) -> bytes:
    """The content of a file that `stored_network` reads; the same network gives the same bytes."""
    allowed = {f"forward_{mode}": network.forward[mode] for mode in MODES}
    allowed |= {f"backward_{mode}": network.backward[mode] for mode in MODES}
    return _packed(
        NETWORK_FORM,
        network.source,
        positions=network.positions,
        tails=network.tails,
        heads=network.heads,
        metres=network.metres,
        car_kmh=network.car_kmh,
        **allowed,
    )


def stored_network(path: Path) -> StreetNetwork:
    """The network of a file. Raises GeoError when it is no such file."""
    return _read(path, NETWORK_FORM, _network)


def timetable_bytes(timetable: Timetable) -> bytes:
    """The content of a file that `stored_timetable` reads; the same timetable gives the same bytes."""
    return _packed(
        TIMETABLE_FORM,
        timetable.source,
        positions=timetable.positions,
        tails=timetable.tails,
        heads=timetable.heads,
        departures=timetable.departures,
        arrivals=timetable.arrivals,
        trips=timetable.trips,
    )


def stored_timetable(path: Path) -> Timetable:
    """The timetable of a file. Raises GeoError when it is no such file."""
    return _read(path, TIMETABLE_FORM, _timetable)


def _network(arrays: Arrays) -> StreetNetwork:
    return StreetNetwork(
        positions=arrays["positions"].astype(np.float64),
        tails=arrays["tails"].astype(np.int32),
        heads=arrays["heads"].astype(np.int32),
        metres=arrays["metres"].astype(np.float64),
        forward={mode: arrays[f"forward_{mode}"].astype(np.bool_) for mode in MODES},
        backward={mode: arrays[f"backward_{mode}"].astype(np.bool_) for mode in MODES},
        car_kmh=arrays["car_kmh"].astype(np.float64),
        source=_source(arrays),
    )


def _timetable(arrays: Arrays) -> Timetable:
    return Timetable(
        positions=arrays["positions"].astype(np.float64),
        tails=arrays["tails"].astype(np.int64),
        heads=arrays["heads"].astype(np.int64),
        departures=arrays["departures"].astype(np.float64),
        arrivals=arrays["arrivals"].astype(np.float64),
        trips=arrays["trips"].astype(np.int64),
        source=_source(arrays),
    )


def _packed(form: str, source: Source, **arrays: npt.NDArray[np.generic]) -> bytes:
    content = io.BytesIO()
    words = np.array([source.name, source.edition, source.licence, source.note])
    np.savez_compressed(content, form=np.array(form), source=words, **arrays)  # type: ignore[arg-type]
    return content.getvalue()


def _source(arrays: Arrays) -> Source:
    name, edition, licence, note = (str(word) for word in arrays["source"].tolist())
    return Source(name, edition, licence, note)


def _read(path: Path, form: str, build: Callable[[Arrays], Kept]) -> Kept:
    try:
        with path.open("rb") as stream:
            held = np.load(stream, allow_pickle=False)
            if not isinstance(held, np.lib.npyio.NpzFile):
                raise ValueError("one array")
            arrays = {name: held[name] for name in held.files}
        if str(arrays["form"]) != form:
            raise ValueError(f"form {arrays['form']}")
        return build(arrays)
    except (KeyError, *BROKEN_ZIP) as error:
        raise GeoError(
            f"{path.name}: 取り込んだ移動のデータが読めません。もう一度取り込んでください。"
        ) from error
