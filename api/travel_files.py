"""Streets and timetables that planners' questions travel by: read from their files, and kept beside the database."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

from api.installing import data_folder
from api.settings import Settings
from geo.errors import GeoError
from geo.travel.network import StreetNetwork, read_network
from geo.travel.stored import stored_network, stored_timetable
from geo.travel.transit import Timetable, read_feed, timetable_of
from geo.travel.transit.timetable import joined
from resources.atomic_file import replace_bytes
from resources.errors import BadInput, NotReady

WORKDAYS = ("mon", "tue", "wed", "thu", "fri")
_DAYS = (*WORKDAYS, "sat", "sun")


def network_file(settings: Settings) -> Path:
    """Where the streets of this database are kept."""
    return data_folder(settings) / "network.npz"


def timetable_file(settings: Settings) -> Path:
    """Where the timetable of this database is kept."""
    return data_folder(settings) / "timetable.npz"


def read_streets(path: Path) -> StreetNetwork:
    """The streets of an OSM extract. Raises BadInput."""
    try:
        return read_network(path)
    except GeoError as error:
        raise BadInput(str(error)) from error


def read_timetables(paths: Sequence[Path], day: date) -> list[Timetable]:
    """The timetable of `day` of each feed, which its source names. Raises BadInput."""
    try:
        return [_of_day(timetable_of(read_feed(path), day), day) for path in paths]
    except GeoError as error:
        raise BadInput(str(error)) from error


def joined_timetable(timetables: Sequence[Timetable]) -> Timetable:
    """Several companies' timetables as one."""
    return timetables[0] if len(timetables) == 1 else joined(timetables)


def first_day(start: date, weekdays: Sequence[str] = ()) -> date:
    """The first day from `start` on that is one of the weekdays (codes); a Monday to Friday where none is given."""
    wanted = {_DAYS.index(code) for code in weekdays or WORKDAYS}
    return next(day for day in (start + timedelta(days=n) for n in range(7)) if day.weekday() in wanted)


def keep(path: Path, content: bytes) -> str:
    """Store the content: "created", "updated", or "unchanged" when it is there already. Raises BadInput."""
    action = planned(path, content)
    if action != "unchanged":
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise BadInput(
                "移動のデータを置くフォルダーを作れません。",
                file=str(path.parent),
                remedy="権限を確かめるか、TSUNAGITE_DATA_DIR に別のフォルダーを指定してください。",
            ) from error
        replace_bytes(path, content)
    return action


def planned(path: Path, content: bytes) -> str:
    """What `keep` would do."""
    if not path.is_file():
        return "created"
    return "unchanged" if path.read_bytes() == content else "updated"


def kept_network(settings: Settings) -> StreetNetwork:
    """The streets of this database. Raises NotReady when nobody imported them."""
    path = network_file(settings)
    if not path.exists():
        raise NotReady("道のデータがありません。tsunagite import network 道.osm.pbf で取り込んでください。")
    try:
        return stored_network(path)
    except GeoError as error:
        raise NotReady(str(error)) from error


def kept_timetable(settings: Settings) -> Timetable:
    """The timetable of this database. Raises NotReady when nobody imported it."""
    path = timetable_file(settings)
    if not path.exists():
        raise NotReady("時刻表がありません。tsunagite import gtfs 時刻表.zip で取り込んでください。")
    try:
        return stored_timetable(path)
    except GeoError as error:
        raise NotReady(str(error)) from error


def _of_day(timetable: Timetable, day: date) -> Timetable:
    stated = f"{day.isoformat()} に走る便"
    return replace(timetable, source=replace(timetable.source, note=stated))
