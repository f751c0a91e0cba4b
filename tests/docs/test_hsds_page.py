"""docs/hsds.md says what the code does."""

from __future__ import annotations

from pathlib import Path

from resources.hsds.ids import NAMESPACE
from resources.hsds.profile import PROFILE_URI, additions
from tests.resources.hsds.test_hsds_objects import LOST

PAGE = (Path(__file__).resolve().parents[2] / "docs" / "hsds.md").read_text(encoding="utf-8")


def test_every_addition_of_the_profile_stands_in_the_table() -> None:
    for name, added in additions().items():
        for field, schema in added.items():
            assert f"| {name} | `{field}` | {schema['title']}: {schema['description']} |" in PAGE
    assert PAGE.count("\n| service | ") == len(additions()["service"])


def test_every_field_that_is_lost_stands_in_the_table_of_losses() -> None:
    losses = PAGE.split("## What is lost")[1]
    for field in LOST:
        assert f"| `{field}` |" in losses


def test_the_namespace_and_the_uri_are_those_of_the_code() -> None:
    assert str(NAMESPACE) in PAGE
    assert PROFILE_URI in PAGE
