"""Under which assumptions about walking a gap is tried: a flag must not hang on one guess.

Walking: 60, 66.7 and 80 m a minute (slow, the collection's 4 km/h, 不動産表示規約's 80 m) × a detour of 1.2, 1.3 and
1.5; every other way of travelling: its time ± 20 %. The model's own speed and detour are always among them.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

WALKING = "walk"
SPEEDS_M_PER_MINUTE = (60.0, 4000.0 / 60.0, 80.0)
DETOURS = (1.2, 1.3, 1.5)
LESS_AND_MORE = (0.8, 1.2)


@dataclass(frozen=True, slots=True)
class Assumption:
    """`factor`: minutes on the way under this assumption ÷ minutes of the travel-time model, waiting aside.

    `own`: the model's own figures, factor 1; exactly one of those that are tried is.
    """

    factor: float
    label: str
    own: bool = False


def assumptions(mode: str, *, speed_kmh: float, detour: float | None) -> list[Assumption]:
    """The assumptions for a way of travelling (code of travel_mode.csv), the fastest first.

    `speed_kmh` and `detour` are the model's own; a model without a detour (a network) varies the speed alone.
    """
    if mode != WALKING:
        varied = [Assumption(share, _share_label(share)) for share in LESS_AND_MORE]
        return _the_fastest_first([*varied, Assumption(1.0, _share_label(1.0), own=True)])
    metres = speed_kmh * 1000.0 / 60.0
    own = Assumption(1.0, _label(metres, detour), own=True)
    made = [
        Assumption(metres / speed * (way / detour if detour else 1.0), _label(speed, way if detour else None))
        for speed in SPEEDS_M_PER_MINUTE
        for way in (DETOURS if detour else (1.0,))
        if not (math.isclose(speed, metres) and (not detour or math.isclose(way, detour)))
    ]
    return _the_fastest_first([*made, own])


def _the_fastest_first(tried: Sequence[Assumption]) -> list[Assumption]:
    return sorted(tried, key=lambda one: one.factor)


def fastest(of: Sequence[Assumption]) -> Assumption:
    """The assumption under which people get farthest."""
    return min(of, key=lambda one: one.factor)


def slowest(of: Sequence[Assumption]) -> Assumption:
    """The assumption under which people get least far."""
    return max(of, key=lambda one: one.factor)


def _share_label(share: float) -> str:
    return f"所要時間{share:.1f}倍"


def _label(speed: float, detour: float | None) -> str:
    pace = f"分速{speed:.1f}".removesuffix(".0") + "m"
    return pace if detour is None else f"{pace}・道のり{detour}倍"
