"""The travel-time models by name."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import TYPE_CHECKING

from geo.errors import GeoError, UnknownTravelTime
from geo.travel.direct import DirectTravel
from geo.travel.model import TravelMode, TravelTime

if TYPE_CHECKING:  # osmium and pandas are read only where a model asks for them
    from geo.travel.network import StreetNetwork
    from geo.travel.transit import Timetable


@dataclass(frozen=True)
class TravelData:
    """What the models need beyond speeds. None: nobody imported it.

    `leave_from`: minutes since midnight; people who take a bus leave within the hour after it (None: 9:00).
    """

    network: StreetNetwork | None = None
    timetable: Timetable | None = None
    leave_from: float | None = None


Modes = Mapping[str, TravelMode]


def travel_time(name: str, *, modes: Modes, data: TravelData | None = None) -> TravelTime:
    """The travel-time model called `name`. Raises UnknownTravelTime, GeoError when its data are not there.

    "direct": great circle × detour. "network": streets for walking, cycling and cars. "transit": a timetable for
    buses, everything else direct.
    """
    if name not in _MODELS:
        raise UnknownTravelTime(f"no travel-time model {name!r}; there is: {', '.join(sorted(_MODELS))}")
    return _MODELS[name](modes, data or TravelData())


def _direct(modes: Modes, _data: TravelData) -> TravelTime:
    return DirectTravel(modes)


def _network(modes: Modes, data: TravelData) -> TravelTime:
    from geo.travel.network import NetworkTravel

    if data.network is None:
        raise GeoError("道のデータがありません。OSM の抽出ファイル(.osm.pbf)を取り込んでください。")
    return NetworkTravel(data.network, modes)


def _transit(modes: Modes, data: TravelData) -> TravelTime:
    from geo.travel.transit import TransitTravel
    from geo.travel.transit.times import Window

    if data.timetable is None:
        raise GeoError("時刻表がありません。GTFS-JP の zip を取り込んでください。")
    window = Window() if data.leave_from is None else Window(data.leave_from, data.leave_from + 60.0)
    return TransitTravel(data.timetable, modes, window)


_MODELS: Mapping[str, Callable[[Modes, TravelData], TravelTime]] = MappingProxyType(
    {"direct": _direct, "network": _network, "transit": _transit}
)
