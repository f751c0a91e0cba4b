"""What the suggestions page says: the engine's result with names, places and words around it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from math import ceil, isfinite

from api.web import wording
from api.web.snapshots import ReadyCatalogue
from matcher.engine.explaining.refusals import Refusal
from matcher.engine.match import MatchResult, match, why
from matcher.engine.need import Need
from matcher.engine.profile import Item, NeedProfile
from matcher.engine.travelling import travel_minutes
from resources.code_lists import code_list
from resources.folding import fold_name
from resources.records import ResourceRecord

SHOWN_FIRST = 10
MOST_SUGGESTIONS = 20
MOST_NEGOTIABLE = 10
MOST_ASKED = 5

UNMET_WORDS = {
    "nothing_eligible": "いまの条件で参加できる場所は、登録されている中にありません。",
    "no_place_for_situation": "同じ状況の人を迎えるための場所は、参加できる範囲に登録されていません。",
}
_FIGURES = re.compile(r"\d+")
_UNDERSTOOD = (
    ("希望", "aims"),
    ("関心", "interests"),
    ("状況", "situations"),
    ("配慮", "cares"),
    ("苦手", "dislikes"),
)
# Said when a place has hardly a reason of its own: it tells that nothing speaks against it, not that it fits.
NOTHING_AGAINST = "分かっている条件の中に、参加を妨げるものはありません。"


@dataclass(frozen=True)
class Offered:
    """One suggested place. `remark` is a plain line that is no reason, "" for most."""

    rank: int
    record: ResourceRecord
    district: str
    journey: str
    reasons: tuple[str, ...]
    remark: str
    cautions: tuple[str, ...]


@dataclass(frozen=True)
class ToAsk:
    """A place that is out by one condition, and what to ask there."""

    record: ResourceRecord
    condition: str
    ask: str


@dataclass(frozen=True)
class WhyNot:
    """A place that was asked about. No refusals: it is open to the person, at `rank` when it is shown."""

    record: ResourceRecord
    refusals: tuple[Refusal, ...]
    rank: int | None


@dataclass(frozen=True)
class Answer:
    """Everything below the form. `excluded` is (reason, number of places), none of them zero."""

    on: date
    total: int
    eligible: int
    offered: tuple[Offered, ...]
    negotiable: tuple[ToAsk, ...]
    excluded: tuple[tuple[str, int], ...]
    unmet: str
    understood: tuple[tuple[str, str], ...]
    asked: str
    why_not: tuple[WhyNot, ...]


def answer_need(
    need: Need, ready: ReadyCatalogue, *, on: date, asked: str, district_names: Mapping[str, str]
) -> Answer:
    """Match the need and put the result into words. `asked` is the name of a place to explain, or ""."""
    snapshot = ready.snapshot
    result = match(need, snapshot, top=MOST_SUGGESTIONS, on=on, engine=ready.engine)
    by_key = {record.key: record for record in snapshot.records}
    reasons = code_list("exclusion_reason")
    return Answer(
        on=result.on,
        total=len(snapshot),
        eligible=result.eligible,
        offered=_offered(result, need, ready, by_key, district_names),
        negotiable=tuple(
            ToAsk(by_key[place.resource], reasons.label(place.condition), place.ask)
            for place in result.negotiable[:MOST_NEGOTIABLE]
        ),
        excluded=tuple((reasons.label(code), n) for code, n in result.excluded.items() if n),
        unmet=UNMET_WORDS.get(result.unmet_reason or "", ""),
        understood=_understood(result.profile),
        asked=asked,
        why_not=_why_not(asked, need, ready, result) if asked else (),
    )


def _offered(
    result: MatchResult,
    need: Need,
    ready: ReadyCatalogue,
    by_key: Mapping[str, ResourceRecord],
    district_names: Mapping[str, str],
) -> tuple[Offered, ...]:
    mode = need.structured.travel_mode if need.structured else None
    minutes = travel_minutes(need, ready.snapshot, mode=mode, model=ready.engine.travel)
    common = _common_reasons([place.reasons for place in result.suggestions])
    minutes_of = dict(zip(ready.snapshot.keys.tolist(), minutes.tolist(), strict=True))
    return tuple(
        Offered(
            rank=rank,
            record=by_key[place.resource],
            district=district_names.get(by_key[place.resource].district or "", ""),
            journey=_journey(by_key[place.resource], minutes_of[place.resource], mode),
            reasons=_telling_first(place.reasons, common),
            remark=NOTHING_AGAINST if NOTHING_AGAINST in place.reasons else "",
            cautions=place.cautions,
        )
        for rank, place in enumerate(result.suggestions, start=1)
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


def _why_not(asked: str, need: Need, ready: ReadyCatalogue, result: MatchResult) -> tuple[WhyNot, ...]:
    """The places whose name holds what was asked, each with all reasons against it."""
    wanted = fold_name(asked)
    ranks = {place.resource: rank for rank, place in enumerate(result.suggestions, start=1)}
    named = [
        record
        for record in ready.snapshot.records
        if wanted and wanted in fold_name(record.name + record.name_kana)
    ]
    return tuple(
        WhyNot(
            record,
            why(need, ready.snapshot, record.key, on=result.on, engine=ready.engine),
            ranks.get(record.key),
        )
        for record in named[:MOST_ASKED]
    )
