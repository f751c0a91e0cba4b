"""Ids of HSDS objects: UUIDv5 of our public ids and codes, so that every export names a thing the same way.

The namespace is uuid5(NAMESPACE_URL, "urn:tsunagite:hsds:1"); the name is "<object>:<public id or code>". A term
of our code lists therefore has the same id in every municipality, an entry has one of its own.
"""

from __future__ import annotations

from uuid import NAMESPACE_URL, UUID, uuid5

NAMESPACE = uuid5(NAMESPACE_URL, "urn:tsunagite:hsds:1")


def hsds_id(kind: str, name: str) -> str:
    """The id of an object, as text: `hsds_id("service", public_id)`."""
    return str(uuid5(NAMESPACE, f"{kind}:{name}"))


def as_uuid(text: str) -> str | None:
    """The UUID in its one usual spelling, None for anything else."""
    try:
        return str(UUID(text))
    except ValueError:
        return None
