"""資源分野: the ten fields in which councils develop resources (domain.md 1.5 C), of one entry."""

from __future__ import annotations

from resources.code_lists import code_list
from resources.records import ResourceRecord


def fields_of(record: ResourceRecord) -> tuple[str, ...]:
    """Codes of resource_field.csv: what somebody set for the entry, else that of its kind; () = none known."""
    if record.resource_fields:
        return record.resource_fields
    known = code_list("resource_kind").codes.get(record.kind)
    return (known.extra["field"],) if known and known.extra["field"] else ()
