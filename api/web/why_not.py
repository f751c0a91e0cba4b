"""「なぜ出ないのか」: of any place of the catalogue, everything that speaks against it for one person."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from api.web.snapshots import ReadyCatalogue
from matcher.engine.explaining.refusals import Refusal, refusals
from matcher.engine.match import Judged, MatchResult, judge
from matcher.engine.need import Need
from matcher.engine.reading import Correction
from matcher.engine.standing import Standing, standing
from resources.folding import fold_name
from resources.records import ResourceRecord

MOST_ASKED = 5


@dataclass(frozen=True)
class WhyNot:
    """A place that was asked about. No refusals: it is open to the person, and `standing` says why not further up.

    `shown_at` is its rank in the list that is shown; `same_as` the entry in the list that is believed to be this place.
    """

    record: ResourceRecord
    refusals: tuple[Refusal, ...]
    shown_at: int | None
    standing: Standing | None
    same_as: ResourceRecord | None


@dataclass(frozen=True)
class Asked:
    """The answer to `name`; `more` places have it in their names, too, and are not explained."""

    name: str
    places: tuple[WhyNot, ...]
    more: int


def ask_about(
    name: str,
    need: Need,
    ready: ReadyCatalogue,
    result: MatchResult,
    corrections: Sequence[Correction],
    *,
    top: int,
) -> Asked:
    """The places of that name or id, each with all reasons against it; a whole name comes before a part of one.

    `top` is the length of the list that was asked for.
    """
    found = _named(name, ready.snapshot.records)
    judged = judge(need, ready.snapshot, result.on, ready.engine, corrections)
    places = tuple(_why_not(record, judged, result, top) for record in found[:MOST_ASKED])
    return Asked(name, places, max(0, len(found) - MOST_ASKED))


def _why_not(record: ResourceRecord, judged: Judged, result: MatchResult, top: int) -> WhyNot:
    ranks = {place.resource: rank for rank, place in enumerate(result.suggestions, start=1)}
    snapshot = judged.context.snapshot
    stands = standing(judged, record.key, top=top)
    same = stands.same_as if stands else None
    return WhyNot(
        record,
        refusals(snapshot.row_of(record.key), judged.excluded, judged.context),
        ranks.get(record.key),
        stands,
        snapshot.records[snapshot.row_of(same)] if same else None,
    )


def _named(name: str, records: Sequence[ResourceRecord]) -> list[ResourceRecord]:
    by_id = [record for record in records if record.key.lower() == name.lower()]
    wanted = fold_name(name)
    if by_id or not wanted:
        return by_id
    named = [record for record in records if wanted in fold_name(record.name + record.name_kana)]
    return sorted(
        named, key=lambda record: wanted not in (fold_name(record.name), fold_name(record.name_kana))
    )
