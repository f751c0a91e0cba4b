"""会場候補 as candidates for a new place."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from geo.siting.model import Candidates
from resources.records import ResourceRecord

NO_CANDIDATES = Candidates(
    codes=np.array([], dtype=np.str_),
    names=np.array([], dtype=np.str_),
    district_ids=np.array([], dtype=np.str_),
    positions=np.empty((0, 2)),
)


def venue_candidates(records: Sequence[ResourceRecord]) -> Candidates | None:
    """The open venues that have a position; None where there is none."""
    placed = [
        record
        for record in records
        if record.status == "open" and record.lat is not None and record.lon is not None
    ]
    if not placed:
        return None
    positions = np.array([(record.lat, record.lon) for record in placed], dtype=np.float64)
    return Candidates(
        codes=np.array([record.key for record in placed], dtype=np.str_),
        names=np.array([record.name for record in placed], dtype=np.str_),
        district_ids=np.array([record.district or "" for record in placed], dtype=np.str_),
        positions=positions,
    )
