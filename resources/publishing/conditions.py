"""Which entries may leave. The rules of publication stand here and nowhere else.

An entry leaves when it is public, its name is public, it is past the opening pipeline, and it is ours or comes
from a file whose licence is stated. Fields that are not public are blanked by the repository (`Scope.public()`).
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, exists, or_
from sqlalchemy.orm import Mapped
from sqlmodel import col, select

from resources.rows import FEATURE_LISTS
from resources.scope import Scope, readable_resources
from resources.searching.folding import fold_search
from resources.tables import FieldVisibility, ImportSource, Resource, ResourceFeature, SourceRow

PUBLISHED_STATUSES = ("open", "full", "paused", "retired")
"""Codes of resource_status.csv. What is still being negotiated (アイデア … 条件合意) is nobody else's business."""
SEARCHED_FIELDS = ("summary", "remarks", "considerations")
"""Fields in `search_text` that one entry may close. The name is not among them: without it nothing leaves."""
_LONGEST_SEARCH = 200
_COLUMNS: Mapping[str, Mapped[Any]] = {
    "resource_kind": col(Resource.kind),
    "gender": col(Resource.gender),
    "group_size": col(Resource.group_size),
    "transport": col(Resource.transport),
    "resource_status": col(Resource.status),
}
_FEATURES = frozenset(FEATURE_LISTS)


def publishable() -> ColumnElement[bool]:
    """Entries of any standing that may leave."""
    return _public() & layer_may_leave()


def held_back() -> ColumnElement[bool]:
    """Public entries that stay only because no licence of their list is stated."""
    return _public() & ~layer_may_leave()


def _public() -> ColumnElement[bool]:
    return (
        readable_resources(Scope.public())
        & col(Resource.status).in_(PUBLISHED_STATUSES)
        & ~_has_closed_field("name")
    )


def is_participation_place() -> ColumnElement[bool]:
    """参加先: what an exchange with other directories is about. 会場候補 and 参考施設 are no services."""
    return col(Resource.standing) == "participation_place"


def changed_since(moment: datetime) -> ColumnElement[bool]:
    """Entries changed at that time (aware) or later."""
    return col(Resource.updated_at) >= moment


def holding_words(text: str) -> list[ColumnElement[bool]]:
    """Entries that hold every word of `text` in their public fields, width and kana kind aside.

    `search_text` is one text for all readers. An entry that closes one of the searched fields is therefore
    not found by words at all: being found would tell what the closed field says.
    """
    words = fold_search(text[:_LONGEST_SEARCH]).split()
    if not words:
        return []
    found = [col(Resource.search_text).contains(word, autoescape=True) for word in words]
    return [~_has_closed_field(*SEARCHED_FIELDS), *found]


def with_value(list_name: str, code: str | None) -> ColumnElement[bool] | None:
    """Entries with this code (None: any) of one of the lists that HSDS knows as taxonomies; None: never."""
    if list_name in _FEATURES:
        return with_feature(list_name, code)
    column = _COLUMNS.get(list_name)
    if column is None:
        return None
    if code is not None:
        return column == code
    return column.is_not(None) & column.not_in(("", "any"))  # 対象の性別 不問 is nothing that is said


def with_feature(list_name: str, value: str | None = None) -> ColumnElement[bool]:
    """Entries with this value (None: any) of a list-valued column, unless 公開範囲 closes the column."""
    of_list = exists().where(
        col(ResourceFeature.resource_id) == col(Resource.id), col(ResourceFeature.list_name) == list_name
    )
    if value is not None:
        of_list = of_list.where(col(ResourceFeature.value) == value)
    return of_list & ~_has_closed_field("considerations") if list_name == "consideration" else of_list


def _has_closed_field(*fields: str) -> ColumnElement[bool]:
    return exists().where(
        col(FieldVisibility.resource_id) == col(Resource.id),
        col(FieldVisibility.field_code).in_(fields),
        col(FieldVisibility.visibility) != "public",
    )


def layer_may_leave() -> ColumnElement[bool]:
    """Made by people, or in a file whose licence is stated. A licence of blanks states nothing."""
    imported = exists().where(col(SourceRow.resource_id) == col(Resource.id))
    licensed = exists(
        select(SourceRow.id)
        .join(ImportSource, col(SourceRow.import_source_id) == col(ImportSource.id))
        .where(col(SourceRow.resource_id) == col(Resource.id), ImportSource.licence != "")
    )
    return or_(~imported, licensed)
