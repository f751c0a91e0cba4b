"""Accessibility of a country on one ordinary machine."""

from __future__ import annotations

import numpy as np
import pytest

from bench.geo.accessibility import COUNTRY, town, without_pairs
from bench.geo.alone import run_alone

pytestmark = pytest.mark.long


def test_a_country_of_250_m_cells_takes_less_than_half_a_minute_and_half_a_gigabyte() -> None:
    size = COUNTRY[0]
    assert (size.rows * size.columns, size.places, size.mode) == (1_300_000, 300_000, "5 km")
    found = run_alone(without_pairs, size)
    _, people, _, capacity = town(size)
    assert found.seconds <= 30.0  # of one processor
    assert found.peak_mb <= 500.0
    assert np.sum(found.result * people) == pytest.approx(capacity.sum(), rel=1e-9)
