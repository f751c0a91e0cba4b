"""Streets and timetables that were imported, for the planner's pages: read from their files once per edition."""

from __future__ import annotations

import threading
from collections.abc import Callable, Mapping
from pathlib import Path
from types import MappingProxyType

from api.planning.travelling import NETWORK, TRANSIT
from api.settings import Settings
from api.travel_files import kept_network, kept_timetable, network_file, timetable_file
from geo.travel import TravelData

_FILES: Mapping[str, Callable[[Settings], Path]] = MappingProxyType(
    {NETWORK: network_file, TRANSIT: timetable_file}
)
_READERS: Mapping[str, Callable[[Settings], TravelData]] = MappingProxyType(
    {
        NETWORK: lambda settings: TravelData(network=kept_network(settings)),
        TRANSIT: lambda settings: TravelData(timetable=kept_timetable(settings)),
    }
)
_Stamp = tuple[int, int]


class TravelHolder:
    """Hands out what was imported for this database; safe to ask from many threads."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._reading = threading.Lock()
        self._held: dict[str, tuple[_Stamp, TravelData]] = {}

    def imported(self) -> tuple[str, ...]:
        """The names of the models whose data are there."""
        return tuple(name for name, file in _FILES.items() if file(self._settings).is_file())

    def data(self, name: str) -> TravelData:
        """The data of a model; none for a name that needs none. Raises NotReady when nobody imported them."""
        if name not in _READERS:
            return TravelData()
        with self._reading:
            stamp = _stamp(_FILES[name](self._settings))
            held = self._held.get(name)
            if held is None or held[0] != stamp:
                held = self._held[name] = (stamp, _READERS[name](self._settings))
            return held[1]


def _stamp(path: Path) -> _Stamp:
    """What changes when another edition is imported; (0, 0) without a file."""
    try:
        found = path.stat()
    except FileNotFoundError:
        return (0, 0)
    return (found.st_mtime_ns, found.st_size)
