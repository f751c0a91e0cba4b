"""The page on importing names every format that the program knows, and files that are there."""

from __future__ import annotations

import re

from resources.importing.formats import FORMATS
from resources.importing.ksj import editions
from tests.conftest import REPOSITORY

PAGE = (REPOSITORY / "docs" / "importing.md").read_text(encoding="utf-8")


def test_every_format_stands_in_the_table() -> None:
    named = set(re.findall(r"^\|[^|]+\| \(?`([a-z-]+)`\)? \|", PAGE, flags=re.MULTILINE))
    assert named == {known.name for known in FORMATS}


def test_every_layer_of_national_land_data_stands_there() -> None:
    for known in editions():
        assert known.layer in PAGE


def test_every_file_that_the_page_links_to_exists() -> None:
    targets = re.findall(r"\]\(([^)#]+)\)", PAGE)
    assert targets
    for target in targets:
        assert (REPOSITORY / "docs" / target).resolve().is_file(), target
