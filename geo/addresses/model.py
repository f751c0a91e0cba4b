"""Towns (町字) and what an address comes to."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Precision = Literal["town", "oaza"]
"""town: the 町丁目 itself. oaza: the 大字 only, because the table does not have the 丁目 or 小字."""
Failure = Literal[
    "empty",
    "withheld",
    "other_municipality",
    "no_municipality",
    "no_town",
    "ambiguous",
]
"""empty: no address. withheld: 住所非公開. other_municipality: the address names one that the table lacks.
no_municipality: nothing says in which one it lies. no_town: the town is not in the table. ambiguous: several."""


@dataclass(frozen=True, slots=True)
class Municipality:
    """One municipality, or one ward of a 政令市. `code`: five digits, "" where the table has none."""

    prefecture: str
    county: str
    city: str
    ward: str = ""
    code: str = ""

    @property
    def name(self) -> str:
        """With the prefecture, as it is written in an address."""
        return f"{self.prefecture}{self.county}{self.city}{self.ward}"


@dataclass(frozen=True, slots=True)
class Town:
    """One line of a table. `name`: 大字・町丁目. lat/lon: a representative point in degrees, None = unknown."""

    municipality: Municipality
    name: str
    koaza: str = ""
    lat: float | None = None
    lon: float | None = None


@dataclass(frozen=True, slots=True)
class TownMatch:
    """The town of an address. `towns`: numbers of the table's towns that are meant; several for an 大字.

    lat/lon: the town's representative point, None where the table has none. `remainder`: what follows the
    town in the folded address (numbers, building). A failure has a `reason`, and nothing else is known.
    """

    precision: Precision | None = None
    reason: Failure | None = None
    municipality: Municipality | None = None
    town: str = ""
    remainder: str = ""
    towns: tuple[int, ...] = ()
    lat: float | None = None
    lon: float | None = None
