"""The public part of the catalogue search: of what leaves, by what is public."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

from sqlmodel import Session

from resources.publishing.conditions import publishable
from resources.publishing.entries import published_with_keys
from resources.publishing.model import PublishedEntry
from resources.repository import PAGE_SIZE
from resources.scope import Scope
from resources.searching.question import CatalogueQuestion
from resources.searching.search import search_catalogue

SHOWN_STATUSES = ("open", "full", "paused")
"""Codes of resource_status.csv. What has ended leaves in files, for other systems; nobody looks for it."""


@dataclass(frozen=True)
class PublishedPage:
    """One page of a public search; `number` starts at 1."""

    entries: tuple[PublishedEntry, ...]
    total: int
    number: int
    size: int = PAGE_SIZE

    @property
    def pages(self) -> int:
        """How many pages there are, at least 1."""
        return max(1, -(-self.total // self.size))


def search_published(
    session: Session, question: CatalogueQuestion, *, on: date, page: int = 1
) -> PublishedPage:
    """The 参加先 that leave and fit. Distances are not asked: they would tell where a withheld position lies."""
    asked = replace(
        question,
        standings=("participation_place",),
        statuses=SHOWN_STATUSES,
        centre=None,
        order="fit" if question.order == "near" else question.order,
    )
    found = search_catalogue(session, Scope.public(), asked, on=on, page=page, also=[publishable()])
    keys = [entry.record.key for entry in found.entries]
    entries = {entry.record.key: entry for entry in published_with_keys(session, keys)}
    return PublishedPage(tuple(entries[key] for key in keys if key in entries), found.total, found.number)
