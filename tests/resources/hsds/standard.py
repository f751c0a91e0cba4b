"""The schemas of HSDS 3.1 from ../shared, made as strict as they can be: nothing unknown, every format checked."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from datetime import date, datetime
from functools import cache
from pathlib import Path
from typing import Any
from uuid import UUID

from jsonschema import Draft202012Validator, FormatChecker
from referencing import Registry, Resource
from referencing.jsonschema import DRAFT202012

FORMATS = FormatChecker(formats=())
_DATES = {"date": ("assured_date",), "time": ("opens_at", "closes_at")}
"""Fields whose prose asks for a format that the 3.1 schemas forgot to state."""


@FORMATS.checks("uuid")
def _is_uuid(value: object) -> bool:
    try:
        return not isinstance(value, str) or str(UUID(value)) == value
    except ValueError:
        return False


@FORMATS.checks("date")
def _is_date(value: object) -> bool:
    try:
        return not isinstance(value, str) or date.fromisoformat(value).isoformat() == value
    except ValueError:
        return False


@FORMATS.checks("date-time")
def _is_moment(value: object) -> bool:
    try:
        return not isinstance(value, str) or (
            datetime.fromisoformat(value).tzinfo is not None and "T" in value
        )
    except ValueError:
        return False


@FORMATS.checks("time")
def _is_time(value: object) -> bool:
    shape = r"([01]\d|2[0-3]):[0-5]\d:[0-5]\d(Z|[+-]([01]\d|2[0-3]):[0-5]\d)"
    return not isinstance(value, str) or bool(re.fullmatch(shape, value))


@FORMATS.checks("uri")
def _is_uri(value: object) -> bool:
    shape = r"[A-Za-z][A-Za-z0-9+.-]*:(?:[A-Za-z0-9._~:/?#\[\]@!$&'()*+,;=-]|%[0-9A-Fa-f]{2})+"
    return not isinstance(value, str) or bool(re.fullmatch(shape, value))


@FORMATS.checks("email")
def _is_email(value: object) -> bool:
    return not isinstance(value, str) or bool(re.fullmatch(r"[^@\s]+@[^@\s]+", value))


def validator(folder: Path, name: str) -> Draft202012Validator:
    """A strict validator of one object; `folder` holds the schema files."""
    schemas = _schemas(folder)
    resources = [(f"{key}.json", Resource(value, DRAFT202012)) for key, value in schemas.items()]
    registry: Registry[Any] = Registry().with_resources(resources)
    return Draft202012Validator(schemas[name], registry=registry, format_checker=FORMATS)


@cache
def _schemas(folder: Path) -> dict[str, Any]:
    found = {}
    for path in sorted((folder / "schema").glob("*.json")):
        if path.stem != "openapi":
            schema = json.loads(path.read_text(encoding="utf-8"))
            schema["additionalProperties"] = False
            schema["$id"] = path.name
            for form, names in _DATES.items():
                for name in names:
                    if name in schema["properties"]:
                        schema["properties"][name]["format"] = form
            found[path.stem] = schema
    return found


OBJECTS = {
    "organization": "organization",
    "service_at_locations": "service_at_location",
    "location": "location",
    "schedules": "schedule",
    "accessibility": "accessibility",
    "attributes": "attribute",
    "taxonomy_term": "taxonomy_term",
    "phones": "phone",
    "cost_options": "cost_option",
    "capacities": "service_capacity",
    "unit": "unit",
}
"""Name of a member → the HSDS object that stands there."""


def without_additions(found: Any, name: str, additions: Mapping[str, Mapping[str, Any]]) -> Any:
    """The object without exactly what the profile declares for it, and so for what it holds."""
    if isinstance(found, list):
        return [without_additions(one, name, additions) for one in found]
    kept = {key: value for key, value in found.items() if key not in additions.get(name, {})}
    return {
        key: without_additions(value, OBJECTS[key], additions) if key in OBJECTS else value
        for key, value in kept.items()
    }
