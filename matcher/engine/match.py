"""From a need and a catalogue to explained suggestions: the engine's one entry point."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from geo.travel import TravelTime
from matcher.engine.bending import bent_fit, is_children_for_adult
from matcher.engine.catalogue import Catalogue, prepare
from matcher.engine.constraints import Exclusions, exclusions
from matcher.engine.context import Context
from matcher.engine.explaining.cautions import cautions, safety_alert
from matcher.engine.explaining.pairing import pair
from matcher.engine.explaining.reasons import reasons
from matcher.engine.explaining.refusals import Refusal, ask, negotiable_reason, refusals
from matcher.engine.need import Need
from matcher.engine.profile import NeedProfile
from matcher.engine.reading import read_need
from matcher.engine.scoring import Scores, ranking, score
from matcher.engine.travelling import collection_travel_time, travel_minutes
from matcher.engine.unmet import unmet_reason
from matcher.engine.weights import Weights, default_weights
from resources.snapshot import Snapshot

ENGINE_VERSION = "1"


class Engine:
    """Weights, a travel-time model, and the last catalogue made ready (one catalogue version is in use at a time)."""

    def __init__(self, *, weights: Weights | None = None, travel: TravelTime | None = None) -> None:
        self.weights = weights or default_weights()
        self.travel = travel or collection_travel_time()
        self._ready: Catalogue | None = None

    @property
    def name(self) -> str:
        """Version of the code and of the weights; written into every result."""
        return f"tsunagite-engine {ENGINE_VERSION} / weights {self.weights.version} {self.weights.digest}"

    def catalogue(self, snapshot: Snapshot) -> Catalogue:
        """`snapshot` made ready for matching; kept until another snapshot comes."""
        ready = self._ready
        if ready is None or ready.snapshot is not snapshot:
            ready = self._ready = prepare(snapshot)
        return ready


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A place that is open to the person. `score` and every component are in [0, 1]."""

    resource: str
    score: float
    components: dict[str, float]
    reasons: tuple[str, ...]
    cautions: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Negotiable:
    """A place that excludes the person by one condition which a worker can go and talk about.

    `fit` is the score reduced by the size of the gap (matcher.engine.bending).
    """

    resource: str
    condition: str
    ask: str
    score: float
    fit: float


@dataclass(frozen=True)
class MatchResult:
    """The answer for one need. `excluded` counts places by first reason; with `eligible` it is the catalogue."""

    need: str
    on: date
    profile: NeedProfile
    suggestions: tuple[Suggestion, ...]
    negotiable: tuple[Negotiable, ...]
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
class _Judged:
    """One need against the whole catalogue, before anything is chosen."""

    context: Context
    excluded: Exclusions
    scores: Scores


def match(
    need: Need, snapshot: Snapshot, *, top: int = 20, on: date | None = None, engine: Engine | None = None
) -> MatchResult:
    """The `top` best places for `need` and what could be negotiated.

    `on` is the day asked for; by default the newest 情報更新日 of the catalogue (today's date is the caller's).
    The result depends on nothing but the arguments; ties are broken by key.
    """
    engine = engine or Engine()
    judged = _judge(need, snapshot, on, engine)
    eligible = judged.excluded.eligible
    return MatchResult(
        need=need.id,
        on=judged.context.on,
        profile=judged.context.profile,
        suggestions=_suggestions(judged, top),
        negotiable=_negotiable(judged),
        eligible=int(eligible.sum()),
        excluded=judged.excluded.first_counts(),
        unmet_reason=unmet_reason(judged.context.profile, judged.context.catalogue, eligible),
        engine=engine.name,
    )


def why(
    need: Need, snapshot: Snapshot, resource: str, *, on: date | None = None, engine: Engine | None = None
) -> tuple[Refusal, ...]:
    """All reasons against one place; empty when it is open to the person. Raises KeyError for an unknown key."""
    keys = snapshot.keys.tolist()
    if resource not in keys:
        raise KeyError(resource)
    judged = _judge(need, snapshot, on, engine or Engine())
    return refusals(keys.index(resource), judged.excluded, judged.context)


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
            }
            for suggestion in result.suggestions
        ],
        "negotiable": [
            {"resource": place.resource, "condition": place.condition, "ask": place.ask}
            for place in result.negotiable
        ],
        "eligible": result.eligible,
        "excluded": dict(result.excluded),
        "unmet": result.unmet,
        "unmet_reason": result.unmet_reason,
        "engine": result.engine,
    }


def _judge(need: Need, snapshot: Snapshot, on: date | None, engine: Engine) -> _Judged:
    mode = need.structured.travel_mode if need.structured else None
    context = Context(
        need=need,
        profile=read_need(need),
        catalogue=engine.catalogue(snapshot),
        minutes=travel_minutes(need, snapshot, mode=mode, model=engine.travel),
        on=on or snapshot.newest_confirmed_on or date.min,
        parameters=engine.weights.parameters,
    )
    return _Judged(context, exclusions(need, snapshot, context.minutes), score(context, engine.weights))


def _suggestions(judged: _Judged, top: int) -> tuple[Suggestion, ...]:
    context, scores = judged.context, judged.scores
    suggestions: list[Suggestion] = []
    alert = safety_alert(context.profile)
    for place in ranking(scores.total, context.snapshot.keys, judged.excluded.eligible, first=top):
        pairing = pair(place, context)
        suggestions.append(
            Suggestion(
                resource=pairing.record.key,
                score=scores.at(place),
                components=scores.of(place),
                reasons=reasons(pairing, scores),
                cautions=cautions(pairing, first=None if suggestions else alert),
            )
        )
    return tuple(suggestions)


def _negotiable(judged: _Judged) -> tuple[Negotiable, ...]:
    """Best fit first; the fit falls with the size of the gap that would have to be bridged."""
    context = judged.context
    found: list[tuple[float, str, bool, Negotiable]] = []
    for place, code in judged.excluded.single().items():
        if not negotiable_reason(code, context.snapshot.records[place]):
            continue
        pairing = pair(place, context)
        score = judged.scores.at(place)
        fit = round(bent_fit(pairing, code, score), 9)
        entry = Negotiable(pairing.record.key, code, ask(pairing, code), score, fit)
        found.append((-fit, entry.resource, is_children_for_adult(pairing, code), entry))
    found.sort(key=lambda row: row[:2])
    first = next((row for row in found if not row[2]), None)  # an adult is not sent to children first
    if first:
        found.remove(first)
        found.insert(0, first)
    return tuple(entry for *_, entry in found)
