"""The conditions of a question in SQL."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Sequence
from typing import Any

from sqlalchemy import ColumnElement, and_, func, or_
from sqlmodel import Session, col, select

from resources.code_lists import code_list
from resources.repository import full_entries
from resources.searching.holding import as_one
from resources.searching.question import CatalogueQuestion, Centre
from resources.tables import Resource, ResourceFeature, ResourceLocation, ResourceSchedule

TextPosition = Callable[..., Any]
TextHolds = Callable[[Sequence[str]], ColumnElement[bool]]

_KM_PER_DEGREE = 111.0
_WIDER = 1.01  # the box is only a first sieve: it must not cut into the circle


def text_position(session: Session) -> TextPosition:
    """The function of this database that says where a word stands in a text: several times faster than LIKE."""
    return func.strpos if _is_postgresql(session) else func.instr


def text_holds(session: Session) -> TextHolds:
    """The condition of this database that the searched text holds one of several spellings."""
    if _is_postgresql(session):
        return lambda words: or_(*(func.strpos(Resource.search_text, word) > 0 for word in words))
    return lambda words: func.holds_any(Resource.search_text, as_one(words)) == 1


def _is_postgresql(session: Session) -> bool:
    return session.get_bind().dialect.name == "postgresql"


def conditions_of(
    question: CatalogueQuestion, *, stale: ColumnElement[bool], holds: TextHolds
) -> Iterator[ColumnElement[bool]]:
    """Everything but who reads. `stale`: which entries are, `holds` is `text_holds`."""
    for spellings in question.words:
        yield holds(spellings)
    for column, values in (
        (col(Resource.kind), question.kinds),
        (col(Resource.status), question.statuses),
        (col(Resource.standing), question.standings),
    ):
        if values:
            yield column.in_(values)
    if question.fields:
        yield _of_fields(question.fields)
    if question.districts:
        yield _located(col(ResourceLocation.district_code).in_(question.districts))
    if question.centre:
        yield _located(_in_box(question.centre))
    if _asks_for_time(question):
        none_stated = ~col(Resource.id).in_(select(ResourceSchedule.resource_id))
        yield none_stated | col(Resource.id).in_(
            select(ResourceSchedule.resource_id).where(_may_be_open(question))
        )
    yield from _for_the_person(question)
    yield from _of_the_place(question, stale)


def states_the_time(question: CatalogueQuestion) -> ColumnElement[bool] | None:
    """Entries that say themselves that they are open then; None when no time is asked for."""
    if not _asks_for_time(question):
        return None
    rules = [_may_be_open(question)]
    if question.days:
        rules.append(col(ResourceSchedule.weekdays) != "")
    if question.start is not None or question.end is not None:
        rules.append(col(ResourceSchedule.start_minute).is_not(None))
    return col(Resource.id).in_(select(ResourceSchedule.resource_id).where(*rules))


def free_entries() -> ColumnElement[bool]:
    """Open entries that are not known to be full."""
    openings = col(Resource.openings)
    return (col(Resource.status) == "open") & (openings.is_(None) | (openings > 0))


def _for_the_person(question: CatalogueQuestion) -> Iterator[ColumnElement[bool]]:
    if question.age is not None:
        low, high = col(Resource.age_min), col(Resource.age_max)
        yield and_(low.is_(None) | (low <= question.age), high.is_(None) | (high >= question.age))
    if question.max_fee is not None:
        fee = col(Resource.fee_yen)
        yield fee.is_(None) | (fee <= question.max_fee)
    for code in question.accessibility:
        yield _has_feature("accessibility", (code,))


def _of_the_place(question: CatalogueQuestion, stale: ColumnElement[bool]) -> Iterator[ColumnElement[bool]]:
    if question.free_now:
        yield free_entries()
    if question.full:
        yield full_entries()
    if question.stale:
        yield stale
    if question.fresh:
        yield ~stale


def _asks_for_time(question: CatalogueQuestion) -> bool:
    return bool(question.days) or question.start is not None or question.end is not None


def _may_be_open(question: CatalogueQuestion) -> ColumnElement[bool]:
    """Rules that overlap the time asked for by more than 0 minutes; what a rule does not state may be so."""
    weekdays = col(ResourceSchedule.weekdays)
    start, end = col(ResourceSchedule.start_minute), col(ResourceSchedule.end_minute)
    parts: list[ColumnElement[bool]] = []
    if question.days:
        parts.append(or_(weekdays == "", *(weekdays.contains(day, autoescape=True) for day in question.days)))
    if question.end is not None:
        parts.append(start.is_(None) | (start < question.end))
    if question.start is not None:
        parts.append(end.is_(None) | (end > question.start))
    return and_(*parts)


def _of_fields(fields: tuple[str, ...]) -> ColumnElement[bool]:
    """資源分野: what was set for an entry, else that of its kind (see `resources.resource_fields`)."""
    kinds = [code.code for code in code_list("resource_kind") if code.extra["field"] in fields]
    by_hand = select(ResourceFeature.resource_id).where(col(ResourceFeature.list_name) == "resource_field")
    usual = col(Resource.kind).in_(kinds) & ~col(Resource.id).in_(by_hand)
    return usual | _has_feature("resource_field", fields)


def _has_feature(list_name: str, values: tuple[str, ...]) -> ColumnElement[bool]:
    of_list = col(ResourceFeature.list_name) == list_name
    return col(Resource.id).in_(
        select(ResourceFeature.resource_id).where(of_list, col(ResourceFeature.value).in_(values))
    )


def _located(condition: ColumnElement[bool]) -> ColumnElement[bool]:
    return col(Resource.id).in_(select(ResourceLocation.resource_id).where(condition))


def _in_box(centre: Centre) -> ColumnElement[bool]:
    high = centre.km * _WIDER / _KM_PER_DEGREE
    wide = high / max(math.cos(math.radians(centre.lat)), 0.01)
    lat, lon = col(ResourceLocation.lat), col(ResourceLocation.lon)
    return lat.between(centre.lat - high, centre.lat + high) & lon.between(
        centre.lon - wide, centre.lon + wide
    )
