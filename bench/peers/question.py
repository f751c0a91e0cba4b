"""One need as the peers ask it."""

from __future__ import annotations

from dataclasses import dataclass
from math import cos, radians, sin

from matcher.engine.need import Need

_SPEED_AND_WAIT = {"walk": (4, 0), "bicycle": (12, 0), "bus": (10, 10), "car": (25, 0)}
TOP = 20


@dataclass(frozen=True, slots=True)
class Reach:
    """A start as a unit vector, and the cosine of the farthest angle."""

    x: float
    y: float
    z: float
    least_cosine: float


def query(need: Need) -> str:
    """The note and the form's wishes."""
    form = need.structured
    return " ".join([need.text, *(form.aims if form else ()), *(form.interests if form else ())])


def other_gender(need: Need) -> str:
    """Whom a place must not be for alone."""
    return {"female": "male", "male": "female"}[need.gender or "male"]


def missing_referral(need: Need) -> bool:
    """The one certificate that the synthetic catalogue asks for."""
    holds = need.structured.holds if need.structured else None
    return holds is not None and "専門機関の紹介" not in holds


def reach(need: Need) -> Reach | None:
    """How far the person goes; None without a limit."""
    form = need.structured
    if form is None or form.max_minutes is None or need.lat is None or need.lon is None:
        return None
    speed, wait = _SPEED_AND_WAIT[form.travel_mode or "walk"]
    kilometres = max(form.max_minutes - wait, 0.0) / 60 * speed / 1.3
    latitude, longitude = radians(need.lat), radians(need.lon)
    return Reach(
        cos(latitude) * cos(longitude),
        cos(latitude) * sin(longitude),
        sin(latitude),
        cos(kilometres / 6371.0),
    )
