"""The map of one person's suggestions."""

from __future__ import annotations

from math import nan

from api.map_assets import load_map_assets
from geo.maps import MapPoint, points_map
from matcher.engine.match import MatchResult, Suggestion
from matcher.engine.need import Need
from resources.code_lists import code_list
from resources.records import ResourceRecord
from resources.snapshot import Snapshot


def map_of(result: MatchResult, need: Need, snapshot: Snapshot) -> str:
    """An HTML document: the person's home and the suggested places, best first."""
    records = {record.key: record for record in snapshot.records}
    points = [_point(suggestion, records[suggestion.resource]) for suggestion in result.suggestions]
    origin = None
    if need.lat is not None and need.lon is not None:
        origin = MapPoint(need.lat, need.lon, "本人の住まい", (), "origin")
    title = f"{result.need} の参加先の候補({result.on.isoformat()} の時点)"
    return points_map(points, origin=origin, title=title, assets=load_map_assets())


def _point(suggestion: Suggestion, record: ResourceRecord) -> MapPoint:
    kind = code_list("resource_kind").label(record.kind)
    details = (kind, *suggestion.reasons, *(f"注意: {caution}" for caution in suggestion.cautions))
    lat = nan if record.lat is None else record.lat
    lon = nan if record.lon is None else record.lon
    return MapPoint(lat, lon, record.name, details)
