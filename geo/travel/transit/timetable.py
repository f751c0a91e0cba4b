"""One day's timetable as connections: what the search goes through, in the order of departure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np
import numpy.typing as npt
import pandas as pd

from geo.errors import GeoError
from geo.sources import Source
from geo.travel.transit.feed import Feed

FloatArray = npt.NDArray[np.float64]
IntArray = npt.NDArray[np.int64]

_DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_CLOCK = r"(\d{1,2}):(\d{2})(?::(\d{2}))?"


@dataclass(frozen=True)
class Timetable:
    """s stops at `positions` (s, 2: latitude, longitude) and c connections sorted by departure.

    Connection i takes trip `trips[i]` from stop `tails[i]` at `departures[i]` to `heads[i]` at `arrivals[i]`;
    minutes since midnight of the day, above 1440 after midnight. Connections of a trip keep their order.
    """

    positions: FloatArray
    tails: IntArray
    heads: IntArray
    departures: FloatArray
    arrivals: FloatArray
    trips: IntArray
    source: Source


def timetable_of(feed: Feed, day: date) -> Timetable:
    """The connections of `day`. Raises GeoError when nothing runs then or a time cannot be read."""
    running = feed.trips[feed.trips["service_id"].isin(services_on(feed, day))]
    if running.empty:
        raise GeoError(
            f"{day.isoformat()} に走る便が時刻表にありません。時刻表の有効期間を確かめてください。"
        )
    calls = feed.stop_times[feed.stop_times["trip_id"].isin(running["trip_id"])].copy()
    calls["sequence"] = pd.to_numeric(calls["stop_sequence"], errors="coerce")
    calls["arrival"] = _minutes(calls["arrival_time"], "arrival_time")
    calls["departure"] = _minutes(calls["departure_time"], "departure_time")
    _require_numbers(calls)
    calls = calls.sort_values(["trip_id", "sequence"], kind="stable")
    # A stop without times is passed through: only stops with times are connected.
    calls = calls[calls["arrival"].notna() | calls["departure"].notna()]
    calls["arrival"] = calls["arrival"].fillna(calls["departure"])
    calls["departure"] = calls["departure"].fillna(calls["arrival"])
    return _connections(feed, calls)


def joined(timetables: Sequence[Timetable]) -> Timetable:
    """Several timetables of one day as one; nobody changes from one to another but on foot."""
    stops = np.cumsum([0, *(len(one.positions) for one in timetables)])
    trips = np.cumsum([0, *(int(one.trips.max(initial=-1)) + 1 for one in timetables)])
    departures = np.concatenate([one.departures for one in timetables])
    order = np.argsort(departures, kind="stable")  # stable: a trip's connections stay in their order
    first, sources = timetables[0].source, [one.source for one in timetables]
    return Timetable(
        positions=np.concatenate([one.positions for one in timetables]),
        tails=np.concatenate([one.tails + at for one, at in zip(timetables, stops, strict=False)])[order],
        heads=np.concatenate([one.heads + at for one, at in zip(timetables, stops, strict=False)])[order],
        departures=departures[order],
        arrivals=np.concatenate([one.arrivals for one in timetables])[order],
        trips=np.concatenate([one.trips + at for one, at in zip(timetables, trips, strict=False)])[order],
        source=Source(
            "、".join(dict.fromkeys(source.name for source in sources)),
            "、".join(dict.fromkeys(source.edition for source in sources if source.edition)),
            first.licence,
            first.note,
        ),
    )


def services_on(feed: Feed, day: date) -> set[str]:
    """Services that run on `day`: calendar, then the exceptions of calendar_dates (1 added, 2 removed)."""
    stamp = day.strftime("%Y%m%d")
    calendar = feed.calendar
    inside = (calendar["start_date"] <= stamp) & (stamp <= calendar["end_date"])
    running = set(calendar.loc[inside & (calendar[_DAYS[day.weekday()]] == "1"), "service_id"])
    exceptions = feed.calendar_dates[feed.calendar_dates["date"] == stamp]
    added = set(exceptions.loc[exceptions["exception_type"] == "1", "service_id"])
    removed = set(exceptions.loc[exceptions["exception_type"] == "2", "service_id"])
    return (running | added) - removed


def _connections(feed: Feed, calls: pd.DataFrame) -> Timetable:
    ids = pd.Index(feed.stops["stop_id"])
    stop = ids.get_indexer(calls["stop_id"])
    if (stop < 0).any():
        unknown = calls["stop_id"].to_numpy()[stop < 0][0]
        raise GeoError(
            f"stop_times.txt の停留所「{unknown}」が stops.txt にありません。時刻表を取り直してください。"
        )
    positions = (
        feed.stops[["stop_lat", "stop_lon"]].apply(pd.to_numeric, errors="coerce").to_numpy(np.float64)
    )
    trip = pd.factorize(calls["trip_id"])[0]
    arrival, departure = calls["arrival"].to_numpy(np.float64), calls["departure"].to_numpy(np.float64)
    same = trip[1:] == trip[:-1]
    tails, heads = stop[:-1][same], stop[1:][same]
    leaves, arrives, trips = departure[:-1][same], arrival[1:][same], trip[:-1][same]
    if (arrives < leaves).any():
        raise GeoError(
            "stop_times.txt に、出発より前に次の停留所へ着く便があります。時刻を確かめてください。"
        )
    order = np.argsort(leaves, kind="stable")  # stable: a trip's connections stay in their order
    return Timetable(
        positions=positions,
        tails=tails[order].astype(np.int64),
        heads=heads[order].astype(np.int64),
        departures=leaves[order],
        arrivals=arrives[order],
        trips=trips[order].astype(np.int64),
        source=feed.source,
    )


def _minutes(column: pd.Series, name: str) -> pd.Series:
    """Clock times, also after 24:00, as minutes since midnight; "" becomes NaN."""
    parts = column.str.strip().str.extract(rf"^{_CLOCK}$")
    found = parts[0].notna()
    wrong = column[~found & (column.str.strip() != "")]
    if len(wrong):
        raise GeoError(
            f"stop_times.txt の {wrong.index[0] + 2}行目「{name}」列の時刻「{wrong.iloc[0]}」が読めません。"
            "HH:MM:SS の形に直してください。"
        )
    hours, minutes, seconds = (pd.to_numeric(parts[number]) for number in range(3))
    return hours * 60.0 + minutes + seconds.fillna(0) / 60.0


def _require_numbers(calls: pd.DataFrame) -> None:
    wrong = calls[calls["sequence"].isna()]
    if len(wrong):
        raise GeoError(
            f"stop_times.txt の {wrong.index[0] + 2}行目「stop_sequence」列が数字ではありません。直してください。"
        )
