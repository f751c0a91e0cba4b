"""What a planner learns of one district, and of the city."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

GOAL = 0.5
FEWEST_PEOPLE = 30.0
STALE_DAYS = 365.0


@dataclass(frozen=True, slots=True)
class Goal:
    """The municipality's own goal: the share of the people asked for that shall have a place in reach.

    Districts with fewer than `fewest_people` of them are never flagged. A place is stale `stale_days` after it
    was last confirmed, or when it never was.
    """

    share: float = GOAL
    fewest_people: float = FEWEST_PEOPLE
    stale_days: float = STALE_DAYS


@dataclass(frozen=True)
class DistrictGap:
    """One district. None = cannot be said (no population file, nothing stated); people are unrounded.

    `places` lie in the district, `places_aimed` of them are made for the ages asked for; `sessions_per_week` and
    `capacity_per_week` (seats) sum over the places that state them, `places_without_capacity` is how many do not.
    `within_minutes_population` ÷ `target_population` = `coverage`, under the model's own assumption;
    `coverage_low`/`coverage_high` under the slowest and the fastest. `accessibility`: seats a week per 1,000 of
    the people asked for who share them (E2SFCA, mean over the district's people). `rank` 1 has the most people
    without a place in reach. `neighbours`: other districts' places reached, id → share of its people.
    """

    district_id: str
    name: str
    places: int
    places_aimed: int
    places_paused: int
    places_without_capacity: int
    places_stale: int
    sessions_per_week: float
    capacity_per_week: float
    unmet_needs: int | None
    population: float | None = None
    target_population: float | None = None
    within_minutes_population: float | None = None
    coverage: float | None = None
    coverage_low: float | None = None
    coverage_high: float | None = None
    accessibility: float | None = None
    rank: int | None = None
    underserved: bool | None = None
    uncertain: bool | None = None
    cells_hidden: int = 0
    """Cells whose people the publisher does not tell: they are in no figure about people."""
    falls_below: tuple[str, ...] = ()
    """Labels of the assumptions under which the goal is missed."""
    neighbours: Mapping[str, float] = field(default_factory=dict)
    why: tuple[str, ...] = ()

    @property
    def uncovered(self) -> float | None:
        """People asked for without a place in reach."""
        if self.target_population is None or self.within_minutes_population is None:
            return None
        return self.target_population - self.within_minutes_population

    @property
    def seats_unknown(self) -> bool:
        """Whether there are places, and none of them states its seats."""
        return self.places > 0 and self.places == self.places_without_capacity

    def per_1000(self, amount: float) -> float | None:
        """`amount` per 1,000 of the people asked for; None without such people."""
        return 1000.0 * amount / self.target_population if self.target_population else None


@dataclass(frozen=True)
class GapReport:
    """All districts in the order of their ids, and the city as one. `gini`: inequality of accessibility by people.

    `outside`: people in no district; they count in the city, and in no district.
    """

    districts: tuple[DistrictGap, ...]
    city: DistrictGap
    gini: float | None
    outside: float | None
