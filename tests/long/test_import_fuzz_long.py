"""The fuzz of the importers for ten minutes; the short one is in tests/resources/importing."""

from __future__ import annotations

import pytest

from tests.resources.importing.test_import_fuzz import MOST_MB, fuzz

pytestmark = [pytest.mark.long, pytest.mark.timeout(1200)]
TEN_MINUTES = 600


def test_ten_minutes_of_broken_files_end_in_no_exception() -> None:
    figures = fuzz(TEN_MINUTES)
    assert 0 < figures["read"] < figures["files"]
    assert figures["peak_mb"] <= MOST_MB
