"""The places as GeoJSON points (RFC 7946). An entry without a position has no geometry; a volunteer is not in it."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from typing import Any

from resources.exporting.about import About, as_object
from resources.exporting.collection_file import cells, header
from resources.publishing.model import PublishedEntry
from resources.rows import is_volunteer

_NOT_AS_PROPERTY = ("緯度", "経度")


def geojson_parts(entries: Iterable[PublishedEntry], about: About) -> Iterator[str]:
    """The document, a feature at a time."""
    head = {"type": "FeatureCollection", "name": "resources", **as_object(about)}
    yield json.dumps(head, ensure_ascii=False)[:-1] + ', "features": ['
    separator = "\n"
    for entry in entries:
        if not is_volunteer(entry.record):
            yield separator + json.dumps(_feature(entry), ensure_ascii=False)
            separator = ",\n"
    yield "\n]}\n"


def _feature(entry: PublishedEntry) -> dict[str, Any]:
    record = entry.record
    named = zip(header(), cells(entry), strict=True)
    properties = {name: text for name, text in named if text and name not in _NOT_AS_PROPERTY}
    placed = record.lat is not None and record.lon is not None
    return {
        "type": "Feature",
        "id": record.key,
        "geometry": {"type": "Point", "coordinates": [record.lon, record.lat]} if placed else None,
        "properties": properties,
    }
