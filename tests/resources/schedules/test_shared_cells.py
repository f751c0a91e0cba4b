"""The parser against every expression of time in the municipal files, read by hand."""

from __future__ import annotations

import pytest

from tests.resources.schedules.readings import WEEKDAY_COLUMNS, Measure, labelled, measured

PROSE = [line for line in labelled("shared_cells.csv") if line.column not in WEEKDAY_COLUMNS]
WEEKDAYS = [line for line in labelled("shared_cells.csv") if line.column in WEEKDAY_COLUMNS]


def told(measure: Measure) -> str:
    """For the failure: figures and texts."""
    figures = f"right {len(measure.right)}, flagged {len(measure.flagged)}, wrong {len(measure.wrong)}"
    return "\n".join([figures, *(f"wrong: {text}" for text in measure.wrong), *measure.flagged])


def test_most_cells_are_read_none_is_read_wrongly_and_the_rest_is_flagged(
    capsys: pytest.CaptureFixture[str],
) -> None:
    measure = measured(PROSE)
    with capsys.disabled():
        print(f"\nschedule cells: {len(PROSE)}, {told(measure).splitlines()[0]}, {measure.share_right:.1%}")  # noqa: T201
    assert measure.share_right >= 0.85, told(measure)
    assert not measure.wrong, told(measure)


def test_every_weekday_column_is_read() -> None:
    measure = measured(WEEKDAYS)
    assert not measure.wrong, told(measure)
    assert not measure.flagged, told(measure)


def test_what_a_careful_reader_cannot_decide_is_flagged() -> None:
    undecided = [line.text for line in PROSE if line.reading == "?"]
    assert undecided
    assert set(undecided) <= set(measured(PROSE).flagged)
