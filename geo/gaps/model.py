"""What a planner learns of one district, and of the city."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

GOAL = 0.5
FEWEST_PEOPLE = 30.0
_ROUNDING = 1e-9


@dataclass(frozen=True, slots=True)
class Goal:
    """The municipality's own goal: the share of the people asked for that shall have a place in reach.

    Districts with fewer than `fewest_people` of them are never flagged.
    """

    share: float = GOAL
    fewest_people: float = FEWEST_PEOPLE

    def missed_by(self, covered: float, target: float) -> bool:
        """Whether `covered` of `target` people are fewer than the goal; the rounding of sums never decides."""
        return covered < self.share * target * (1.0 - _ROUNDING)

    def too_few(self, target: float) -> bool:
        """Whether so many people are too few to be judged by, or nobody."""
        return target <= 0.0 or target < self.fewest_people * (1.0 - _ROUNDING)


@dataclass(frozen=True)
class DistrictGap:
    """One district. None = cannot be said (no population file, nothing stated); people are unrounded.

    `places` lie in the district, `places_aimed` of them are made for the ages asked for; `sessions_per_week` and
    `capacity_per_week` (seats) sum over the places that state them, `places_without_capacity` is how many state no
    seats of a session, `places_without_sessions` no sessions (随時), `places_without_seats` either of them.
    `within_minutes_population` ÷ `target_population` = `coverage`, under the model's own assumption;
    `coverage_low`/`coverage_high` under the slowest and the fastest. `accessibility`: seats a week per 1,000 of
    the people asked for who share them (E2SFCA, mean over the district's people). `rank` 1 has the most people
    without a place in reach, None where nobody is known of. `few`: fewer people than are judged by, or nobody;
    `underserved` and `uncertain` are None where too many people are hidden, or no cell lies in it. `neighbours`: other districts' places reached, id → share of its people.
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
    few: bool = False
    underserved: bool | None = None
    uncertain: bool | None = None
    places_without_sessions: int = 0
    places_without_seats: int = 0
    cells_hidden: int = 0
    """Cells whose people the publisher does not tell: they are in no figure about people."""
    no_cells: bool = False
    """No cell's centre lies in it, while others lie in no district: nothing can be said of its people."""
    neighbours: Mapping[str, float] = field(default_factory=dict)
    why: tuple[str, ...] = ()

    @property
    def uncovered(self) -> float | None:
        """People asked for without a place in reach."""
        if self.target_population is None or self.within_minutes_population is None:
            return None
        return max(0.0, self.target_population - self.within_minutes_population)

    @property
    def seats_unknown(self) -> bool:
        """Whether there are places, and of none of them the seats a week are known."""
        return self.places > 0 and self.places == self.places_without_seats

    @property
    def sessions_unknown(self) -> bool:
        """Whether there are places, and none of them states its sessions."""
        return self.places > 0 and self.places == self.places_without_sessions

    def per_1000(self, amount: float) -> float | None:
        """`amount` per 1,000 of the people asked for; None without such people."""
        return 1000.0 * amount / self.target_population if self.target_population else None


@dataclass(frozen=True)
class GapReport:
    """All districts in the order of their ids, and the city as one. `gini`: inequality of accessibility by people.

    `outside`: people in no district, such as a neighbouring municipality's. They count nowhere, but they share the
    seats in reach; only where no cell lies in any district, all of them are the city's.
    """

    districts: tuple[DistrictGap, ...]
    city: DistrictGap
    gini: float | None
    outside: float | None
