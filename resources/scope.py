"""Whose eyes read the catalogue. A scope is part of the query, never a filter afterwards."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, or_, true
from sqlmodel import col, select

from resources.tables.quality import ResourceMerge
from resources.tables.resource import Resource


@dataclass(frozen=True, slots=True)
class Scope:
    """`organisation_id` of the reader; the municipality's own staff (`is_own`) see every entry.

    `sees` is the widest 公開範囲 of a field that the reader's role reads.
    """

    organisation_id: int | None
    is_own: bool
    sees: str = "partners"

    @classmethod
    def operator(cls) -> Scope:
        """Who works on the machine itself: the command line."""
        return cls(organisation_id=None, is_own=True, sees="internal")

    @classmethod
    def public(cls) -> Scope:
        """Whoever a file is passed on to: entries and fields that are open to everybody."""
        return cls(organisation_id=None, is_own=False, sees="public")

    def sees_of(self, keeper_id: int) -> str:
        """The widest 公開範囲 in an entry kept by that organisation: 内部 stays within the keeper's house.

        The municipality's own staff look after every entry.
        """
        if self.sees == "internal" and not (self.is_own or keeper_id == self.organisation_id):
            return "partners"
        return self.sees


def writable_resources(scope: Scope) -> ColumnElement[bool]:
    """The condition under which this reader may change an entry: the keeper's house, and the municipality's own.

    What the account's role allows beside that is the caller's to ask (`keeps` in account_role.csv).
    """
    if scope.is_own:
        return col(Resource.id).is_not(None)
    return col(Resource.organisation_id) == scope.organisation_id


def readable_resources(scope: Scope) -> ColumnElement[bool]:
    """The condition under which an entry is there at all for this reader.

    A contractor (委託先) sees its own entries and those shared with partners or the public; the public sees
    the public ones. An entry that was merged into another is there for nobody.
    """
    return not_absorbed() & _reach(scope)


def not_absorbed(entry: Any = None) -> ColumnElement[bool]:
    """Entries that were not merged into another, or whose merge was undone; `entry`: a column of database ids."""
    absorbed = select(ResourceMerge.absorbed_id).where(col(ResourceMerge.undone_at).is_(None))
    ids: Any = col(Resource.id) if entry is None else entry
    stands_alone: ColumnElement[bool] = ids.not_in(absorbed)
    return stands_alone


def reaches(scope: Scope, keeper_id: int, visibility: str) -> bool:
    """Whether an entry of that keeper with that 公開範囲 is there for this reader: `_reach` of one entry."""
    if scope.is_own:
        return True
    if scope.sees == "public":
        return visibility == "public"
    return keeper_id == scope.organisation_id or visibility in ("public", "partners")


def _reach(scope: Scope) -> ColumnElement[bool]:
    if scope.is_own:
        return true()
    if scope.sees == "public":
        return col(Resource.visibility) == "public"
    return or_(
        col(Resource.organisation_id) == scope.organisation_id,
        col(Resource.visibility).in_(("public", "partners")),
    )
