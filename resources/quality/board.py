"""The quality board: how many entries are doubtful, for what, of which kind and where."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from sqlmodel import Session, col, select

from resources.code_lists import code_list
from resources.quality.causes import Today, all_causes, cause_condition, looked_after
from resources.scope import Scope, readable_resources
from resources.tables import Resource, ResourceLocation

BoolArray = npt.NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class BoardLine:
    """One kind or district: entries, those with any doubt, and those with one of each group of causes."""

    code: str
    entries: int
    doubtful: int
    by_group: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Board:
    """Counts of entries; `by_cause` and `by_group` by code, lines with the most doubtful entries first."""

    entries: int
    doubtful: int
    by_cause: Mapping[str, int]
    by_group: Mapping[str, int]
    kinds: Sequence[BoardLine]
    districts: Sequence[BoardLine]


def read_board(session: Session, scope: Scope, today: Today) -> Board:
    """What this reader may see of the state of the catalogue: one query for each cause."""
    mine = readable_resources(scope) & looked_after()
    main_place = (col(ResourceLocation.resource_id) == col(Resource.id)) & (
        col(ResourceLocation.position) == 0
    )
    rows = session.exec(
        select(Resource.id, Resource.kind, ResourceLocation.district_code)
        .join(ResourceLocation, main_place, isouter=True)
        .where(mine)
        .order_by(col(Resource.id))
    ).all()
    ids = np.array([row[0] for row in rows], dtype=np.int64)
    doubts: dict[str, BoolArray] = {}
    for cause in all_causes():
        found = session.exec(select(Resource.id).where(mine, cause_condition(cause, today))).all()
        doubts[cause] = np.isin(ids, np.array(found, dtype=np.int64))
    return _board([row[1] for row in rows], [row[2] or "" for row in rows], doubts, _groups(doubts, len(ids)))


def _groups(doubts: Mapping[str, BoolArray], size: int) -> dict[str, BoolArray]:
    causes = code_list("quality_cause").codes
    groups = {group.code: np.zeros(size, dtype=np.bool_) for group in code_list("quality_group")}
    for cause, found in doubts.items():
        groups[causes[cause].extra["group"]] |= found
    return groups


def _board(
    kinds: Sequence[str],
    districts: Sequence[str],
    doubts: Mapping[str, BoolArray],
    groups: Mapping[str, BoolArray],
) -> Board:
    any_doubt = np.logical_or.reduce(list(groups.values()))
    return Board(
        entries=len(kinds),
        doubtful=int(any_doubt.sum()),
        by_cause={cause: int(found.sum()) for cause, found in doubts.items()},
        by_group={group: int(found.sum()) for group, found in groups.items()},
        kinds=_lines(kinds, any_doubt, groups),
        districts=_lines(districts, any_doubt, groups),
    )


def _lines(
    codes: Sequence[str], any_doubt: BoolArray, groups: Mapping[str, BoolArray]
) -> tuple[BoardLine, ...]:
    if not codes:
        return ()
    names, number = np.unique(np.array(codes, dtype=np.str_), return_inverse=True)

    def counted(found: BoolArray) -> list[int]:
        return [int(count) for count in np.bincount(number[found], minlength=len(names))]

    totals, doubtful = counted(np.ones(len(codes), dtype=np.bool_)), counted(any_doubt)
    of_group = {group: counted(found) for group, found in groups.items()}
    lines = [
        BoardLine(str(name), totals[i], doubtful[i], {group: of_group[group][i] for group in groups})
        for i, name in enumerate(names)
    ]
    return tuple(sorted(lines, key=lambda line: (-line.doubtful, line.code)))
