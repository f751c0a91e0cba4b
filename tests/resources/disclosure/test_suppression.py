"""S04: small numbers never leave the house, not even by subtraction."""

from __future__ import annotations

from itertools import combinations_with_replacement, product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from resources.disclosure import PersonCount, shown_counts


def table(counts: dict[str, int]) -> dict[str, PersonCount]:
    return {key: PersonCount(number) for key, number in counts.items()}


@given(st.dictionaries(st.text("abcdefgh", min_size=1, max_size=2), st.integers(0, 30), max_size=12))
def test_S04_no_hidden_count_can_be_worked_out_from_the_total(counts: dict[str, int]) -> None:
    shown = shown_counts(table(counts))
    hidden = [key for key, count in shown.counts.items() if count.value is None]
    assert all(not 0 < number < 5 for key, number in counts.items() if key not in hidden)
    if shown.total.value is not None and hidden:
        rest = shown.total.value - sum(count.value or 0 for count in shown.counts.values())
        assert len(hidden) >= 2
        assert rest >= 5


@given(st.dictionaries(st.text("abcdefgh", min_size=1, max_size=2), st.integers(0, 30), max_size=12))
def test_S04_what_is_shown_is_exact(counts: dict[str, int]) -> None:
    shown = shown_counts(table(counts))
    assert all(count.value in (None, counts[key]) for key, count in shown.counts.items())
    assert shown.total.value in (None, sum(counts.values()))


def feasible(total: int, cells: int) -> list[set[int]]:
    """What a reader can say of each of `cells` hidden counts, each at least 1, that add up to `total`."""
    tables = [table for table in product(range(1, total + 1), repeat=cells) if sum(table) == total]
    return [{table[cell] for table in tables} for cell in range(cells)]


def test_S04_no_table_of_up_to_five_counts_tells_a_reader_that_a_hidden_one_is_small() -> None:
    attacked: dict[tuple[int, int], list[set[int]]] = {}
    for cells in range(1, 6):
        for numbers in combinations_with_replacement(range(7), cells):
            shown = shown_counts(table({f"D{number}": exact for number, exact in enumerate(numbers)}))
            hidden = sum(count.value is None for count in shown.counts.values())
            if not hidden or shown.total.value is None:
                continue
            rest = shown.total.value - sum(count.value or 0 for count in shown.counts.values())
            for told in attacked.setdefault((rest, hidden), feasible(rest, hidden)):
                assert len(told) > 1, numbers
                assert max(told) >= 5, numbers
    assert attacked  # tables with hidden counts and a shown total are among them


def test_S04_nothing_is_hidden_where_nothing_is_small() -> None:
    shown = shown_counts(table({"D01": 0, "D02": 5, "D03": 12}))
    assert [count.label for count in shown.counts.values()] == ["0", "5", "12"]
    assert shown.total.label == "17"


def test_S04_one_small_count_takes_the_next_smallest_with_it() -> None:
    shown = shown_counts(table({"D01": 2, "D02": 7, "D03": 12}))
    assert [count.label for count in shown.counts.values()] == ["秘匿", "秘匿", "12"]
    assert shown.total.value == 21


def test_S04_the_total_is_hidden_where_no_other_count_can_hide_the_small_one() -> None:
    shown = shown_counts(table({"D01": 2, "D02": 0}))
    assert shown.counts["D01"].value is None
    assert shown.total.value is None


def test_S04_a_count_of_people_never_becomes_text_by_accident() -> None:
    count = PersonCount(3)
    assert "3" not in repr(count)
    with pytest.raises(TypeError):
        str(count)
    with pytest.raises(TypeError):
        format(count, "d")
