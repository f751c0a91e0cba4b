"""The yardsticks beside which every figure stands: BM25 alone, and BM25 with the hard filters given for free.

Text of a place: name, kind, summary, audience, roles, considerations, remarks. Query: the whole note (dislikes
included) and, where there is a form, its aims and interests. Filters: every hard constraint that the columns
alone decide; `avoid` is a reading and is left out.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from matcher.engine.constraints import exclusions
from matcher.engine.match import Engine
from matcher.engine.need import Need
from matcher.engine.scoring import ranking
from matcher.engine.travelling import journeys
from matcher.evaluation import LIST_DEPTH, Ranked
from resources.snapshot import Snapshot

BM25 = "BM25"
BM25_FILTERS = "BM25 + filters"


def bm25_ranked(need: Need, snapshot: Snapshot, engine: Engine, *, filters: bool) -> Ranked:
    """The first places by BM25 alone, among all or among those that the filters leave."""
    form = need.structured
    query = " ".join([need.text, *(form.aims if form else ()), *(form.interests if form else ())])
    scores = engine.catalogue(snapshot).text.scores(query)
    among: npt.NDArray[np.bool_] = np.ones(len(snapshot), dtype=np.bool_)
    if filters:
        among = exclusions(need, snapshot, journeys(need, snapshot, engine.travel)).without("avoid")
    best = ranking(scores, snapshot.keys, among, first=LIST_DEPTH)
    return Ranked(need.id, form is not None, tuple(str(snapshot.keys[place]) for place in best))
