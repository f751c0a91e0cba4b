"""充足 matrix: themes by districts, with what every row and column adds up to."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from geo.gaps.model import DistrictGap, GapReport


@dataclass(frozen=True, slots=True)
class Offered:
    """What is offered somewhere: places, sessions and seats a week.

    `places_without_capacity` state no seats of a session, `places_without_sessions` no sessions,
    `places_without_seats` not both.
    """

    places: int = 0
    sessions_per_week: float = 0.0
    capacity_per_week: float = 0.0
    places_without_capacity: int = 0
    places_without_sessions: int = 0
    places_without_seats: int = 0

    @property
    def seats_unknown(self) -> bool:
        """Whether there are places, and of none of them the seats a week are known."""
        return self.places > 0 and self.places == self.places_without_seats

    @property
    def sessions_unknown(self) -> bool:
        """Whether there are places, and none of them states its sessions."""
        return self.places > 0 and self.places == self.places_without_sessions

    def __add__(self, other: Offered) -> Offered:
        return Offered(
            self.places + other.places,
            self.sessions_per_week + other.sessions_per_week,
            self.capacity_per_week + other.capacity_per_week,
            self.places_without_capacity + other.places_without_capacity,
            self.places_without_sessions + other.places_without_sessions,
            self.places_without_seats + other.places_without_seats,
        )


@dataclass(frozen=True)
class ThemeGaps:
    """One theme: a gap per district in the matrix's order, the city, and what lies in none of the districts."""

    theme: str
    districts: tuple[DistrictGap, ...]
    city: DistrictGap
    outside: Offered


@dataclass(frozen=True)
class Matrix:
    """t themes by n districts. `totals[j]`: all themes in district j; `outside`: in none; `city`: everything.

    A place has one theme, so that `city.places` is the number of places that answer any of them.
    """

    district_ids: tuple[str, ...]
    district_names: tuple[str, ...]
    themes: tuple[ThemeGaps, ...]
    totals: tuple[Offered, ...]
    outside: Offered
    city: Offered


def matrix_of(reports: Mapping[str, GapReport]) -> Matrix:
    """The matrix of reports (theme → report) on the same districts. Raises ValueError without any."""
    if not reports:
        raise ValueError("a matrix needs a theme")
    first = next(iter(reports.values())).districts
    themes = tuple(
        ThemeGaps(theme, report.districts, report.city, _outside(report)) for theme, report in reports.items()
    )
    columns = zip(*(theme.districts for theme in themes), strict=True)
    return Matrix(
        district_ids=tuple(gap.district_id for gap in first),
        district_names=tuple(gap.name for gap in first),
        themes=themes,
        totals=tuple(summed(map(offered, column)) for column in columns),
        outside=summed(theme.outside for theme in themes),
        city=summed(offered(theme.city) for theme in themes),
    )


def offered(gap: DistrictGap) -> Offered:
    """The supply of one gap."""
    return Offered(
        gap.places,
        gap.sessions_per_week,
        gap.capacity_per_week,
        gap.places_without_capacity,
        gap.places_without_sessions,
        gap.places_without_seats,
    )


def summed(parts: Iterable[Offered]) -> Offered:
    """All of them together."""
    return sum(parts, Offered())


def _outside(report: GapReport) -> Offered:
    """Places whose district is unknown, or none of those listed: the city counts them, no district does."""
    inside = summed(map(offered, report.districts))
    city = offered(report.city)
    return Offered(
        city.places - inside.places,
        _nothing_less(city.sessions_per_week - inside.sessions_per_week, city.sessions_per_week),
        _nothing_less(city.capacity_per_week - inside.capacity_per_week, city.capacity_per_week),
        city.places_without_capacity - inside.places_without_capacity,
        city.places_without_sessions - inside.places_without_sessions,
        city.places_without_seats - inside.places_without_seats,
    )


def _nothing_less(rest: float, whole: float) -> float:
    """A difference of two sums; what only their rounding left is nothing."""
    return rest if rest > 1e-9 * max(whole, 1.0) else 0.0
