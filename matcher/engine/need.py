"""A person's need as the engine takes it: facts of the person, the note, and what was already structured.

Plain data, no I/O. Names, addresses and anything that identifies the person have no place here.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Availability:
    """One stretch of free time. `weekday` is a code of `weekday.csv`; minutes since midnight."""

    weekday: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class StructuredNeed:
    """What a worker filled in. None = nothing is known and nothing is excluded.

    `holds` None differs from (): the empty tuple says that the person holds none of the certificates.
    Codes: `stage` participation_stage, `travel_mode` travel_mode, `group` group_size,
    `accessibility` accessibility; unknown values are kept as written. `holds` are the labels of the
    `holding` column of resource_condition.csv.
    """

    aims: tuple[str, ...] = ()
    interests: tuple[str, ...] = ()
    stage: str | None = None
    travel_mode: str | None = None
    max_minutes: float | None = None
    available: tuple[Availability, ...] = ()
    max_fee: int | None = None
    group: str | None = None
    accessibility: tuple[str, ...] = ()
    holds: tuple[str, ...] | None = None
    avoid: tuple[str, ...] = ()
    language: str | None = None


@dataclass(frozen=True, slots=True)
class Need:
    """One person's need. `gender` is a code of gender.csv; lat/lon in degrees, None = unknown."""

    id: str
    text: str
    age: int | None = None
    gender: str | None = None
    district: str | None = None
    lat: float | None = None
    lon: float | None = None
    structured: StructuredNeed | None = None
