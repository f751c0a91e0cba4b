"""Entries that are not in the city: by their position, and by an address that names another municipality."""

from __future__ import annotations

import re
from collections.abc import Sequence

import numpy as np
import shapely

from geo.areas.model import Areas
from resources.records import ResourceRecord

NEAR_DEGREES = 0.001
"""About 100 m: a harbour or a river bank is often outside the polygon of its 学区."""
_PREFECTURE = re.compile(r"^(北海道|東京都|京都府|大阪府|.{2,3}?県)(?:.{1,6}?郡)?")
_MUNICIPALITY = re.compile(r"[市区町村]")
_BRACKETS = re.compile(r"[(（].*$")


def outside_keys(records: Sequence[ResourceRecord], areas: Areas | None, municipality: str) -> set[str]:
    """Keys of the entries outside; a volunteer's place is nobody's business. Without areas only addresses count."""
    places = [record for record in records if record.kind != "volunteer_person"]
    found = {record.key for record in places if names_another_city(record.address, municipality)}
    standing = [(r.key, r.lon, r.lat) for r in places if r.lat is not None and r.lon is not None]
    if areas is None or not standing:
        return found
    keys, lons, lats = zip(*standing, strict=True)
    tree = shapely.STRtree(areas.shapes)
    inside, _area = tree.query(shapely.points(lons, lats), predicate="dwithin", distance=NEAR_DEGREES)
    outside = np.setdiff1d(np.arange(len(keys)), inside)
    return found | {keys[index] for index in outside.tolist()}


def names_another_city(address: str, municipality: str) -> bool:
    """Whether an address that begins with a prefecture goes on with another municipality than ours.

    Without a prefecture nothing is said: a 町 may be one of ours.
    """
    ours = _BRACKETS.sub("", municipality).strip()
    prefecture = _PREFECTURE.match(address)
    if prefecture is None or _MUNICIPALITY.search(ours) is None:
        return False
    rest = address[prefecture.end() :]
    return bool(_MUNICIPALITY.search(rest)) and not rest.startswith(ours)
