"""The map of one person's suggestions."""

from __future__ import annotations

from math import nan

from api.cli.match_text import NO_ID
from api.map_assets import load_map_assets
from geo.districts import Districts
from geo.maps import BaseLayer, MapArea, MapPoint, points_map
from matcher.engine.match import MatchResult, Suggestion
from matcher.engine.need import Need
from resources.code_lists import code_list
from resources.records import ResourceRecord
from resources.snapshot import Snapshot


def map_of(
    result: MatchResult,
    need: Need,
    snapshot: Snapshot,
    districts: Districts | None = None,
    base: BaseLayer | None = None,
) -> str:
    """An HTML document: the suggested places, best first, and the person's district.

    The person's own position is never drawn: a map is printed and passed on. Where the district's outline
    is known, the start is a point inside it.
    """
    records = {record.key: record for record in snapshot.records}
    points = [_point(suggestion, records[suggestion.resource]) for suggestion in result.suggestions]
    person = "この人" if result.need == NO_ID else f"{result.need} "
    title = f"{person}の参加先の候補（{result.on.isoformat()} の時点）"
    return points_map(
        points,
        areas=_areas(districts) if districts else (),
        origin=_start(need, districts) if districts else None,
        title=title,
        assets=load_map_assets(),
        base=base,
    )


def _areas(districts: Districts) -> list[MapArea]:
    return [MapArea(name, shape) for name, shape in zip(districts.names, districts.shapes, strict=True)]


def _start(need: Need, districts: Districts) -> MapPoint | None:
    if need.district not in districts.ids:
        return None
    index = districts.ids.index(need.district)
    lats, lons = districts.inner_points()
    label = f"本人の学区（{districts.names[index]}）"
    return MapPoint(float(lats[index]), float(lons[index]), label, (), "origin")


def _point(suggestion: Suggestion, record: ResourceRecord) -> MapPoint:
    kind = code_list("resource_kind").label(record.kind)
    details = (kind, *suggestion.reasons, *(f"注意: {caution}" for caution in suggestion.cautions))
    lat = nan if record.lat is None else record.lat
    lon = nan if record.lon is None else record.lon
    return MapPoint(lat, lon, record.name, details)
