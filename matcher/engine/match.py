"""From a need and a catalogue to explained suggestions: the engine's one entry point."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property

import numpy as np

from geo.travel import TravelTime
from matcher.engine.bundles import Bundle, bundles
from matcher.engine.candidates import candidate_rows
from matcher.engine.catalogue import Catalogue, prepare
from matcher.engine.constraints import Exclusions, exclusions, negotiable_codes
from matcher.engine.context import Context
from matcher.engine.explaining.cautions import cautions, safety_alert
from matcher.engine.explaining.pairing import pair
from matcher.engine.explaining.reasons import reasons
from matcher.engine.explaining.refusals import Refusal, refusals
from matcher.engine.learned.model import learned
from matcher.engine.need import Need
from matcher.engine.negotiating import Negotiable, negotiable_places, to_ask
from matcher.engine.ordering import listed
from matcher.engine.profile import NeedProfile
from matcher.engine.reading import Correction, read_need
from matcher.engine.scoring import Scores, score
from matcher.engine.travelling import collection_travel_time, journeys
from matcher.engine.unmet import unmet_need
from matcher.engine.unmet.likelihood import unmet_weights
from matcher.engine.version import ENGINE_VERSION
from matcher.engine.vocabulary import dictionary_version, vocabulary_digest
from matcher.engine.weights import Weights, default_weights
from resources.snapshot import Snapshot


class Engine:
    """Weights, a travel-time model, and the last catalogue made ready (one catalogue version is in use at a time)."""

    def __init__(self, *, weights: Weights | None = None, travel: TravelTime | None = None) -> None:
        self.weights = weights or default_weights()
        self.travel = travel or collection_travel_time()
        self._ready: Catalogue | None = None

    @cached_property
    def name(self) -> str:
        """Versions of everything that a result depends on; written into every result."""
        return (
            f"tsunagite-engine {ENGINE_VERSION} / weights {self.weights.version} {self.weights.digest}"
            f" / learned {learned().version} / unmet {unmet_weights().version} / sudachidict {dictionary_version()} / vocabulary {vocabulary_digest()}"
        )

    def catalogue(self, snapshot: Snapshot) -> Catalogue:
        """`snapshot` made ready for matching; kept until another snapshot comes."""
        ready = self._ready
        if ready is None or ready.snapshot is not snapshot:
            ready = self._ready = prepare(snapshot)
        return ready

    @property
    def ready(self) -> Catalogue | None:
        """The catalogue in use."""
        return self._ready

    def use(self, ready: Catalogue) -> None:
        """Match against a catalogue that somebody has made ready (or loaded, or updated) already."""
        self._ready = ready


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A place that is open to the person. `score` and every component are in [0, 1].

    `also_registered`: keys of other open entries that are believed to be the same place and were left out.
    """

    resource: str
    score: float
    components: dict[str, float]
    reasons: tuple[str, ...]
    cautions: tuple[str, ...]
    also_registered: tuple[str, ...] = ()


@dataclass(frozen=True)
class MatchResult:
    """The answer for one need. `excluded` counts places by first reason; with `eligible` it is the catalogue."""

    need: str
    on: date
    profile: NeedProfile
    suggestions: tuple[Suggestion, ...]
    negotiable: tuple[Negotiable, ...]
    bundles: tuple[Bundle, ...]
    eligible: int
    excluded: dict[str, int]
    unmet_reason: str | None
    engine: str

    @property
    def unmet(self) -> bool:
        return self.unmet_reason is not None

    @property
    def alert(self) -> str | None:
        """What a worker does before anything else; also the first caution of the first suggestion."""
        return safety_alert(self.profile)


@dataclass(frozen=True)
class Judged:
    """One need against the catalogue, before anything is chosen. `scores` are of the context's rows."""

    context: Context
    excluded: Exclusions
    scores: Scores


def match(
    need: Need,
    snapshot: Snapshot,
    *,
    top: int = 20,
    on: date | None = None,
    engine: Engine | None = None,
    corrections: Sequence[Correction] = (),
) -> MatchResult:
    """The `top` best places for `need` and what could be negotiated.

    `corrections` are what a person changed in the reading of the note. `on` is the day asked for; by default the
    newest 情報更新日 of the catalogue (today's date is the caller's).
    The result depends on nothing but the arguments; ties are broken by key.
    """
    engine = engine or Engine()
    judged = judge(need, snapshot, on, engine, corrections, only_candidates=True)
    eligible = judged.excluded.eligible
    suggestions = _suggestions(judged, top)
    unmet = unmet_need(judged)
    return MatchResult(
        need=need.id,
        on=judged.context.on,
        profile=judged.context.profile,
        suggestions=suggestions,
        negotiable=negotiable_places(judged),
        bundles=bundles(judged, suggestions),
        eligible=int(eligible.sum()),
        excluded=judged.excluded.first_counts(),
        unmet_reason=unmet.reason if unmet else None,
        engine=engine.name,
    )


def why(
    need: Need,
    snapshot: Snapshot,
    resource: str,
    *,
    on: date | None = None,
    engine: Engine | None = None,
    corrections: Sequence[Correction] = (),
) -> tuple[Refusal, ...]:
    """All reasons against one place; empty when it is open to the person. Raises KeyError for an unknown key."""
    place = snapshot.row_of(resource)
    whole = _asking_all(need, snapshot, on, engine or Engine(), corrections)
    excluded = exclusions(need, snapshot, whole.journeys)
    return refusals(place, excluded, whole.at(np.array([place])))


def as_run_line(result: MatchResult) -> dict[str, object]:
    """The run line of the collection format, ready for JSON; scores are rounded to 6 digits."""
    return {
        "need": result.need,
        "on": result.on.isoformat(),
        "profile": result.profile.as_dict(),
        "suggestions": [
            {
                "resource": suggestion.resource,
                "score": round(suggestion.score, 6),
                "components": {name: round(value, 6) for name, value in suggestion.components.items()},
                "reasons": list(suggestion.reasons),
                "cautions": list(suggestion.cautions),
                "also_registered": list(suggestion.also_registered),
            }
            for suggestion in result.suggestions
        ],
        "negotiable": [
            {"resource": place.resource, "condition": place.condition, "ask": place.ask}
            for place in result.negotiable
        ],
        "bundles": [
            {"name": bundle.name, "resources": list(bundle.resources), "sentence": bundle.sentence}
            for bundle in result.bundles
        ],
        "eligible": result.eligible,
        "excluded": dict(result.excluded),
        "unmet": result.unmet,
        "unmet_reason": result.unmet_reason,
        "engine": result.engine,
    }


def judge(
    need: Need,
    snapshot: Snapshot,
    on: date | None,
    engine: Engine,
    corrections: Sequence[Correction] = (),
    *,
    only_candidates: bool = False,
) -> Judged:
    """Constraints of one need for every place, before anything is chosen, and scores.

    With `only_candidates` a large catalogue's scores are those of the candidates alone (matcher.engine.candidates).
    """
    whole = _asking_all(need, snapshot, on, engine, corrections)
    excluded = exclusions(need, snapshot, whole.journeys)
    context = whole
    if only_candidates:
        may_be_asked = to_ask(excluded, snapshot, negotiable_codes(), whole.rows)
        context = whole.at(candidate_rows(whole, excluded, may_be_asked, engine.weights))
    return Judged(context, excluded, score(context, engine.weights))


def _asking_all(
    need: Need, snapshot: Snapshot, on: date | None, engine: Engine, corrections: Sequence[Correction]
) -> Context:
    """The need, read, and every place."""
    return Context(
        need=need,
        profile=read_need(need, corrections),
        catalogue=engine.catalogue(snapshot),
        journeys=journeys(need, snapshot, engine.travel),
        on=on or snapshot.newest_confirmed_on or date.min,
        parameters=engine.weights.parameters,
        rows=np.arange(len(snapshot)),
    )


def _suggestions(judged: Judged, top: int) -> tuple[Suggestion, ...]:
    context, scores = judged.context, judged.scores
    suggestions: list[Suggestion] = []
    alert = safety_alert(context.profile)
    for line in listed(scores, judged.excluded.eligible[context.rows], context, top):
        pairing = pair(line.place, context)
        suggestions.append(
            Suggestion(
                resource=pairing.record.key,
                score=scores.at(line.place),
                components=scores.of(line.place),
                reasons=reasons(pairing, scores),
                cautions=cautions(
                    pairing,
                    first=None if suggestions else alert,
                    also_registered=[context.snapshot.records[place].name for place in line.also_registered],
                ),
                also_registered=tuple(context.snapshot.records[place].key for place in line.also_registered),
            )
        )
    return tuple(suggestions)
