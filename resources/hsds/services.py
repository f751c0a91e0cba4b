"""A published entry as an HSDS service, and the location where it is.

Fields that HSDS has no word for are the additions of our profile (additions.json); nothing else is added.
"""

from __future__ import annotations

import re
from datetime import datetime, time
from typing import Any

from resources.clock import JAPAN
from resources.hsds.ids import hsds_id
from resources.hsds.organisations import organisation_object
from resources.hsds.schedules import schedule_object
from resources.hsds.taxonomies import attributes
from resources.publishing.model import PublishedEntry
from resources.records import ResourceRecord

Object = dict[str, Any]
STATUS = {"open": "active", "full": "active", "paused": "temporarily closed", "retired": "defunct"}
"""Code of resource_status.csv → status of a service. The exact code is an attribute."""
_URI = re.compile(
    r"https?://[A-Za-z0-9.-]+(?::\d{1,5})?(?:[/?#](?:[A-Za-z0-9._~:/?#\[\]@!$&'()*+,;=-]|%[0-9A-Fa-f]{2})*)?"
)
_ON_SERVICE = (
    ("resource_kind", "kind"),
    ("resource_condition", "conditions"),
    ("participation_stage", "stages"),
    ("consideration", "considerations"),
    ("delivery_method", "delivery"),
    ("group_size", "group_size"),
    ("gender", "gender"),
    ("transport", "transport"),
    ("resource_status", "status"),
    ("resource_field", "resource_fields"),
)
"""List of taxonomies.csv → field of a record whose values are attributes of the service."""


def minimal_service(public_id: str, updated_at: datetime) -> Object:
    """Id and time of the last change alone."""
    return {"id": hsds_id("service", public_id), "last_modified": moment(updated_at)}


def service_object(entry: PublishedEntry, *, full: bool) -> Object:
    """The service. With `full` its arrays too, else what is there once, as the lists of HSDS carry it."""
    record, service_id = entry.record, hsds_id("service", entry.record.key)
    found: Object = {
        "id": service_id,
        "organization_id": hsds_id("organization", entry.organisation.public_id),
        "name": record.name,
        "description": record.summary,
        "status": STATUS[record.status],
        "eligibility_description": record.audience,
        "minimum_age": record.age_min,
        "maximum_age": record.age_max,
        "fees_description": record.fee_note,
        "assured_date": record.confirmed_on.isoformat() if record.confirmed_on else None,
        "last_modified": moment(entry.updated_at),
        **_address_of_page(record),
        **_additions(entry),
        "organization": organisation_object(entry.organisation, full=full),
    }
    if full:
        found |= _arrays(entry, service_id)
        found["service_at_locations"] = [place_object(entry, full=True)]
    return stated(found)


def place_object(entry: PublishedEntry, *, full: bool) -> Object:
    """The service_at_location: every entry has exactly one, the main place."""
    key = entry.record.key
    return {
        "id": hsds_id("service_at_location", key),
        "service_id": hsds_id("service", key),
        "location_id": hsds_id("location", key),
        "location": location_object(entry, full=full),
    }


def location_object(entry: PublishedEntry, *, full: bool) -> Object:
    """The place. Without a postal code HSDS allows no address: the address stands in `address_text`."""
    record, location_id = entry.record, hsds_id("location", entry.record.key)
    found = {
        "id": location_id,
        "location_type": "virtual" if record.delivery == ("online",) else "physical",
        "latitude": record.lat,
        "longitude": record.lon,
        "address_text": record.address,
        "district_code": record.district,
        "district_name": entry.district_name,
        "municipality_code": record.municipality_code,
        "accessibility": _accessibility(record, location_id) if full else [],
    }
    return stated(found)


def moment(value: datetime) -> str:
    """An aware time as RFC 3339 in Japan's time."""
    return value.astimezone(JAPAN).isoformat(timespec="seconds")


def stated(found: Object) -> Object:
    """Without what is not stated: None, "", and empty lists."""
    return {name: value for name, value in found.items() if value is not None and value != "" and value != []}


def is_uri(text: str) -> bool:
    """Whether an address of the web is a URI as it stands (no Japanese in it, nothing around it)."""
    return bool(_URI.fullmatch(text))


def _address_of_page(record: ResourceRecord) -> Object:
    return {"url": record.url} if is_uri(record.url) else {"url_text": record.url}


def _additions(entry: PublishedEntry) -> Object:
    """The profile's own fields of a service, resources/hsds/additions.json."""
    record = entry.record
    return {
        "name_kana": record.name_kana,
        "roles": record.roles,
        "remarks": record.remarks,
        "openings_note": record.capacity_soft,
        "honorarium": record.honorarium,
        "insurance": record.insurance,
        "maximum_participants": record.capacity if record.openings is None else None,
        "kept_by_organization": True if entry.kept_by_organisation else None,
    }


def _arrays(entry: PublishedEntry, service_id: str) -> Object:
    record = entry.record
    found: list[Object] = []
    for list_name, name in _ON_SERVICE:
        value = getattr(record, name)
        values = value if isinstance(value, tuple) else (value,)
        if (list_name, value) != ("gender", "any"):
            found += attributes(service_id, "service", list_name, values)
    return {
        "attributes": found,
        "schedules": [schedule_object(rule, service_id, n) for n, rule in enumerate(record.schedule)],
        "phones": _phones(record, service_id),
        "cost_options": _costs(record, service_id),
        "capacities": _capacities(entry, service_id),
    }


def _phones(record: ResourceRecord, service_id: str) -> list[Object]:
    if not record.phone:
        return []
    phone_id = hsds_id("phone", record.key)
    return [{"id": phone_id, "service_id": service_id, "number": record.phone, "type": "voice"}]


def _costs(record: ResourceRecord, service_id: str) -> list[Object]:
    if record.fee_yen is None:
        return []
    cost = {"id": hsds_id("cost_option", record.key), "service_id": service_id, "option": "1回の費用"}
    return [{**cost, "currency": "JPY", "amount": record.fee_yen}]


def _capacities(entry: PublishedEntry, service_id: str) -> list[Object]:
    """Only where it is known how many can still come: HSDS requires that number."""
    record = entry.record
    if record.openings is None:
        return []
    told = record.confirmed_on
    updated = datetime.combine(told, time(), JAPAN) if told else entry.updated_at
    unit_id = hsds_id("unit", "people")
    capacity = {
        "id": hsds_id("service_capacity", record.key),
        "service_id": service_id,
        "unit": {"id": unit_id, "name": "人"},
        "unit_id": unit_id,
        "available": record.openings,
        "maximum": record.capacity,
        "updated": moment(updated),
    }
    return [stated(capacity)]


def _accessibility(record: ResourceRecord, location_id: str) -> list[Object]:
    found = []
    for position, code in enumerate(record.accessibility):
        own_id = hsds_id("accessibility", f"{record.key}:{position}")
        (attribute,) = attributes(own_id, "accessibility", "accessibility", [code])
        label = attribute.get("taxonomy_term", {}).get("name", code)
        found.append(
            {"id": own_id, "location_id": location_id, "description": label, "attributes": [attribute]}
        )
    return found
