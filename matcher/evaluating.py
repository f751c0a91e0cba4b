"""Run the engine and its yardsticks over one judged collection, in one go."""

from __future__ import annotations

from collections.abc import Sequence

from matcher.baselines import BM25, BM25_FILTERS, bm25_ranked
from matcher.engine.match import Engine, match
from matcher.engine.need import Need
from matcher.evaluation import LIST_DEPTH, Figures, Ranked, figures
from matcher.judgements import Judgements
from resources.snapshot import Snapshot

ENGINE = "engine"


def evaluate(
    needs: Sequence[Need], snapshot: Snapshot, judgements: Judgements, *, engine: Engine | None = None
) -> dict[str, Figures]:
    """Figures by name: the engine, BM25 alone, BM25 + filters. The engine never sees the judgements."""
    engine = engine or Engine()
    answers = {
        ENGINE: [engine_ranked(need, snapshot, engine) for need in needs],
        BM25: [bm25_ranked(need, snapshot, engine, filters=False) for need in needs],
        BM25_FILTERS: [bm25_ranked(need, snapshot, engine, filters=True) for need in needs],
    }
    return {name: figures(given, judgements) for name, given in answers.items()}


def engine_ranked(need: Need, snapshot: Snapshot, engine: Engine) -> Ranked:
    """The engine's answer in the form that is judged."""
    result = match(need, snapshot, top=LIST_DEPTH, engine=engine)
    return Ranked(
        need=need.id,
        structured=need.structured is not None,
        resources=tuple(suggestion.resource for suggestion in result.suggestions),
        negotiable=tuple(place.resource for place in result.negotiable),
        unmet=result.unmet,
    )
