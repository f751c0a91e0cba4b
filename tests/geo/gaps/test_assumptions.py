"""The model's own speed and detour are among the assumptions, once and marked."""

from __future__ import annotations

import pytest

from geo.gaps.assumptions import assumptions


@pytest.mark.parametrize("mode", ["walk", "bus"])
@pytest.mark.parametrize("speed_kmh", [3.0, 3.6, 4.0, 4.5, 4.8, 5.0])
@pytest.mark.parametrize("detour", [None, 1.0, 1.3, 1.4])
def test_the_models_own_figures_are_tried_once_whatever_they_are(
    mode: str, speed_kmh: float, detour: float | None
) -> None:
    tried = assumptions(mode, speed_kmh=speed_kmh, detour=detour)
    assert [one.factor for one in tried if one.own] == [1.0]
    assert [one.factor for one in tried] == sorted(one.factor for one in tried)
    assert len({one.label for one in tried}) == len(tried)


def test_a_speed_that_is_one_of_the_three_is_not_tried_twice() -> None:
    assert len(assumptions("walk", speed_kmh=4.0, detour=1.3)) == 9
    assert len(assumptions("walk", speed_kmh=3.0, detour=1.3)) == 10
