"""Coverage as a bar: the share under the usual assumption, and the span from the slowest to the fastest."""

from __future__ import annotations

from dataclasses import dataclass

from geo.gaps.model import DistrictGap

WIDTH = 200


@dataclass(frozen=True, slots=True)
class Bar:
    """Lengths in units of WIDTH. `words` says the same."""

    covered: float
    low: float
    high: float
    words: str


def bar_of(gap: DistrictGap) -> Bar | None:
    """None where the share cannot be said."""
    if gap.coverage is None or gap.coverage_low is None or gap.coverage_high is None:
        return None
    low, high = f"{gap.coverage_low:.0%}", f"{gap.coverage_high:.0%}"
    span = "" if low == high else f"（{low}〜{high}）"
    return Bar(
        covered=round(WIDTH * gap.coverage, 1),
        low=round(WIDTH * gap.coverage_low, 1),
        high=round(WIDTH * gap.coverage_high, 1),
        words=f"{gap.coverage:.0%}{span}",
    )
