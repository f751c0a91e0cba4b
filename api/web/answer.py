"""What the suggestions page says: the engine's result with names, places and words around it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from math import ceil, isfinite

from api.web import wording
from api.web.conclusions import Conclusion, conclusions
from api.web.reading_view import ReadNote, read_note
from api.web.snapshots import ReadyCatalogue
from api.web.unmet_box import UnmetBox, unmet_box
from api.web.why_not import Asked, ask_about
from matcher.engine.explaining.reasons import NOTHING_AGAINST
from matcher.engine.match import MatchResult, Suggestion, match
from matcher.engine.need import Need
from matcher.engine.profile import Item, NeedProfile
from matcher.engine.reading import Correction
from matcher.engine.travelling import travel_minutes
from resources.code_lists import code_list
from resources.records import ResourceRecord
from resources.snapshot import Snapshot

SHOWN_FIRST = 10
MOST_SUGGESTIONS = 20
MOST_NEGOTIABLE = 10

_FIGURES = re.compile(r"\d+")
_UNDERSTOOD = (
    ("希望", "aims"),
    ("関心", "interests"),
    ("状況", "situations"),
    ("配慮", "cares"),
    ("苦手", "dislikes"),
)
ALSO_REGISTERED = "別登録あり"


@dataclass(frozen=True)
class Offered:
    """One suggested place. `remark` is a plain line that is no reason, "" for most.

    `also_registered` are other entries that are believed to be the same place.
    """

    rank: int
    record: ResourceRecord
    district: str
    journey: str
    reasons: tuple[str, ...]
    remark: str
    cautions: tuple[str, ...]
    also_registered: tuple[ResourceRecord, ...]


@dataclass(frozen=True)
class ToAsk:
    """A place that is out by one condition, and what to ask there."""

    record: ResourceRecord
    condition: str
    ask: str


@dataclass(frozen=True)
class Together:
    """Two places that do together what one alone does not."""

    records: tuple[ResourceRecord, ...]
    sentence: str


@dataclass(frozen=True)
class Answer:
    """Everything below the form. `excluded` is (reason, number of places), none of them zero.

    `alert` is what a worker does before anything else, "" for most. `understood` is for paper, where the note itself
    does not go.
    """

    on: date
    alert: str
    total: int
    eligible: int
    offered: tuple[Offered, ...]
    together: tuple[Together, ...]
    negotiable: tuple[ToAsk, ...]
    excluded: tuple[tuple[str, int], ...]
    unmet: UnmetBox | None
    read: ReadNote
    concluded: tuple[Conclusion, ...]
    understood: tuple[tuple[str, str], ...]
    asked: Asked | None


def answer_need(
    need: Need,
    ready: ReadyCatalogue,
    *,
    on: date,
    corrections: Sequence[Correction],
    asked: str,
    district_names: Mapping[str, str],
) -> Answer:
    """Match the need and put the result into words. `asked` is a place to explain, by name or id, or ""."""
    snapshot = ready.snapshot
    result = match(need, snapshot, top=MOST_SUGGESTIONS, on=on, engine=ready.engine, corrections=corrections)
    record_of = _record_of(snapshot)
    reasons = code_list("exclusion_reason")
    return Answer(
        on=result.on,
        alert=result.alert or "",
        total=len(snapshot),
        eligible=result.eligible,
        offered=_offered(result, need, ready, district_names),
        together=tuple(
            Together(tuple(record_of(key) for key in found.resources), found.sentence)
            for found in result.bundles
        ),
        negotiable=tuple(
            ToAsk(record_of(place.resource), reasons.label(place.condition), place.ask)
            for place in result.negotiable[:MOST_NEGOTIABLE]
        ),
        excluded=tuple((reasons.label(code), n) for code, n in result.excluded.items() if n),
        unmet=unmet_box(need, result, len(snapshot), district_names),
        read=read_note(result.profile, need.text, corrections),
        concluded=conclusions(need, result.profile),
        understood=_understood(result.profile),
        asked=ask_about(asked, need, ready, result, corrections, top=MOST_SUGGESTIONS) if asked else None,
    )


def _offered(
    result: MatchResult,
    need: Need,
    ready: ReadyCatalogue,
    district_names: Mapping[str, str],
) -> tuple[Offered, ...]:
    record_of, row_of = _record_of(ready.snapshot), ready.snapshot.row_of
    mode = need.structured.travel_mode if need.structured else None
    minutes = travel_minutes(need, ready.snapshot, mode=mode, model=ready.engine.travel)
    common = _common_reasons([place.reasons for place in result.suggestions])
    return tuple(
        Offered(
            rank=rank,
            record=record_of(place.resource),
            district=district_names.get(record_of(place.resource).district or "", ""),
            journey=_journey(record_of(place.resource), float(minutes[row_of(place.resource)]), mode),
            reasons=_telling_first(place.reasons, common),
            remark=NOTHING_AGAINST if NOTHING_AGAINST in place.reasons else "",
            cautions=_own_cautions(place, result.alert),
            also_registered=tuple(record_of(key) for key in place.also_registered),
        )
        for rank, place in enumerate(result.suggestions, start=1)
    )


def _record_of(snapshot: Snapshot) -> Callable[[str], ResourceRecord]:
    """The entry of a key, without a table of all of them: a catalogue may have half a million."""
    return lambda key: snapshot.records[snapshot.row_of(key)]


def _own_cautions(place: Suggestion, alert: str | None) -> tuple[str, ...]:
    """Without what the page says elsewhere: the alert above everything, the other entry as a link."""
    return tuple(
        caution
        for caution in place.cautions
        if caution != alert and not (place.also_registered and caution.startswith(ALSO_REGISTERED))
    )


def _common_reasons(all_reasons: Sequence[Sequence[str]]) -> set[str]:
    """The shapes of reasons that more than half of the shown places have: they tell none from the others."""
    counts = Counter(shape for reasons in all_reasons for shape in set(map(_shape, reasons)))
    return {shape for shape, number in counts.items() if number * 2 > len(all_reasons) > 1}


def _telling_first(reasons: Sequence[str], common: set[str]) -> tuple[str, ...]:
    """The engine's order, but what most places have in common goes last."""
    said = [reason for reason in reasons if reason != NOTHING_AGAINST]
    return tuple(sorted(said, key=lambda reason: _shape(reason) in common))


def _shape(reason: str) -> str:
    """Two journeys or two age ranges are the same kind of reason: the figures do not count."""
    return _FIGURES.sub("0", reason)


def _journey(record: ResourceRecord, minutes: float, mode: str | None) -> str:
    """徒歩で約12分 from the middle of the district; "" where it cannot be told or nobody travels there."""
    comes_home = record.delivery and "on_site" not in record.delivery
    if mode is None or not isfinite(minutes) or comes_home or not wording.has_exact_place(record):
        return ""
    return f"{wording.label(mode, 'travel_mode')}で約{ceil(minutes)}分"


def _understood(profile: NeedProfile) -> tuple[tuple[str, str], ...]:
    """(kind, words) that were read from the note, as they stand there."""
    found: dict[tuple[str, str], None] = {}
    disliked = {item.evidence.surface for item in profile.dislikes}
    for title, name in _UNDERSTOOD:
        items: Sequence[Item] = getattr(profile, name)
        for item in items:
            is_said_as_dislike = name == "cares" and item.evidence.surface in disliked  # 大勢: not 配慮 大勢
            if item.evidence.source == "note" and not is_said_as_dislike:
                found[(title, item.evidence.surface)] = None
    return tuple(found)
