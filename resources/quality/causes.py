"""What makes an entry doubtful, as conditions of a query: one per code of quality_cause.csv.

The contradictions are those of `resources.quality.contradictions`, which says them of a record.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, func, or_
from sqlmodel import col, select

from resources.quality.limits import StalenessLimits
from resources.quality.stored_limits import overdue
from resources.scope import not_absorbed
from resources.tables import (
    DuplicateCandidate,
    FoundDoubt,
    Resource,
    ResourceChange,
    ResourceContact,
    ResourceFeature,
    ResourceLocation,
    ResourceSchedule,
)

OF_A_TOWN = ("representative", "oaza")
"""Values of `resource_location.accuracy` that say: the position is that of a 町丁目."""
SETTLED = ("created", "confirmed", "edited", "status_changed", "unmerged")
"""Actions after which the tries to reach a host are counted anew."""
_VOLUNTEER = "volunteer_person"

Condition = ColumnElement[bool]


@dataclass(frozen=True, slots=True)
class Today:
    """The day and the limits for which a cause is asked."""

    on: date
    limits: StalenessLimits


BEFORE_OPENING = ("idea", "contacted", "visited", "conditions_agreed")
"""The statuses before a place is open, in their order (domain.md 1.3.4)."""


def looked_after() -> Condition:
    """The entries that somebody has to keep true: 参加先 that have not ended, nor still come about.

    Who is being won over has a page of their own, with the day of the next talk; nobody rings them to ask whether
    it still goes on.
    """
    at_work = col(Resource.status).not_in(("retired", *BEFORE_OPENING))
    return (col(Resource.standing) == "participation_place") & at_work


def cause_condition(cause: str, today: Today) -> Condition:
    """Entries that are doubtful for this cause. Raises KeyError for a code without a rule."""
    return _CAUSES[cause](today)


def all_causes() -> tuple[str, ...]:
    """The codes that have a rule."""
    return tuple(_CAUSES)


def unreachable_since_settled() -> ColumnElement[int]:
    """How often in a row nobody could be reached: tries since somebody last had something to say."""
    last = _last_settled()
    later = or_(last.is_(None), col(ResourceChange.at) > last)
    tries = select(func.count()).where(
        col(ResourceChange.resource_id) == col(Resource.id), ResourceChange.action == "unreachable", later
    )
    return tries.correlate(Resource).scalar_subquery()


def _last_settled() -> Any:
    settled = select(func.max(ResourceChange.at)).where(
        col(ResourceChange.resource_id) == col(Resource.id), col(ResourceChange.action).in_(SETTLED)
    )
    return settled.correlate(Resource).scalar_subquery()


def _unreachable_twice(_today: Today) -> Condition:
    # Only entries with any try at all are looked at more closely.
    tried = select(ResourceChange.resource_id).where(ResourceChange.action == "unreachable")
    return col(Resource.id).in_(tried) & (unreachable_since_settled() >= 2)


def _sessions_ended(today: Today) -> Condition:
    ends = col(ResourceSchedule.valid_to)
    ended = select(ResourceSchedule.resource_id).where(ends < today.on)
    goes_on = select(ResourceSchedule.resource_id).where(or_(ends.is_(None), ends >= today.on))
    return (col(Resource.status) == "open") & col(Resource.id).in_(ended) & _not_in(goes_on)


def _unread(_today: Today) -> Condition:
    says_nothing = (
        (col(ResourceSchedule.weekdays) == "")
        & col(ResourceSchedule.start_minute).is_(None)
        & col(ResourceSchedule.frequency).is_(None)
        & (col(ResourceSchedule.raw_text) != "")
    )
    unread = select(ResourceSchedule.resource_id).where(
        says_nothing | col(ResourceSchedule.doubtful).is_(True)
    )
    return col(Resource.id).in_(unread)


def _no_contact(_today: Today) -> Condition:
    reachable = select(ResourceContact.resource_id).where(
        or_(col(ResourceContact.phone) != "", col(ResourceContact.email) != "")
    )
    return (col(Resource.kind) != _VOLUNTEER) & (col(Resource.url) == "") & _not_in(reachable)


def _no_position(_today: Today) -> Condition:
    """Whoever is visited at home or online needs none. Every entry has a main location, be it an empty one."""
    nowhere = select(ResourceLocation.resource_id).where(
        col(ResourceLocation.position) == 0, col(ResourceLocation.lat).is_(None)
    )
    elsewhere = _has("delivery_method") & ~_has("delivery_method", "on_site")
    return (col(Resource.kind) != _VOLUNTEER) & col(Resource.id).in_(nowhere) & ~elsewhere


def _no_place(_today: Today) -> Condition:
    nowhere = select(ResourceLocation.resource_id).where(
        col(ResourceLocation.position) == 0,
        col(ResourceLocation.lat).is_(None),
        col(ResourceLocation.address) == "",
    )
    return (
        (col(Resource.kind) != _VOLUNTEER)
        & col(Resource.id).in_(nowhere)
        & _has("delivery_method", "on_site")
    )


def _town_precision(_today: Today) -> Condition:
    rough = select(ResourceLocation.resource_id).where(
        col(ResourceLocation.position) == 0, col(ResourceLocation.accuracy).in_(OF_A_TOWN)
    )
    return (col(Resource.kind) != _VOLUNTEER) & col(Resource.id).in_(rough)


def _ends_before_start(_today: Today) -> Condition:
    reversed_hours = select(ResourceSchedule.resource_id).where(
        col(ResourceSchedule.start_minute) >= col(ResourceSchedule.end_minute)
    )
    return col(Resource.id).in_(reversed_hours)


def _duplicate(_today: Today) -> Condition:
    open_pair = (
        (col(DuplicateCandidate.verdict) == "")
        & not_absorbed(col(DuplicateCandidate.a_id))
        & not_absorbed(col(DuplicateCandidate.b_id))
    )
    return or_(
        col(Resource.id).in_(select(DuplicateCandidate.a_id).where(open_pair)),
        col(Resource.id).in_(select(DuplicateCandidate.b_id).where(open_pair)),
    )


def _outside_city(_today: Today) -> Condition:
    return col(Resource.id).in_(select(FoundDoubt.resource_id).where(FoundDoubt.cause == "outside_city"))


_CAUSES: Mapping[str, Callable[[Today], Condition]] = {
    "never_confirmed": lambda _: col(Resource.confirmed_on).is_(None),
    "stale": lambda today: overdue(today.on, today.limits),
    "unreachable_twice": _unreachable_twice,
    "ages_reversed": lambda _: col(Resource.age_min) > col(Resource.age_max),
    "openings_over_capacity": lambda _: col(Resource.openings) > col(Resource.capacity_hard),
    "full_with_openings": lambda _: (col(Resource.status) == "full") & (col(Resource.openings) > 0),
    "ends_before_start": _ends_before_start,
    "wheelchair_and_steps": lambda _: _has("accessibility", "wheelchair") & _has("accessibility", "steps"),
    "no_place": _no_place,
    "sessions_ended": _sessions_ended,
    "outside_city": _outside_city,
    "duplicate": _duplicate,
    "no_position": _no_position,
    "town_precision": _town_precision,
    "no_contact": _no_contact,
    "schedule_unread": _unread,
}


def _has(list_name: str, value: str | None = None) -> Condition:
    carriers = select(ResourceFeature.resource_id).where(ResourceFeature.list_name == list_name)
    if value is not None:
        carriers = carriers.where(ResourceFeature.value == value)
    return col(Resource.id).in_(carriers)


def _not_in(carriers: Any) -> Condition:
    return col(Resource.id).not_in(carriers)
