"""Matching one need, beside two peers that only filter and rank: SQLite FTS5, and bm25s with pandas."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path

from bench.corpus import needs, records
from bench.measuring import Measured, measure
from bench.peers.in_memory import PandasPeer
from bench.peers.sqlite_fts import SqlitePeer
from matcher.baselines import bm25_ranked
from matcher.engine.catalogue import Catalogue
from matcher.engine.constraints import exclusions
from matcher.engine.match import Engine, match
from matcher.engine.need import Need
from matcher.engine.store import kept_catalogue
from matcher.engine.travelling import journeys

SIZES = (1_000, 10_000, 100_000, 500_000)
RANKING = "filters and BM25, first 20"
WHOLE = "whole match with reasons"
_FEWER_FROM = 100_000  # the peers take a second a question there


def measure_matching(size: int, folder: Path) -> list[Measured]:
    """Ranking alone, like for like, and the whole match, which does more than the peers.

    `folder` keeps the catalogue; it is loaded from there where it is.
    """
    catalogue = kept_catalogue(folder, str(size), partial(records, size))
    engine = Engine()
    engine.use(catalogue)
    people = needs(20 if size >= _FEWER_FROM else 40)
    found: list[Measured] = []
    for make in (SqlitePeer, PandasPeer):
        peer = make(catalogue.snapshot)
        _check_peer(peer.first, people, catalogue, engine, exact=make is PandasPeer)
        tasks = {
            RANKING: lambda need: bm25_ranked(need, catalogue.snapshot, engine, filters=True),
            WHOLE: lambda need: match(need, catalogue.snapshot, engine=engine),
        }
        found += [
            measure(task, size, people, ours=ours, peer=peer.first, peer_name=make.name)
            for task, ours in tasks.items()
        ]
    return found


def _check_peer(
    first: Callable[[Need], list[str]],
    people: list[Need],
    catalogue: Catalogue,
    engine: Engine,
    *,
    exact: bool,
) -> None:
    """A peer must answer the same question: the same places are open, and with `exact` the same are first."""
    snapshot = catalogue.snapshot
    for need in people[:10]:
        answer = first(need)
        open_to = exclusions(need, snapshot, journeys(need, snapshot, engine.travel)).without("avoid")
        ours = bm25_ranked(need, snapshot, engine, filters=True).resources
        same = set(answer) == set(ours) if exact else all(open_to[snapshot.row_of(key)] for key in answer)
        if not same or not answer:
            raise AssertionError(f"the peer gives another answer for {need.id}: nothing to compare")
