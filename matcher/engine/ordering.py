"""The list that a worker sees: one place once, and no more of the same than the scores ask for.

Every step takes places from the ranking by score and changes no score. A place that
a plain doubt sets aside (engine.doubts: 15〜39歳 for who is 76) is not in it, even where the list ends early, as long as
another place is left; `standing` says why. Entries believed to be one place appear once,
the more freshly confirmed one, and say so. Diversity may lift a place over another only when their scores differ by
at most `diversity_within`, and never for a person who asks for one kind of place.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from matcher.engine.context import Context
from matcher.engine.doubts import set_aside
from matcher.engine.scoring import Scores, ranking
from resources.quality.duplicates import probabilities_of_one_place
from resources.records import ResourceRecord
from resources.snapshot import Snapshot

# Order looks at this many times the list's length: duplicates fall out, and other kinds may come up.
_LOOK_AHEAD = 2
# Below this probability two entries are two places: a place hidden by mistake is worse than one listed twice. No pair
# above it in the three readable cities is wrong (the likeliest wrong one has 0.77); two true ones lie far below.
_BELIEVED = 0.8
_NEAR_DEGREES = 0.01
# A second and a third place of one 種別 in a row are welcome; a fourth gives way to something else.
_SAME_KIND_IN_A_ROW = 3


@dataclass(frozen=True, slots=True)
class Placed:
    """One line of the list: a row of the snapshot, and the rows of other entries believed to be the same place."""

    place: int
    also_registered: tuple[int, ...] = ()


def listed(scores: Scores, is_open: npt.NDArray[np.bool_], context: Context, top: int) -> list[Placed]:
    """The first `top` lines; fewer only when fewer places are open. `is_open` is of the context's rows.

    Places that are set aside fill the end of a list that would be shorter without them.
    """
    kept = is_open & ~set_aside(context)
    lines = _lines(scores, kept, context, top)
    if len(lines) == top or not (is_open & ~kept).any():
        return lines
    behind = _lines(scores, is_open & ~kept, context, top - len(lines))
    believed = _one_place([line.place for line in (*lines, *behind)], context.snapshot)
    new = [not believed[len(lines) + number, : len(lines)].any() for number in range(len(behind))]
    return [*lines, *(line for line, is_new in zip(behind, new, strict=True) if is_new)]


def _lines(scores: Scores, offered: npt.NDArray[np.bool_], context: Context, top: int) -> list[Placed]:
    looked_at = _LOOK_AHEAD * top
    while True:
        best = ranking(scores.total, context.places.keys, offered, first=looked_at)
        lines = _ordered(context.rows[best].tolist(), scores, context, top)
        if len(lines) == top or len(best) < looked_at:
            return lines
        looked_at *= 2


def _ordered(ranked: Sequence[int], scores: Scores, context: Context, first: int) -> list[Placed]:
    """The first lines of the list. `ranked` are places, best first."""
    placed = _each_place_once(ranked, context.snapshot)
    if _asks_for_one_kind(context):
        return placed[:first]
    return _varied(placed, {place: scores.at(place) for place in ranked}, context, first)


def _each_place_once(ranked: Sequence[int], snapshot: Snapshot) -> list[Placed]:
    """Groups of entries believed to be one place stand where their best one stood, as the freshest of them."""
    believed = _one_place(ranked, snapshot)
    groups: list[list[int]] = []
    for index in range(len(ranked)):
        group = next((group for group in groups if believed[index, group[0]]), None)
        if group is None:
            groups.append([index])
        else:
            group.append(index)
    return [_freshest([ranked[index] for index in group], snapshot) for group in groups]


def _one_place(ranked: Sequence[int], snapshot: Snapshot) -> npt.NDArray[np.bool_]:
    """Which pairs of `ranked` are believed to be one place, shape (n, n)."""
    may_be, same_phone = _may_be_one_place(ranked, snapshot)
    first, second = np.nonzero(np.triu(may_be, 1))
    believed = np.zeros(may_be.shape, dtype=np.bool_)
    if len(first):
        records = [snapshot.records[place] for place in ranked]
        shared = same_phone[first, second]
        probabilities = probabilities_of_one_place(records, first, second, same_phone=shared)
        apart = [_told_apart(records[i], records[j], snapshot) for i, j in zip(first, second, strict=True)]
        likely = (probabilities >= _BELIEVED) & ~np.array(apart, dtype=np.bool_)
        believed[first, second] = believed[second, first] = likely
    return believed


def _told_apart(a: ResourceRecord, b: ResourceRecord, snapshot: Snapshot) -> bool:
    """Whether a person said that these are two places: then no model says otherwise."""
    return (min(a.key, b.key), max(a.key, b.key)) in snapshot.told_apart


def _may_be_one_place(
    ranked: Sequence[int], snapshot: Snapshot
) -> tuple[npt.NDArray[np.bool_], npt.NDArray[np.bool_]]:
    """Pairs of `ranked` that share a telephone number or stand within about a kilometre; pairs that share one."""
    rows = np.array(ranked, dtype=np.int64)
    phone, lat, lon = snapshot.phone_group[rows], snapshot.lat[rows], snapshot.lon[rows]
    same_phone = (phone[:, None] == phone) & (phone >= 0)
    near = (np.abs(lat[:, None] - lat) < _NEAR_DEGREES) & (np.abs(lon[:, None] - lon) < _NEAR_DEGREES)
    return same_phone | near, same_phone


def _freshest(group: Sequence[int], snapshot: Snapshot) -> Placed:
    """NaN (never confirmed) is older than any day; of equals the better ranked one stays."""
    days = [float(snapshot.confirmed_ordinal[place]) for place in group]
    kept = max(range(len(group)), key=lambda index: (days[index] == days[index], days[index], -index))
    others = tuple(place for index, place in enumerate(group) if index != kept)
    return Placed(group[kept], others)


def _asks_for_one_kind(context: Context) -> bool:
    """The form or the note points to one 種別 and to no other with half its weight."""
    weights = sorted((weight for _, weight in context.profile.kinds), reverse=True)
    return len(weights) == 1 or (len(weights) > 1 and weights[1] < 0.5 * weights[0])


def _varied(placed: Sequence[Placed], score: dict[int, float], context: Context, first: int) -> list[Placed]:
    """Takes the best place left, or, after a run of one 種別, the best of another within the allowed difference."""
    left, taken = list(placed), list[Placed]()
    kind = context.snapshot.kind
    within = context.parameters["diversity_within"]
    while left and len(taken) < first:
        chosen = left[0]
        run = [str(kind[line.place]) for line in taken[-_SAME_KIND_IN_A_ROW:]]
        if len(run) == _SAME_KIND_IN_A_ROW and set(run) == {str(kind[chosen.place])}:
            others = (
                line
                for line in left
                if kind[line.place] != kind[chosen.place]
                and score[chosen.place] - score[line.place] <= within
            )
            chosen = next(others, chosen)
        left.remove(chosen)
        taken.append(chosen)
    return taken
