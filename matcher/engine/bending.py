"""How far one condition would have to be bent: who is asked first should have the least to give way.

fit = score · (h / (h + gap))^(1/p), gap the distance to the condition in its own unit (years, yen, minutes,
conditions), h a gap of middling size and p how much more the right place counts than a small gap: data/bending.csv.
An adult is never sent to a place for children first.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cache

import numpy as np
import numpy.typing as npt

from matcher.engine.constraints import elsewhere, minutes_to_opening, missing_certificates
from matcher.engine.context import Context
from matcher.engine.data_tables import read_table

BoolArray = npt.NDArray[np.bool_]
FloatArray = npt.NDArray[np.float64]


def bent_fits(context: Context, condition: str, scores: FloatArray) -> FloatArray:
    """`scores` of the context's places with the gap of one negotiable condition each; in [0, score]."""
    half, mildness = _sizes()[condition], _sizes()["mildness"]
    return np.round(scores * (half / (half + _GAPS[condition](context))) ** (1.0 / mildness), 9)


def are_children_for_adult(context: Context, condition: str) -> BoolArray:
    """Whether an adult would be asked into a place for children."""
    age = context.need.age
    if condition != "age" or age is None or age < _sizes()["adult_from"]:
        return np.zeros(len(context), dtype=np.bool_)
    return np.asarray(context.places.age_max <= _sizes()["children_up_to"], dtype=np.bool_)


@cache
def _sizes() -> dict[str, float]:
    return {row["name"]: float(row["value"]) for row in read_table("bending.csv")}


def _years(context: Context) -> FloatArray:
    age = float(context.need.age or 0)
    return np.maximum(np.maximum(context.places.age_min - age, age - context.places.age_max), 0.0)


def _yen(context: Context) -> FloatArray:
    form = context.need.structured
    return np.maximum(np.nan_to_num(context.places.fee_yen) - (form.max_fee or 0 if form else 0), 0.0)


def _minutes_apart(context: Context) -> FloatArray:
    """Minutes from a free stretch to the nearest opening of the same weekday."""
    gaps = minutes_to_opening(context.need, context.places)
    return np.where(np.isinf(gaps), _sizes()["schedule_other_day"], gaps)


def _minutes_over(context: Context) -> FloatArray:
    form = context.need.structured
    limit = (form.max_minutes if form else None) or 0.0
    return np.maximum(np.nan_to_num(context.minutes) - limit, 0.0)


def _conditions(context: Context) -> FloatArray:
    """One condition has no size; every further one is one more talk."""
    conditions = context.places.conditions
    missing = np.bitwise_count(conditions.bits & conditions.mask(missing_certificates(context.need)))
    return np.maximum(missing + elsewhere(context.need, context.places) - 1.0, 0.0)


_GAPS: Mapping[str, Callable[[Context], FloatArray]] = {
    "age": _years,
    "fee": _yen,
    "schedule": _minutes_apart,
    "travel": _minutes_over,
    "eligibility": _conditions,
}
