"""What the feed of one application remembers, and the way from the UUID that a program asks for to our own id.

UUIDv5 is one way, so the ids that are there are listed.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from threading import Lock

from sqlmodel import Session

from api.hsds.catalogue_cache import CatalogueCache
from resources.hsds.ids import hsds_id
from resources.hsds.taxonomies import FREE_WORDS, Term, listed_terms, taxonomies
from resources.publishing.entries import considerations_in_use, published_ids
from resources.publishing.organisations import organisation_ids
from resources.repository import catalogue_version


class FeedMemory:
    """UUIDs of services, places and organisations of one database, listed anew when one is missing, and `kept`."""

    def __init__(self) -> None:
        self.kept = CatalogueCache()
        self._lock = Lock()
        self._of: dict[str, tuple[int, Mapping[str, str]]] = {}

    def public_id(self, session: Session, kind: str, uuid: str) -> str | None:
        """Our public id behind the UUID of a service, service_at_location or organization."""
        version, found = self._of.get(kind, (-1, {}))
        if uuid not in found:
            with self._lock:
                version, found = self._of.get(kind, (-1, {}))
                if version != (now := catalogue_version(session)):
                    found = {hsds_id(kind, public_id): public_id for public_id in _LISTS[kind](session)}
                    self._of[kind] = (now, found)
        return found.get(uuid)


_LISTS: Mapping[str, Callable[[Session], Iterable[str]]] = {
    "service": published_ids,
    "service_at_location": published_ids,
    "organization": organisation_ids,
}


def terms_in_use(session: Session, feed: FeedMemory) -> tuple[Term, ...]:
    """All terms: those of our lists, then the free words of what is published."""
    words = feed.kept.get(session, FREE_WORDS, lambda: considerations_in_use(session))
    return (*listed_terms(), *(Term(FREE_WORDS, word) for word in words))


def term_of(session: Session, feed: FeedMemory, uuid: str) -> Term | None:
    """The term with this UUID."""
    listed = next((term for term in listed_terms() if term.id == uuid), None)
    return listed or next((term for term in terms_in_use(session, feed) if term.id == uuid), None)


def list_of(uuid: str) -> str | None:
    """The name of the list whose taxonomy has this UUID."""
    return next((name for name, taxonomy in taxonomies().items() if taxonomy.id == uuid), None)
