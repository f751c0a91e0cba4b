"""The quality board: how many entries are doubtful, for what, of which kind and where."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from sqlalchemy import ColumnElement, case, func
from sqlmodel import Session, col, select

from resources.code_lists import code_list
from resources.quality.causes import Today, all_causes, cause_condition, looked_after
from resources.quality.worklist import causes_of_group
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
    """What this reader may see of the state of the catalogue: one query, whatever the size of the catalogue."""
    cells = _cells(session, scope, today)
    counts = np.array([count for *_, count in cells], dtype=np.int64)
    masks = np.array([mask for _, _, mask, _ in cells], dtype=np.int64)
    doubts = {cause: (masks >> bit) & 1 == 1 for bit, cause in enumerate(all_causes())}
    groups = {
        group.code: np.logical_or.reduce([doubts[cause] for cause in causes_of_group(group.code)])
        for group in code_list("quality_group")
    }
    return Board(
        entries=int(counts.sum()),
        doubtful=int(counts[masks != 0].sum()),
        by_cause={cause: int(counts[found].sum()) for cause, found in doubts.items()},
        by_group={group: int(counts[found].sum()) for group, found in groups.items()},
        kinds=_lines([kind for kind, *_ in cells], counts, masks != 0, groups),
        districts=_lines([district or "" for _, district, *_ in cells], counts, masks != 0, groups),
    )


def _cells(session: Session, scope: Scope, today: Today) -> list[tuple[str, str | None, int, int]]:
    """(kind, district, causes as bits in the order of `all_causes`, number of entries) of what is alike in all."""
    bits: list[ColumnElement[int]] = [
        case((cause_condition(cause, today), 1 << bit), else_=0) for bit, cause in enumerate(all_causes())
    ]
    main_place = (col(ResourceLocation.resource_id) == col(Resource.id)) & (
        col(ResourceLocation.position) == 0
    )
    entries = (
        select(Resource.kind, ResourceLocation.district_code, sum(bits[1:], bits[0]).label("causes"))
        .join(ResourceLocation, main_place, isouter=True)
        .where(readable_resources(scope) & looked_after())
        .subquery()
    )
    columns = (entries.c.kind, entries.c.district_code, entries.c.causes)
    rows = session.exec(select(*columns, func.count()).group_by(*columns))
    return [(kind, district, causes, count) for kind, district, causes, count in rows]


def _lines(
    codes: Sequence[str],
    counts: npt.NDArray[np.int64],
    any_doubt: BoolArray,
    groups: Mapping[str, BoolArray],
) -> tuple[BoardLine, ...]:
    if not codes:
        return ()
    names, number = np.unique(np.array(codes, dtype=np.str_), return_inverse=True)

    def summed(found: BoolArray) -> list[int]:
        sums = np.bincount(number[found], weights=counts[found], minlength=len(names))
        return [int(total) for total in sums]

    totals, doubtful = summed(np.ones(len(codes), dtype=np.bool_)), summed(any_doubt)
    of_group = {group: summed(found) for group, found in groups.items()}
    lines = [
        BoardLine(str(name), totals[i], doubtful[i], {group: of_group[group][i] for group in groups})
        for i, name in enumerate(names)
    ]
    return tuple(sorted(lines, key=lambda line: (-line.doubtful, line.code)))
