"""The places that a planner's question counted, as lines of a list."""

from __future__ import annotations

import math
from dataclasses import dataclass

from api.planning.figures import known
from api.planning.gaps import Answer

_NOT_STATED = "記載なし"


@dataclass(frozen=True, slots=True)
class CountedPlace:
    """One place. `lat`/`lon` None: position unknown, listed and not drawn."""

    key: str
    name: str
    lat: float | None
    lon: float | None
    sessions: str
    seats: str


def counted_places(answer: Answer) -> list[CountedPlace]:
    """In the order of their names."""
    supply = answer.supply
    columns = zip(
        *(supply.keys.tolist(), supply.names.tolist(), supply.positions.tolist()),
        *(supply.sessions.tolist(), supply.seats.tolist()),
        strict=True,
    )
    return sorted(
        (
            CountedPlace(
                key, name, known(lat), known(lon), _amount(sessions, "{:.2g}回"), _amount(seats, "{:.0f}人")
            )
            for key, name, (lat, lon), sessions, seats in columns
        ),
        key=lambda place: (place.name, place.key),
    )


def _amount(value: float, form: str) -> str:
    return form.format(value) if math.isfinite(value) else _NOT_STATED
