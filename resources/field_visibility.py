"""公開範囲 of the fields of an entry: the code list's default, and what somebody set for one entry."""

from __future__ import annotations

from sqlmodel import Session, col, select

from resources.code_lists import code_list
from resources.tables import FieldVisibility, Resource


def field_visibility(session: Session, public_id: str) -> dict[str, str]:
    """Field code → public, partners or internal, for the entry of that public id."""
    visibility = {code.code: code.extra["visibility"] for code in code_list("field_default_visibility")}
    rows = session.exec(
        select(FieldVisibility)
        .join(Resource, col(FieldVisibility.resource_id) == col(Resource.id))
        .where(col(Resource.public_id) == public_id)
    )
    visibility.update({row.field_code: row.visibility for row in rows})
    return visibility


def may_read(visibility: str, sees: str) -> bool:
    """Whether a reader whose widest 公開範囲 is `sees` reads a field; an unknown code is internal."""
    codes = code_list("field_visibility")
    reach = codes.position(visibility) if visibility in codes else len(codes.codes) - 1
    return reach <= codes.position(sees)
