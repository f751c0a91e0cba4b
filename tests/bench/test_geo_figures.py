"""The geographic part of docs/figures.md is written and read without touching the others."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from bench.checking import compare
from bench.figures import recorded_ratios, write_figures
from bench.geo.alone import run_alone
from bench.geo.figures import recorded_geo_ratios, write_geo_figures
from bench.geo.model import GeoFigure
from bench.measuring import Measured

BESIDE = GeoFigure("E2SFCA", "5,000 cells × 500 places", 0.01, 5.0, 60.0, "access", 0.2, 40.0, "1e-15")
ALONE = GeoFigure("E2SFCA", "a country", 8.0, 66.0, 200.0)


def twenty_megabytes_and_a_sum(numbers: int) -> Callable[[], float]:
    """Work for a process of its own."""

    def work() -> float:
        return float(len(b"x" * 20_000_000) + sum(range(numbers)))

    return work


def fails() -> Callable[[], float]:
    """Work that cannot be prepared."""
    raise ValueError("nothing to measure")


def test_ratios_come_back_as_they_were_written_and_only_those_with_a_peer(tmp_path: Path) -> None:
    file = tmp_path / "figures.md"
    write_figures([Measured("whole match", 1000, 2.0, 3.0, "a peer", 4.0, 5.0, 10.0)], file=file)
    write_geo_figures([BESIDE, ALONE], file)
    assert recorded_geo_ratios(file) == {("E2SFCA", "5,000 cells × 500 places", "access"): 20.0}
    assert recorded_ratios(file) == {("whole match", 1000, "a peer"): 2.0}
    assert "| E2SFCA | a country | 8 | 66 | 200 |  |  |  |  |  |" in file.read_text(encoding="utf-8")


def test_without_the_part_nothing_is_recorded(tmp_path: Path) -> None:
    assert recorded_geo_ratios(tmp_path / "figures.md") == {}
    write_figures([], file=tmp_path / "figures.md")
    assert recorded_geo_ratios(tmp_path / "figures.md") == {}


@pytest.mark.parametrize(
    ("ratio", "recorded", "status"),
    [(20.0, {("a",): 20.0}, 0), (10.0, {("a",): 20.0}, 0), (9.9, {("a",): 20.0}, 1), (20.0, {}, 1)],
)
def test_a_ratio_that_halved_or_was_never_written_fails_the_check(
    ratio: float, recorded: dict[tuple[str], float], status: int
) -> None:
    assert compare({("a",): ratio}, recorded, command="python -m bench.geo") == status


def test_work_alone_brings_its_result_time_and_memory() -> None:
    found = run_alone(twenty_megabytes_and_a_sum, 1000, repeats=2)
    assert found.result == 20_000_000 + 499_500
    assert 0.0 < found.seconds < 5.0
    assert 15.0 < found.extra_mb < 60.0
    assert found.peak_mb > found.extra_mb


def test_work_that_fails_is_told_and_not_waited_for() -> None:
    with pytest.raises(RuntimeError, match="fails ended"):
        run_alone(fails)
