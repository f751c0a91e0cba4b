"""An HSDS service that somebody wrote to a record: our own exactly (docs/hsds.md says what is lost), others as far
as they say something that we know. Nothing is invented: what cannot be read stays empty or as text."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date
from typing import Any

from resources.hsds.schedules import schedule_rules
from resources.hsds.taxonomies import values_of
from resources.importing.cells import clean
from resources.importing.kinds import WITHOUT_CATEGORY, kind_of_category, standing_of
from resources.importing.positions import read_position
from resources.records import ResourceRecord

Object = dict[str, Any]
_STATUS = {"active": "open", "temporarily closed": "paused", "inactive": "paused", "defunct": "retired"}


def service_record(service: Object) -> ResourceRecord | None:
    """The record of a service, None when it has no name. `key` is the service's own id."""
    name = _text(service, "name")
    if not name:
        return None
    own = service.get("attributes")
    place = _first(_first(service, "service_at_locations"), "location")
    kind = _kind(service)
    capacity, openings = _capacity(service)
    fee_yen, fee_note = _fee(service)
    position = read_position(_number_text(place, "latitude"), _number_text(place, "longitude"))
    return ResourceRecord(
        key=_text(service, "id"),
        name=name,
        kind=kind,
        name_kana=_text(service, "name_kana"),
        standing=standing_of(kind),
        operator="" if service.get("kept_by_organization") is True else _text(_organization(service), "name"),
        operator_kind=_operator_kind(service),
        summary=_text(service, "description"),
        audience=_text(service, "eligibility_description"),
        age_min=_whole(service, "minimum_age"),
        age_max=_whole(service, "maximum_age"),
        gender=_one(values_of(own, "gender")) or "any",
        conditions=values_of(own, "resource_condition"),
        district=_text(place, "district_code") or None,
        address=_text(place, "address_text") or _address(place),
        municipality_code=_municipality_code(place),
        lat=position.lat,
        lon=position.lon,
        delivery=values_of(own, "delivery_method"),
        schedule=schedule_rules(_schedules(service)),
        capacity=capacity,
        openings=openings,
        capacity_soft=_text(service, "openings_note"),
        group_size=_one(values_of(own, "group_size")),
        fee_yen=fee_yen,
        fee_note=fee_note,
        honorarium=_text(service, "honorarium"),
        transport=_one(values_of(own, "transport")),
        accessibility=_accessibility(place),
        roles=_text(service, "roles"),
        stages=values_of(own, "participation_stage"),
        considerations=values_of(own, "consideration"),
        insurance=_text(service, "insurance"),
        resource_fields=values_of(own, "resource_field"),
        status=_one(values_of(own, "resource_status")) or _STATUS.get(_text(service, "status"), ""),
        confirmed_on=_day(service.get("assured_date")),
        phone=_text(_first(service, "phones"), "number") or _text(_first(place, "phones"), "number"),
        url=_text(service, "url") or _text(service, "url_text"),
        remarks=_text(service, "remarks"),
        extra=tuple(_foreign_terms(service)),
    )


def _text(found: Object, name: str) -> str:
    value = found.get(name)
    return clean(value) if isinstance(value, str) else ""


def _first(found: Object, name: str) -> Object:
    """The object, or the first of the objects, under a name; {} when there is none."""
    value = found.get(name)
    if isinstance(value, list):
        value = next(iter(value), None)
    return value if isinstance(value, dict) else {}


def _one(values: Sequence[str]) -> str | None:
    return values[0] if values else None


def _organization(service: Object) -> Object:
    return _first(service, "organization")


def _operator_kind(service: Object) -> str | None:
    if service.get("kept_by_organization") is True:
        return None
    return _one(values_of(_organization(service).get("attributes"), "organisation_kind"))


def _kind(service: Object) -> str:
    """The code, the kind that a term of another taxonomy names, or a facility without category."""
    if ours := _one(values_of(service.get("attributes"), "resource_kind")):
        return ours
    found = (kind_of_category(name) for _, name in _foreign_terms(service))
    return next((kind for kind in found if kind), WITHOUT_CATEGORY)


def _foreign_terms(service: Object) -> list[tuple[str, str]]:
    """(taxonomy, name) of terms that are not from our lists."""
    attributes = service.get("attributes")
    found = []
    for attribute in attributes if isinstance(attributes, list) else []:
        if isinstance(attribute, dict) and not _text(attribute, "link_type"):
            term = _first(attribute, "taxonomy_term")
            if name := _text(term, "name"):
                found.append((_text(term, "taxonomy") or "分類", name))
    return sorted(set(found))


def _schedules(service: Object) -> Any:
    """Those of the service, else those of its place."""
    own = service.get("schedules")
    at_place = _first(service, "service_at_locations")
    return own or at_place.get("schedules") or _first(at_place, "location").get("schedules")


def _capacity(service: Object) -> tuple[int | None, int | None]:
    """定員 and 空き."""
    told = _first(service, "capacities")
    maximum = _whole(told, "maximum")
    stated = _whole(service, "maximum_participants")
    return (stated if maximum is None else maximum), _whole(told, "available")


def _fee(service: Object) -> tuple[int | None, str]:
    """Yen of one visit, and the words about it. Another currency stays in the words."""
    cost, note = _first(service, "cost_options"), _text(service, "fees_description")
    amount, currency = _whole(cost, "amount"), _text(cost, "currency")
    if amount is None or currency in ("JPY", ""):
        return amount if currency else None, note
    return None, " ".join(part for part in (note, f"{amount} {currency}") if part)


def _municipality_code(place: Object) -> str:
    """Five digits; anything else says nothing to us."""
    written = _text(place, "municipality_code")
    return written if re.fullmatch(r"[0-9]{5}", written) else ""


def _accessibility(place: Object) -> tuple[str, ...]:
    found = place.get("accessibility")
    values = []
    for one in found if isinstance(found, list) else []:
        if isinstance(one, dict):
            said = _one(values_of(one.get("attributes"), "accessibility")) or _text(one, "description")
            values.append(said)
    return tuple(value for value in values if value)


def _address(place: Object) -> str:
    """An address of somebody who has one, as one line."""
    address = _first(place, "addresses")
    parts = ("state_province", "city", "address_1", "address_2")
    return "".join(_text(address, part) for part in parts)


def _whole(found: Object, name: str) -> int | None:
    value = found.get(name)
    if isinstance(value, bool) or not isinstance(value, int | float):
        return None
    return int(value) if 0 <= value < 1_000_000_000 and value == int(value) else None


def _number_text(found: Object, name: str) -> str:
    value = found.get(name)
    return repr(value) if isinstance(value, int | float) and not isinstance(value, bool) else ""


def _day(value: Any) -> date | None:
    try:
        return date.fromisoformat(value[:10]) if isinstance(value, str) else None
    except ValueError:
        return None
