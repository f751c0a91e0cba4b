"""Small numbers are hidden, and enough others that no total gives them away (domain.md S04).

秘匿: a count from 1 to k − 1 is hidden. 関連秘匿: where the total of the table is shown too, one hidden count would be
the total minus the rest, so that at least two counts are hidden. Zeros are shown, so that whoever reads the table
knows that each hidden count is at least 1: for all he knows, each must still be able to be k or more. The smallest of
the shown ones join the hidden ones until that is so. Where they cannot be made so many, the total is hidden too.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from resources.disclosure.person_count import PersonCount

SMALLEST_SHOWN = 5
HIDDEN = "秘匿"


@dataclass(frozen=True, slots=True)
class ShownCount:
    """What a page, a file or a map may say of a count. `value` None: hidden."""

    value: int | None
    label: str


@dataclass(frozen=True)
class ShownTable:
    """The counts by their keys, and the total."""

    counts: Mapping[str, ShownCount]
    total: ShownCount


def shown_counts(counts: Mapping[str, PersonCount], *, k: int = SMALLEST_SHOWN) -> ShownTable:
    """A table of one dimension with its total, safe to publish. `k` ≥ 2: the smallest number that is shown."""
    exact = {key: count.exact for key, count in counts.items()}
    total = sum(exact.values())
    hidden = {key for key, number in exact.items() if 0 < number < k}
    # The smallest that are shown follow; ties by key, so that the same table always hides the same counts.
    following = sorted((number, key) for key, number in exact.items() if number >= k)
    while hidden and following and not _safe(hidden, exact, k):
        hidden.add(following.pop(0)[1])
    total_hidden = 0 < total < k or not _safe(hidden, exact, k)
    return ShownTable(
        counts={key: _hidden() if key in hidden else _shown(number) for key, number in exact.items()},
        total=_hidden() if total_hidden else _shown(total),
    )


def _safe(hidden: set[str], exact: Mapping[str, int], k: int) -> bool:
    """Whether a hidden count may still be k or more when all others that are hidden are as small as can be, 1."""
    most = sum(exact[key] for key in hidden) - (len(hidden) - 1)
    return not hidden or (len(hidden) >= 2 and most >= k)


def _shown(number: int) -> ShownCount:
    return ShownCount(number, str(number))


def _hidden() -> ShownCount:
    return ShownCount(None, HIDDEN)
