"""The conditions of a question, as the catalogue's own; None when nothing can fit."""

from __future__ import annotations

from sqlalchemy import ColumnElement
from sqlmodel import Session

from api.hsds.memory import FeedMemory, list_of, term_of
from api.hsds.question import Question
from resources.publishing.conditions import (
    changed_since,
    holding_words,
    is_participation_place,
    with_value,
)
from resources.publishing.organisations import entries_of_organisation, named_like, of_kind

Conditions = list[ColumnElement[bool]]
_OF_ORGANISATIONS = "organisation_kind"


def entry_conditions(session: Session, feed: FeedMemory, question: Question) -> Conditions | None:
    """For services and their places."""
    found: Conditions = [is_participation_place(), *holding_words(question.search)]
    if question.modified_after:
        found.append(changed_since(question.modified_after))
    if question.organization_id:
        house = feed.public_id(session, "organization", question.organization_id)
        if house is None:
            return None
        found.append(entries_of_organisation(house))
    for list_name, code in _asked_terms(session, feed, question):
        condition = with_value(list_name, code)
        if condition is None:
            return None
        found.append(condition)
    return found


def organisation_conditions(session: Session, feed: FeedMemory, question: Question) -> Conditions | None:
    """For organisations, whose only terms are their kinds."""
    found = named_like(question.search)
    for list_name, code in _asked_terms(session, feed, question):
        if list_name != _OF_ORGANISATIONS:
            return None
        found.append(of_kind(code))
    return found


def _asked_terms(session: Session, feed: FeedMemory, question: Question) -> list[tuple[str, str | None]]:
    """(list, code; None = any) of the asked term and taxonomy; an unknown one has the list ""."""
    found: list[tuple[str, str | None]] = []
    if question.taxonomy_term_id:
        term = term_of(session, feed, question.taxonomy_term_id)
        found.append((term.list_name, term.code) if term else ("", None))
    if question.taxonomy_id:
        found.append((list_of(question.taxonomy_id) or "", None))
    return found
