"""Figures as they are handed out: None where nothing can be said."""

from __future__ import annotations

import math


def rounded(value: float | None, digits: int) -> float | None:
    """`value` to so many digits; None stays None."""
    return None if value is None else round(value, digits)


def known(value: float) -> float | None:
    """A finite number as it is; None for NaN and infinity."""
    return float(value) if math.isfinite(value) else None
