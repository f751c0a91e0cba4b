"""Entries whose fields cannot all be true."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from resources.records import ResourceRecord


@dataclass(frozen=True, slots=True)
class Contradiction:
    """What does not fit, in one Japanese sentence; `cause` is a code of quality_cause.csv."""

    key: str
    name: str
    what: str
    cause: str = ""


def find_contradictions(records: Sequence[ResourceRecord]) -> list[Contradiction]:
    """All contradictions, by key."""
    return [
        Contradiction(record.key, record.name, what, cause)
        for record in sorted(records, key=lambda record: record.key)
        for cause, what in _contradictions(record)
    ]


def _contradictions(record: ResourceRecord) -> Iterator[tuple[str, str]]:
    if record.age_min is not None and record.age_max is not None and record.age_min > record.age_max:
        yield "ages_reversed", f"対象年齢の下限({record.age_min}歳)が上限({record.age_max}歳)を超えています。"
    if record.capacity is not None and record.openings is not None and record.openings > record.capacity:
        yield "openings_over_capacity", f"空き({record.openings})が定員({record.capacity})を超えています。"
    if {"wheelchair", "steps"} <= set(record.accessibility):
        yield "wheelchair_and_steps", "「車いす可」と「段差あり」が両方あります。"
    if record.status == "full" and record.openings:
        yield "full_with_openings", f"満員なのに空きが{record.openings}あります。"
    if any(r.start is not None and r.end is not None and r.start >= r.end for r in record.schedule):
        yield "ends_before_start", "終了時刻が開始時刻より前です。"
    if (
        "on_site" in record.delivery
        and record.kind != "volunteer_person"
        and not record.address
        and record.lat is None
    ):
        yield "no_place", "来所の場所なのに所在地も位置もありません。"
