"""What the circumstances of a note come to: stage, company, reach, free time, money. The form wins where it speaks.

`data/circumstance_values.csv` says which concept stands for which value: `field` stage, company (codes of the lists),
reach (a travel mode, or home_bound), time, money. `sense`: "for" and "against" whatever the polarity (バスに乗れない is
a word of its own), "turns": for, and against when it is impossible, refused or disliked.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cache

from matcher.engine.data_tables import read_table
from matcher.engine.need import StructuredNeed
from matcher.engine.profile import FreeTime, Item, Reach
from matcher.engine.reading.folded import FoldedNote
from matcher.engine.reading.free_days import read_days
from matcher.engine.reading.signs import NEGATIVE, USED_TO

FOR, AGAINST = "for", "against"
_TURNS, _HOME_BOUND = "turns", "home_bound"
_STAGES = ("connect", "attend", "role", "work")


def values(field: str, items: Sequence[Item], *, sense: str = FOR) -> tuple[str, ...]:
    """The values of `field` that the items stand for (or against), each once, in the order of the note."""
    return tuple(dict.fromkeys(_values(field, items, sense)))


def _values(field: str, items: Sequence[Item], sense: str) -> Iterator[str]:
    for item in items:
        if item.polarity == USED_TO:
            continue
        turned = AGAINST if item.polarity in NEGATIVE else FOR
        for name, value, stands in _table().get(item.concept, ()):
            if name == field and sense == (turned if stands == _TURNS else stands):
                yield value


def read_stage(items: Sequence[Item]) -> str | None:
    """The earliest stage that the note speaks of: who wants to work some day begins with what is possible now."""
    said = values("stage", items)
    return next((stage for stage in _STAGES if stage in said), None)


def read_company(items: Sequence[Item]) -> str | None:
    """The first company that the note speaks of."""
    return next(iter(values("company", items)), None)


def read_reach(items: Sequence[Item], form: StructuredNeed) -> Reach:
    """The form's travel mode, else the first mode of the note that the person is not said to be without."""
    said = values("reach", items)
    without = tuple(mode for mode in values("reach", items, sense=AGAINST) if mode != _HOME_BOUND)
    modes = [mode for mode in said if mode != _HOME_BOUND and mode not in without]
    return Reach(form.travel_mode or (modes[0] if modes else None), _HOME_BOUND in said, without)


def read_free(items: Sequence[Item], form: StructuredNeed, note: FoldedNote) -> FreeTime:
    """Tendencies and free days of the note; none where the form has the times themselves."""
    if form.available:
        return FreeTime()
    bad = values("time", items, sense=AGAINST)
    good = tuple(value for value in values("time", items) if value not in bad)
    return FreeTime(good, bad, read_days(note))


def read_money(items: Sequence[Item], form: StructuredNeed) -> str | None:
    """ "none" when nothing can be paid, "earn" when an income is wished; a fee in the form wins."""
    if form.max_fee is not None:
        return "none" if form.max_fee == 0 else None
    said = values("money", items)
    return said[0] if said else None


@cache
def _table() -> dict[str, tuple[tuple[str, str, str], ...]]:
    """concept → (field, value, sense)."""
    table: dict[str, tuple[tuple[str, str, str], ...]] = {}
    for row in read_table("circumstance_values.csv"):
        entry = (row["field"], row["value"], row["sense"])
        table[row["concept"]] = (*table.get(row["concept"], ()), entry)
    return table
