"""The gaps as a table for people: Japanese headers, counts of people through the output layer."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import TYPE_CHECKING

from api.planning.figures import rounded
from api.planning.gaps import Answer
from geo.gaps.matrix import Offered
from geo.gaps.model import DistrictGap
from resources.disclosure import PersonCount, ShownCount, shown_counts

if TYPE_CHECKING:  # folium loads slowly, and a table is no map
    from geo.maps.content import AreaMark

NOT_COUNTED = "数えていません"
UNKNOWN_AMOUNT = "不明"
UNDERSERVED, UNCERTAIN, ENOUGH, FEW, NOT_KNOWN = "不足", "不確か", "届いている", "対象が少ない", "分からない"

MARKS: Mapping[str, AreaMark] = MappingProxyType(
    {UNDERSERVED: "short", UNCERTAIN: "unsure", ENOUGH: "enough", FEW: "few", NOT_KNOWN: "unknown"}
)
"""The judgement as a map draws it."""

Cell = str | float | int | None


@dataclass(frozen=True)
class Row:
    """One district on a page or in a file. `unmet` is safe to show (domain.md S04)."""

    gap: DistrictGap
    mark: str
    unmet: ShownCount


HEADER = (
    *("学区ID", "学区", "判定", "届く人の割合", "割合(最小の見込み)", "割合(最大の見込み)"),
    *("対象の人", "届く人", "届かない人", "届かない人の順位", "総人口"),
    *("場所", "うち対象年齢向け", "休止中", "定員不明の場所", "回数不明の場所", "確認の古い場所"),
    *("週あたり回数", "週あたり席", "千人あたり回数", "千人あたり席", "届きやすさ(千人あたり席)"),
    *("合う先のない人", "説明"),
)


def rows_of(answer: Answer) -> tuple[list[Row], ShownCount]:
    """The districts, flagged ones first and then by rank; and the city's unmet needs."""
    gaps = most_urgent_first(answer.report.districts)
    counted = {gap.district_id: PersonCount(gap.unmet_needs) for gap in gaps if gap.unmet_needs is not None}
    shown = shown_counts(counted)
    nobody = ShownCount(None, NOT_COUNTED)
    rows = [Row(gap, mark(gap), shown.counts.get(gap.district_id, nobody)) for gap in gaps]
    return rows, shown.total if counted else nobody


def cells(row: Row, unknown: str | None = None) -> Sequence[Cell]:
    """One line of HEADER; None = cannot be said. `unknown` stands for sessions and seats that no place states.

    A column of a map layer holds numbers only, so that there it is None.
    """
    gap = row.gap
    sessions, seats = known_sessions(gap), known_seats(gap)
    shares = (None if amount is None else gap.per_1000(amount) for amount in (sessions, seats))
    return (
        *(gap.district_id, gap.name, row.mark),
        *(rounded(share, 4) for share in (gap.coverage, gap.coverage_low, gap.coverage_high)),
        *(
            rounded(people, 1)
            for people in (gap.target_population, gap.within_minutes_population, gap.uncovered)
        ),
        *(gap.rank, rounded(gap.population, 1)),
        *(gap.places, gap.places_aimed, gap.places_paused),
        *(gap.places_without_capacity, gap.places_without_sessions, gap.places_stale),
        unknown if sessions is None else round(sessions, 3),
        unknown if seats is None else round(seats, 2),
        *(rounded(share, 3) for share in shares),
        *(rounded(gap.accessibility, 3), row.unmet.label, "".join(gap.why)),
    )


def mark(gap: DistrictGap) -> str:
    """What is said of a district in one word."""
    if gap.underserved is None:
        return NOT_KNOWN
    return UNDERSERVED if gap.underserved else UNCERTAIN if gap.uncertain else FEW if gap.few else ENOUGH


def known_sessions(of: DistrictGap | Offered) -> float | None:
    """Sessions a week; None where there are places, and none of them states its sessions."""
    return None if of.sessions_unknown else of.sessions_per_week


def known_seats(of: DistrictGap | Offered) -> float | None:
    """Seats a week; None where there are places, and of none of them they are known."""
    return None if of.seats_unknown else of.capacity_per_week


def most_urgent_first(gaps: Sequence[DistrictGap]) -> list[DistrictGap]:
    """Flagged districts first, uncertain ones next; among these by rank."""
    order = tuple(MARKS)
    return sorted(gaps, key=lambda gap: (order.index(mark(gap)), gap.rank or 0, gap.district_id))
