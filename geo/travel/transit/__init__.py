"""Buses and trains by a GTFS-JP timetable, with walking at both ends."""

from geo.travel.transit.feed import Feed, read_feed
from geo.travel.transit.times import TransitTravel
from geo.travel.transit.timetable import Timetable, timetable_of

__all__ = ["Feed", "Timetable", "TransitTravel", "read_feed", "timetable_of"]
