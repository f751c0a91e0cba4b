"""A page of the catalogue: who may read what, what was asked, in the stated order."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

import numpy as np
from sqlalchemy import ColumnElement, case, func
from sqlmodel import Session, col, select

from resources.field_visibility import closed_to
from resources.quality.stored_limits import load_limits, stale_entries
from resources.repository import PAGE_SIZE, Page, entries_of
from resources.rows import search_text
from resources.scope import Scope, readable_resources
from resources.searching.conditions import (
    conditions_of,
    free_entries,
    states_the_time,
    text_holds,
    text_position,
)
from resources.searching.question import CatalogueQuestion, Centre
from resources.tables import FieldVisibility, Resource, ResourceLocation

_EARTH_KM = 6371.0
_CHUNK = 500
_PLACE_FIELDS = ("address", "position")


@dataclass(frozen=True)
class Found(Page):
    """One page of a search. `km`: public id → kilometres from the centre asked for."""

    km: Mapping[str, float] = field(default_factory=dict)


def search_catalogue(
    session: Session,
    scope: Scope,
    question: CatalogueQuestion,
    *,
    on: date,
    page: int = 1,
    also: Sequence[ColumnElement[bool]] = (),
) -> Found:
    """The entries that this reader may see and that fit the question (and `also`), in its order.

    fit: first those whose name or reading holds the words, then those that state the time asked for, then
    those with a place free, then those that are not stale, then by reading. near: by distance. fresh: the
    last confirmed first. name: by reading. Nothing closed to the reader finds an entry or places it.
    """
    stale = stale_entries(on, load_limits(session))
    conditions = [
        readable_resources(scope),
        *also,
        *conditions_of(question, stale=stale, holds=text_holds(session)),
    ]
    if question.centre:
        conditions.append(col(Resource.id).not_in(closed_to(scope, _PLACE_FIELDS)))
        places = _near(session, question, question.centre, conditions, stale)
    else:
        keys = session.exec(
            select(Resource.id).where(*conditions).order_by(*_order(session, question, stale))
        )
        places = [(key or 0, None) for key in keys]
    unseen = _found_unseen(session, scope, question, {key for key, _ in places})
    seen = [place for place in places if place[0] not in unseen]
    shown = dict(seen[(max(page, 1) - 1) * PAGE_SIZE :][:PAGE_SIZE])
    rows = {row.id: row for row in session.exec(select(Resource).where(col(Resource.id).in_(shown)))}
    entries = entries_of(session, scope, [rows[key] for key in shown])
    km = {rows[key].public_id: distance for key, distance in shown.items() if distance is not None}
    return Found(tuple(entries), len(seen), max(page, 1), km=km)


def _near(
    session: Session,
    question: CatalogueQuestion,
    centre: Centre,
    conditions: Sequence[ColumnElement[bool]],
    stale: ColumnElement[bool],
) -> list[tuple[int, float | None]]:
    """(database id, kilometres) of the entries within the circle, in order."""
    main = (col(ResourceLocation.resource_id) == col(Resource.id)) & (col(ResourceLocation.position) == 0)
    places = session.exec(
        select(Resource.id, Resource.public_id, ResourceLocation.lat, ResourceLocation.lon)
        .join(ResourceLocation, main)
        .where(*conditions, col(ResourceLocation.lat).is_not(None))
        .order_by(*_order(session, question, stale))
    ).all()
    km = _kilometres(centre, np.array([place[2:] for place in places], float).reshape(-1, 2))
    within = [number for number in range(len(places)) if km[number] <= centre.km]
    if question.order == "near":
        within.sort(key=lambda number: (km[number], places[number][1]))
    return [(places[number][0] or 0, float(km[number])) for number in within]


def _kilometres(centre: Centre, places: np.ndarray[Any, np.dtype[np.float64]]) -> np.ndarray[Any, Any]:
    """Haversine from the centre to each (latitude, longitude) in degrees, in kilometres."""
    here, there = np.radians([centre.lat, centre.lon]), np.radians(places)
    half = (there - here) / 2
    a = np.sin(half[:, 0]) ** 2 + np.cos(here[0]) * np.cos(there[:, 0]) * np.sin(half[:, 1]) ** 2
    km: np.ndarray[Any, Any] = 2 * _EARTH_KM * np.arcsin(np.sqrt(np.clip(a, 0.0, 1.0)))
    return km


def _order(session: Session, question: CatalogueQuestion, stale: ColumnElement[bool]) -> list[Any]:
    by_reading = [col(Resource.name_kana), col(Resource.name), col(Resource.public_id)]
    if question.order == "name":
        return by_reading
    if question.order == "fresh":
        return [col(Resource.confirmed_on).is_(None), col(Resource.confirmed_on).desc(), *by_reading]
    first = [_not(named) for named in _named(session, question)]
    stated = states_the_time(question)
    if stated is not None:
        first.append(_not(stated))
    return [*first, _not(free_entries()), _not(~stale), *by_reading]


def _named(session: Session, question: CatalogueQuestion) -> list[ColumnElement[bool]]:
    """For each word: the name or its reading holds the word itself. They stand first in the searched text."""
    find = text_position(session)
    names = func.length(Resource.name) + func.length(Resource.name_kana) + 1
    return [
        find(Resource.search_text, spellings[0]).between(1, names)
        for spellings in question.words
        if spellings
    ]


def _not(condition: ColumnElement[bool]) -> Any:
    """Sorts what fulfils the condition first, on both databases."""
    return case((condition, 0), else_=1)


def _found_unseen(session: Session, scope: Scope, question: CatalogueQuestion, found: set[int]) -> set[int]:
    """Those of `found` that hold the words only in a field that is closed to this reader.

    `search_text` is one text for all readers. Only entries with a 公開範囲 of their own are looked at again:
    by default every field in that text is public (test_every_searched_field_is_public_by_default).
    """
    if not question.words:
        return set()
    closed = select(FieldVisibility.resource_id).where(col(FieldVisibility.visibility) != "public").distinct()
    ids = [key for key in session.exec(closed) if key in found]
    rows = [
        row for start in range(0, len(ids), _CHUNK) for row in _rows(session, ids[start : start + _CHUNK])
    ]
    seen = zip(rows, entries_of(session, scope, rows), strict=True)
    return {row.id or 0 for row, entry in seen if not _holds(search_text(entry.record), question)}


def _rows(session: Session, ids: Sequence[int]) -> Sequence[Resource]:
    return session.exec(select(Resource).where(col(Resource.id).in_(ids))).all()


def _holds(text: str, question: CatalogueQuestion) -> bool:
    return all(any(word in text for word in spellings) for spellings in question.words)
