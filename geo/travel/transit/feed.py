"""Reading a GTFS-JP feed (標準的なバス情報フォーマット): a folder or a zip file, as text tables."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from geo.archives import BROKEN_ZIP, MAX_ZIP_ENTRIES, Unpacking, UnpacksTooLarge
from geo.errors import GeoError
from geo.sources import Source

_NEEDED = {
    "agency.txt": ("agency_name",),
    "stops.txt": ("stop_id", "stop_name", "stop_lat", "stop_lon"),
    "routes.txt": ("route_id",),
    "trips.txt": ("route_id", "service_id", "trip_id"),
    "stop_times.txt": ("trip_id", "arrival_time", "departure_time", "stop_id", "stop_sequence"),
}
_CALENDAR = (
    *("service_id", "monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"),
    *("start_date", "end_date"),
)
_DATES = ("service_id", "date", "exception_type")
_WANTED = {*_NEEDED, "calendar.txt", "calendar_dates.txt", "frequencies.txt", "feed_info.txt"}
_LARGEST = 2_000_000_000  # bytes of all unpacked tables: a zip bomb is no timetable


@dataclass(frozen=True)
class Feed:
    """The tables of one feed; every column is text, an empty cell is ""."""

    stops: pd.DataFrame
    trips: pd.DataFrame
    stop_times: pd.DataFrame
    calendar: pd.DataFrame
    calendar_dates: pd.DataFrame
    source: Source


def read_feed(path: Path) -> Feed:
    """The feed in a folder or a zip file. Raises GeoError naming the file or column that is missing."""
    read = _reader(path)
    tables = {name: _table(path, name, read(name), columns) for name, columns in _NEEDED.items()}
    calendar, dates = read("calendar.txt"), read("calendar_dates.txt")
    if calendar is None and dates is None:
        raise _missing(path, "calendar.txt", "運行日が分かりません。")
    if read("frequencies.txt"):
        raise GeoError(
            f"{path.name}: frequencies.txt(運行間隔による時刻表)にはまだ対応していません。"
            "便ごとの時刻の入った GTFS-JP を使ってください。"
        )
    info = read("feed_info.txt")
    stated = (_first(path, "feed_info.txt", info, column) for column in ("feed_version", "feed_start_date"))
    edition = next(filter(None, stated), "")
    return Feed(
        stops=tables["stops.txt"],
        trips=tables["trips.txt"],
        stop_times=tables["stop_times.txt"],
        calendar=_table(path, "calendar.txt", calendar or _header(_CALENDAR), _CALENDAR),
        calendar_dates=_table(path, "calendar_dates.txt", dates or _header(_DATES), _DATES),
        source=Source(f"{tables['agency.txt']['agency_name'].iloc[0]} GTFS-JP", edition),
    )


def _reader(path: Path) -> Callable[[str], bytes | None]:
    """How to get the bytes of one file of the feed; None where it is not there."""
    if path.is_dir():
        return lambda name: (path / name).read_bytes() if (path / name).is_file() else None
    try:
        with zipfile.ZipFile(path) as packed:
            return _unpacked(packed).get
    except FileNotFoundError as error:
        raise GeoError(f"{path.name}: ファイルがありません。置き場所を確かめてください。") from error
    except UnpacksTooLarge as error:
        raise GeoError(
            f"{path.name}: 中のファイルが大きすぎます。GTFS-JP の zip か確かめてください。"
        ) from error
    except BROKEN_ZIP as error:
        raise GeoError(f"{path.name}: zip として開けません。GTFS-JP の zip を取り直してください。") from error


def _unpacked(packed: zipfile.ZipFile) -> dict[str, bytes]:
    """The files that a timetable needs, by their names. Raises UnpacksTooLarge."""
    entries = packed.infolist()
    if len(entries) > MAX_ZIP_ENTRIES:
        raise UnpacksTooLarge(f"{len(entries)} entries")
    unpacking = Unpacking(packed, most_bytes=_LARGEST)
    members = {Path(entry.filename).name: entry for entry in entries if not entry.is_dir()}
    return {name: b"".join(unpacking.chunks(entry)) for name, entry in members.items() if name in _WANTED}


def _table(path: Path, name: str, data: bytes | None, columns: tuple[str, ...]) -> pd.DataFrame:
    if data is None:
        raise _missing(path, name, "この時刻表では所要時間を計算できません。")
    table = _read_csv(path, name, data)
    lacking = [column for column in columns if column not in table.columns]
    if lacking:
        raise GeoError(
            f"{path.name}: {name} に列「{'、'.join(lacking)}」がありません。GTFS-JP の見出しを確かめてください。"
        )
    if name in _NEEDED and table.empty:
        raise GeoError(f"{path.name}: {name} に行がありません。時刻表を取り直してください。")
    return table


def _missing(path: Path, name: str, why: str) -> GeoError:
    return GeoError(f"{path.name}: {name} がありません。{why}事業者から完全な GTFS-JP を取り直してください。")


def _header(columns: tuple[str, ...]) -> bytes:
    return ",".join(columns).encode()


def _first(path: Path, name: str, data: bytes | None, column: str) -> str:
    """The first value of a column that may not be there. Raises GeoError for a file that is no UTF-8 CSV."""
    if not data:
        return ""
    table = _read_csv(path, name, data)
    return str(table[column].iloc[0]) if column in table.columns and len(table) else ""


def _read_csv(path: Path, name: str, data: bytes) -> pd.DataFrame:
    try:
        table = pd.read_csv(
            io.BytesIO(data), dtype=str, keep_default_na=False, encoding="utf-8-sig", skipinitialspace=True
        )
    except (ValueError, pd.errors.ParserError) as error:  # also bytes that are no UTF-8
        raise GeoError(
            f"{path.name}: {name} が UTF-8 の CSV として読めません。作り直してください。"
        ) from error
    table.columns = [column.strip() for column in table.columns]
    return table
