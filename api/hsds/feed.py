"""Services, their places and the organisations behind them. GET and POST of a list ask the same question."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from fastapi import APIRouter, Depends, Request
from fastapi.responses import Response
from sqlmodel import Session

from api.hsds.answering import every_entry, lines, one, page, require_publishing
from api.hsds.filters import entry_conditions, organisation_conditions
from api.hsds.question import Asked, Question
from api.web.admission import Db
from api.web.parts import parts_of
from resources.hsds.organisations import organisation_object
from resources.hsds.services import minimal_service, place_object, service_object
from resources.publishing.conditions import is_participation_place
from resources.publishing.entries import (
    Conditions,
    all_published,
    changes_with_ids,
    ids_of_published,
    published_entry,
    published_with_ids,
)
from resources.publishing.model import PublishedEntry, PublishedOrganisation
from resources.publishing.organisations import (
    entries_of_organisation,
    ids_of_organisations,
    organisations_with_ids,
    published_organisation,
)

router = APIRouter(prefix="/hsds", dependencies=[Depends(require_publishing)])
Object = dict[str, Any]


@router.get("/services")
def list_services(request: Request, session: Db, question: Asked) -> Response:
    """The 参加先 as services."""
    return _services(request, session, question)


@router.post("/services")
def query_services(request: Request, session: Db, question: Asked) -> Response:
    """The same, asked in the body."""
    return _services(request, session, question)


@router.get("/services/{hsds_id}")
def show_services(request: Request, session: Db, hsds_id: str) -> Response:
    """One service, whole."""
    entry = _entry(request, session, "service", hsds_id)
    return one(request, service_object(entry, full=True) if entry else None)


@router.get("/service_at_locations")
def list_service_at_locations(request: Request, session: Db, question: Asked) -> Response:
    """Where the services are: one place each."""
    return _places(request, session, question)


@router.post("/service_at_locations")
def query_service_at_locations(request: Request, session: Db, question: Asked) -> Response:
    """The same, asked in the body."""
    return _places(request, session, question)


@router.get("/service_at_locations/{hsds_id}")
def show_service_at_locations(request: Request, session: Db, hsds_id: str) -> Response:
    """One place with its service."""
    entry = _entry(request, session, "service_at_location", hsds_id)
    return one(request, _place(entry, full=True) if entry else None)


@router.get("/organizations")
def list_organizations(request: Request, session: Db, question: Asked) -> Response:
    """The organisations that answer for a service."""
    return _organizations(request, session, question)


@router.post("/organizations")
def query_organizations(request: Request, session: Db, question: Asked) -> Response:
    """The same, asked in the body."""
    return _organizations(request, session, question)


@router.get("/organizations/{hsds_id}")
def show_organizations(request: Request, session: Db, hsds_id: str, question: Asked) -> Response:
    """One organisation, with `full_service` its services too."""
    public_id = parts_of(request).feed.public_id(session, "organization", hsds_id)
    found = published_organisation(session, public_id) if public_id else None
    return one(request, _organization(session, question, found, full=True) if found else None)


def _services(request: Request, session: Session, question: Question) -> Response:
    also = entry_conditions(session, parts_of(request).feed, question)
    if also is None:
        return _nothing(request, question)
    if question.ndjson:
        entries = every_entry(request, also)
        if question.minimal:
            return lines(request, (minimal_service(e.record.key, e.updated_at) for e in entries))
        return lines(request, (service_object(entry, full=question.full) for entry in entries))
    ids = _entry_ids(request, session, question, also)
    chosen = ids[question.page_slice]
    if question.minimal:
        changes = changes_with_ids(session, chosen)
        return page(request, question, len(ids), [minimal_service(*change) for change in changes])
    found = published_with_ids(session, chosen)
    return page(request, question, len(ids), [service_object(entry, full=question.full) for entry in found])


def _places(request: Request, session: Session, question: Question) -> Response:
    also = entry_conditions(session, parts_of(request).feed, question)
    if also is None:
        return _nothing(request, question)
    if question.ndjson:
        entries = every_entry(request, also)
        return lines(request, (_place(entry, full=question.full) for entry in entries))
    ids = _entry_ids(request, session, question, also)
    found = published_with_ids(session, ids[question.page_slice])
    return page(request, question, len(ids), [_place(entry, full=question.full) for entry in found])


def _entry_ids(request: Request, session: Session, question: Question, also: Conditions) -> Sequence[int]:
    """All that fit, looked up once per version of the catalogue."""
    key = ("entries", *question.wanted)
    return parts_of(request).feed.kept.get(session, key, lambda: ids_of_published(session, also))


def _organizations(request: Request, session: Session, question: Question) -> Response:
    feed = parts_of(request).feed
    also = organisation_conditions(session, feed, question)
    if also is None:
        return _nothing(request, question)
    key = ("organizations", *question.wanted)
    ids = feed.kept.get(session, key, lambda: ids_of_organisations(session, also))
    found = organisations_with_ids(session, ids if question.ndjson else ids[question.page_slice])
    objects = [_organization(session, question, house, full=question.full) for house in found]
    return lines(request, objects) if question.ndjson else page(request, question, len(ids), objects)


def _place(entry: PublishedEntry, *, full: bool) -> Object:
    return {**place_object(entry, full=full), "service": service_object(entry, full=False)}


def _organization(
    session: Session, question: Question, house: PublishedOrganisation, *, full: bool
) -> Object:
    found = organisation_object(house, full=full)
    if question.full_service:
        own = [is_participation_place(), entries_of_organisation(house.public_id)]
        found["services"] = [service_object(entry, full=True) for entry in all_published(session, own)]
    return found


def _entry(request: Request, session: Session, kind: str, uuid: str) -> PublishedEntry | None:
    public_id = parts_of(request).feed.public_id(session, kind, uuid.lower())
    return published_entry(session, public_id) if public_id else None


def _nothing(request: Request, question: Question) -> Response:
    return lines(request, []) if question.ndjson else page(request, question, 0, [])
