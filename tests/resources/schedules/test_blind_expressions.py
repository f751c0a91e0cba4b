"""The parser against expressions by somebody who had not read it (tests/data/schedules/README.md)."""

from __future__ import annotations

from tests.resources.schedules.readings import UNDECIDED, labelled, measured

LINES = labelled("blind.csv")
RIGHT_AT_FIRST = 33
"""Of the readable ones, when the parser met them for the first time."""


def test_no_expression_is_read_wrongly() -> None:
    measure = measured(LINES)
    assert len(LINES) == 80
    assert not measure.wrong


def test_as_many_expressions_are_read_as_when_the_parser_first_met_them() -> None:
    readable = [line for line in LINES if line.reading != UNDECIDED]
    measure = measured(readable)
    assert len(measure.right) >= RIGHT_AT_FIRST, measure.flagged
