"""Make a snapshot ready for matching, from nothing or from what was read before."""

from __future__ import annotations

from collections.abc import Collection, Iterable

import numpy as np
import numpy.typing as npt

from matcher.engine.catalogue.concept_index import concept_index, joined
from matcher.engine.catalogue.model import Catalogue
from matcher.engine.catalogue.place_texts import digests
from matcher.engine.catalogue.reading_all import read_all
from matcher.engine.reading.place import concept_codes
from matcher.engine.text_index import index_of, updated_index
from resources.quality.limits import StalenessLimits
from resources.records import ResourceRecord
from resources.snapshot import Snapshot
from resources.snapshot_update import updated_snapshot
from resources.splicing import Splice


def prepare(snapshot: Snapshot, previous: Catalogue | None = None) -> Catalogue:
    """Index the texts of a snapshot and read their concepts.

    What `previous` has read of places whose texts are still the same is kept.
    """
    if previous is not None:
        return _carried_over(previous, snapshot, digests(snapshot.records))
    counted, readings, fresh = [], [], []
    for chunk in read_all(snapshot.records):
        counted.append(chunk.counted)
        readings.append(chunk.readings)
        fresh.append(chunk.digests)
    # Both empty their lists: the largest parts are never held twice.
    concepts = concept_index(concept_codes(), joined(readings))
    return Catalogue(
        snapshot=snapshot, text=index_of(counted), concepts=concepts, digests=np.concatenate(fresh)
    )


def update(
    catalogue: Catalogue,
    changed: Iterable[ResourceRecord],
    removed: Collection[str],
    version: str,
    *,
    limits: StalenessLimits | None = None,
) -> Catalogue:
    """The catalogue of the next version: `changed` entries (new ones too) take the place of those with their keys."""
    splice, snapshot = updated_snapshot(catalogue.snapshot, changed, removed, version, limits=limits)
    fresh = digests(snapshot.records[row] for row in splice.new_rows.tolist())
    return _carried_over(catalogue, snapshot, splice.column(catalogue.digests, fresh))


def _carried_over(previous: Catalogue, snapshot: Snapshot, fresh: npt.NDArray[np.uint64]) -> Catalogue:
    """Only places whose texts are new or others than before are read."""
    before, after = previous.snapshot.keys, snapshot.keys
    row = np.minimum(np.searchsorted(after, before), max(len(after) - 1, 0))
    stays = np.zeros(len(before), dtype=np.bool_)
    if len(after):
        stays = (after[row] == before) & (fresh[row] == previous.digests)
    is_new = np.ones(len(after), dtype=np.bool_)
    is_new[row[stays]] = False
    splice = Splice(stays, np.flatnonzero(is_new))
    chunks = list(read_all([snapshot.records[place] for place in splice.new_rows.tolist()]))
    counted = index_of([chunk.counted for chunk in chunks]).counted()
    readings = previous.concepts.readings.spliced(splice, joined([chunk.readings for chunk in chunks]))
    return Catalogue(
        snapshot=snapshot,
        text=updated_index(previous.text, splice, counted),
        concepts=concept_index(previous.concepts.codes, readings),
        digests=fresh,
    )
