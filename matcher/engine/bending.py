"""How far one condition would have to be bent: who is asked first should have the least to give way.

fit = score · h / (h + gap), gap the distance to the condition in its own unit (years, yen, minutes, conditions) and
h the gap that halves the fit: data/bending.csv. An adult is never sent to a place for children first.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cache

from matcher.engine.data_tables import read_table
from matcher.engine.explaining.pairing import Pairing
from matcher.engine.explaining.refusals import missing_conditions
from resources.opening_hours import stretches


def bent_fit(pairing: Pairing, condition: str, score: float) -> float:
    """`score` reduced by the gap of the one negotiable condition, in [0, score]."""
    half = _sizes()[condition]
    return score * half / (half + _GAPS[condition](pairing))


def is_children_for_adult(pairing: Pairing, condition: str) -> bool:
    """Whether an adult would be asked into a place for children."""
    age, limit = pairing.need.age, pairing.record.age_max
    if condition != "age" or age is None or limit is None:
        return False
    return limit <= _sizes()["children_up_to"] and age >= _sizes()["adult_from"]


@cache
def _sizes() -> dict[str, float]:
    return {row["name"]: float(row["value"]) for row in read_table("bending.csv")}


def _years(pairing: Pairing) -> float:
    record, age = pairing.record, pairing.need.age or 0
    below = (record.age_min or 0) - age
    above = age - record.age_max if record.age_max is not None else 0
    return float(max(below, above, 0))


def _yen(pairing: Pairing) -> float:
    return float(max((pairing.record.fee_yen or 0) - (pairing.form.max_fee or 0), 0))


def _minutes_apart(pairing: Pairing) -> float:
    """Minutes from a free stretch to the nearest opening of the same weekday."""
    gaps = [
        max(stretch.start - free.end, free.start - stretch.end, 0)
        for rule in pairing.record.schedule
        for stretch in stretches(rule)
        for free in pairing.form.available
        if stretch.weekday == free.weekday and stretch.start is not None and stretch.end is not None
    ]
    return float(min(gaps, default=_sizes()["schedule_other_day"]))


def _minutes_over(pairing: Pairing) -> float:
    return max((pairing.minutes or 0.0) - (pairing.form.max_minutes or 0.0), 0.0)


def _conditions(pairing: Pairing) -> float:
    """One condition has no size; every further one is one more talk."""
    return float(max(len(missing_conditions(pairing)) - 1, 0))


_GAPS: Mapping[str, Callable[[Pairing], float]] = {
    "age": _years,
    "fee": _yen,
    "schedule": _minutes_apart,
    "travel": _minutes_over,
    "eligibility": _conditions,
}
