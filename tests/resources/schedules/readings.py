"""The notation of tests/data/schedules (README there): what a parsed text says, as a set of short parts."""

from __future__ import annotations

import csv
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from resources.records import ScheduleRule
from resources.schedules.parsing import TextSchedule, parse_schedule
from resources.schedules.rules import Closing

DATA = Path(__file__).parents[2] / "data" / "schedules"
WEEKDAY_COLUMNS = ("開催曜日", "利用可能曜日")
UNDECIDED = "?"
_DERIVED = ("weekly", "", None)


@dataclass(frozen=True)
class Labelled:
    """One line of a fixture. `also`: other right readings, with " | " between them."""

    column: str
    text: str
    reading: str
    also: str = ""

    @property
    def answers(self) -> list[set[str]]:
        """The parts of every right reading."""
        readings = (self.reading, *self.also.split("|"))
        return [parts_of_label(reading) for reading in readings if reading.strip()]


def labelled(file: str) -> list[Labelled]:
    """The lines of a fixture."""
    with (DATA / file).open(encoding="utf-8", newline="") as opened:
        rows = csv.DictReader(opened)
        return [
            Labelled(row["column"], row["text"].replace("⏎", "\n"), row["reading"], row.get("also", ""))
            for row in rows
        ]


def parts_of_label(reading: str) -> set[str]:
    """The parts of a label."""
    return {part.strip() for part in reading.split(";") if part.strip()}


def reading_of(schedule: TextSchedule) -> set[str]:
    """The parts of what the parser says; {"?"} when it flags the text."""
    if not schedule.understood:
        return {UNDECIDED}
    exceptions = {f"except {exception}" for rule in schedule.rules for exception in rule.exceptions}
    closings = {f"except {_of_closing(closing)}" for closing in schedule.closings}
    return {_of_rule(rule) for rule in schedule.rules} | exceptions | closings


def _of_rule(rule: ScheduleRule) -> str:
    parts = [_days(rule.weekdays, rule.weeks), _numbers("m", rule.months), _numbers("d", rule.month_days)]
    parts.append(_hours(rule.start, rule.end))
    if rule.frequency == "隔月" or not (
        rule.weeks or rule.month_days or (rule.weekdays and rule.frequency in _DERIVED)
    ):
        parts.append(rule.frequency or "")
    parts.append(f"in {rule.occasion}" if rule.occasion else "")
    return " ".join(part for part in parts if part)


def _of_closing(closing: Closing) -> str:
    hours = _hours(*closing.hours) if closing.hours else ""
    parts = [closing.code, _days(closing.weekdays, closing.weeks), _numbers("m", closing.months)]
    return " ".join(part for part in (*parts, _numbers("d", closing.month_days), hours) if part)


def _days(days: Iterable[str], weeks: Iterable[int]) -> str:
    text = ",".join(days)
    return f"{text}{_numbers('#', weeks)}"


def _numbers(mark: str, numbers: Iterable[int]) -> str:
    text = ",".join(map(str, numbers))
    return f"{mark}{text}" if text else ""


def _hours(start: int | None, end: int | None) -> str:
    if start is None and end is None:
        return ""
    return "-".join("" if edge is None else f"{edge // 60:02d}:{edge % 60:02d}" for edge in (start, end))


@dataclass(frozen=True)
class Measure:
    """Texts by outcome. A text is wrong when the parser says what no label says, without a flag."""

    right: list[str]
    flagged: list[str]
    wrong: list[str]

    @property
    def share_right(self) -> float:
        return len(self.right) / (len(self.right) + len(self.flagged) + len(self.wrong))


def measured(lines: Iterable[Labelled]) -> Measure:
    """The parser against the labels."""
    measure = Measure([], [], [])
    for line in lines:
        said = reading_of(parse_schedule(line.text))
        if said == {UNDECIDED}:
            measure.flagged.append(line.text)
        elif said in line.answers:
            measure.right.append(line.text)
        else:
            measure.wrong.append(line.text)
    return measure
