"""What we publish is HSDS 3.1: strictly, after removing exactly what our profile declares."""

from __future__ import annotations

import json
from copy import deepcopy
from pathlib import Path
from typing import Any

import pytest

from resources.hsds.organisations import organisation_object
from resources.hsds.profile import additions
from resources.hsds.services import location_object, place_object, service_object
from resources.hsds.taxonomies import (
    FREE_WORDS,
    Term,
    listed_terms,
    taxonomies,
    taxonomy_object,
    term_object,
)
from resources.publishing.model import PublishedEntry
from tests.resources.hsds.standard import validator, without_additions

pytestmark = pytest.mark.shared


@pytest.fixture
def standard(shared: Path) -> Path:
    return shared / "standards" / "hsds-3.1"


def faults(standard: Path, name: str, found: list[dict[str, Any]]) -> list[str]:
    strict = validator(standard, name)
    return [
        f"{'/'.join(map(str, error.absolute_path))}: {error.message[:200]}"
        for one in found
        for error in strict.iter_errors(without_additions(one, name, additions()))
    ]


def test_all_core_objects_of_the_demo_city_validate_strictly(
    standard: Path, demo_entries: list[PublishedEntry]
) -> None:
    assert len(demo_entries) == 224
    for full in (True, False):
        assert faults(standard, "service", [service_object(e, full=full) for e in demo_entries]) == []
        assert faults(standard, "location", [location_object(e, full=full) for e in demo_entries]) == []
        places = [place_object(e, full=full) for e in demo_entries]
        assert faults(standard, "service_at_location", places) == []
        houses = [organisation_object(e.organisation, full=full) for e in demo_entries]
        assert faults(standard, "organization", houses) == []


def test_all_taxonomies_and_terms_validate_strictly(standard: Path) -> None:
    terms = [*listed_terms(), Term(FREE_WORDS, "途中退室OK")]
    assert faults(standard, "taxonomy", [taxonomy_object(t) for t in taxonomies().values()]) == []
    assert faults(standard, "taxonomy_term", [term_object(t) for t in terms]) == []


def test_no_addition_has_the_name_of_a_field_of_the_standard(standard: Path) -> None:
    for name, fields in additions().items():
        known = json.loads((standard / "schema" / f"{name}.json").read_text(encoding="utf-8"))
        assert not set(fields) & set(known["properties"]), name


def test_without_removing_the_additions_the_same_objects_do_not_validate(
    standard: Path, demo_entries: list[PublishedEntry]
) -> None:
    service = service_object(demo_entries[0], full=True)
    strict = validator(standard, "service")
    assert "name_kana" in service
    assert [error.validator for error in strict.iter_errors(service)] != []


@pytest.mark.parametrize(
    ("path", "wrong"),
    [
        (("id",), "1"),
        (("status",), "open"),
        (("assured_date",), "2026/7/14"),
        (("schedules", 0, "opens_at"), "13:00"),
        (("schedules", 0, "opens_at"), "13:00:00"),
        (("last_modified",), "2026-11-21"),
        (("attributes", 0, "taxonomy_term", "surprise"), 1),
        (("service_at_locations", 0, "location", "latitude"), "35"),
    ],
)
def test_the_validation_is_not_blind(
    standard: Path, demo_entries: list[PublishedEntry], path: tuple[Any, ...], wrong: object
) -> None:
    service = deepcopy(service_object(demo_entries[0], full=True))
    inner: Any = service
    for step in path[:-1]:
        inner = inner[step]
    inner[path[-1]] = wrong
    assert faults(standard, "service", [service])
