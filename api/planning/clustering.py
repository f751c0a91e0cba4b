"""Whether the gaps of a city lie together on the map, as a document and in words."""

from __future__ import annotations

import numpy as np
from scipy import sparse

from api.planning.city import City
from api.planning.gaps import Answer
from geo.gaps.clustering import Clustering, clustering
from geo.statistics.autocorrelation import FEWEST_AREAS, NotComputed
from geo.statistics.neighbours import touching

_CHANCE = 0.05


def clustering_of(
    city: City, answer: Answer, neighbours: sparse.csr_array | None = None
) -> Clustering | NotComputed:
    """For the districts that have an outline. `neighbours`: who touches whom, in the order of the boundaries."""
    if city.boundaries is None:
        return clustering(answer.report.districts, None)
    gap_of = {gap.district_id: gap for gap in answer.report.districts}
    rows = [row for row, district in enumerate(city.boundaries.ids) if district in gap_of]
    if neighbours is None:
        known = sum(gap_of[city.boundaries.ids[row]].coverage is not None for row in rows)
        none = sparse.csr_array((len(city.boundaries), len(city.boundaries)))
        # Who touches whom takes long to find out, and with few districts nothing is made of it.
        neighbours = touching(city.boundaries.shapes) if known >= FEWEST_AREAS else none
    among = sparse.csr_array(neighbours[np.array(rows, dtype=np.int64)][:, rows])
    return clustering([gap_of[city.boundaries.ids[row]] for row in rows], among)


def clustering_document(found: Clustering | NotComputed) -> dict[str, object]:
    """{"computed": false, "why": …}, or the figures."""
    if isinstance(found, NotComputed):
        return {"computed": False, "why": found.why}
    return {
        "computed": True,
        "moran_i": round(found.index, 4),
        "expected": round(found.expected, 4),
        "p": round(found.p, 4),
        "clusters": dict(found.clusters),
        "islands": list(found.islands),
    }


def clustering_in_words(found: Clustering | NotComputed) -> str:
    """One or two sentences for the planner."""
    if isinstance(found, NotComputed):
        return found.why
    figures = f"(モランのI = {found.index:.2f}、p = {found.p:.3f})"
    if found.p >= _CHANCE:
        return f"届く人の割合が近い学区どうしが集まっているとは言えません{figures}。"
    if found.index < found.expected:
        return f"届く人の割合の高い学区と低い学区が、隣り合って散らばっています{figures}。"
    low = sum(kind == "LL" for kind in found.clusters.values())
    where = f"割合の低い学区が隣り合って集まっている所は{low}学区です。" if low else ""
    return f"届く人の割合が近い学区どうしが集まっています{figures}。{where}"
