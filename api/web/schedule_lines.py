"""曜日と時間 in a form: one rule a line, as people write it; a line that nobody touched keeps its rule."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from api.web import wording
from api.web.form_state import FormState
from resources.records import ScheduleRule
from resources.schedules.parsing import parse_schedule

FIELD = "schedule"
AS_TEXT = "schedule_as_text"
_LONGEST = 2000
_EXAMPLE = "「毎週火・木曜 13:00〜16:00」「第2・4土曜 10時から12時」のように、1行に1つ書いてください。"


def lines_of(rules: Sequence[ScheduleRule]) -> str:
    """The rules for the form, one a line."""
    return "\n".join(dict.fromkeys(_line(rule) for rule in rules if _line(rule)))


def read_schedule(form: FormState, before: Sequence[ScheduleRule]) -> tuple[ScheduleRule, ...]:
    """The rules of the lines. A line that cannot be read is an error, unless it shall stay as text."""
    typed = form.value(FIELD).strip()
    if len(typed) > _LONGEST:
        form.add_error(FIELD, f"曜日と時間は{_LONGEST}文字までにしてください。")
        return ()
    rules: list[ScheduleRule] = []
    for line in filter(None, map(_one_line, typed.splitlines())):
        known = [rule for rule in before if _line(rule) == line]
        rules += known or _read(form, line)
    return tuple(dict.fromkeys(rules))


def check_hours(form: FormState, rules: Sequence[ScheduleRule]) -> None:
    """Nothing ends before it begins."""
    if any(rule.start is not None and rule.end is not None and rule.start >= rule.end for rule in rules):
        form.add_error(FIELD, "終わる時刻が始まる時刻より前です。")


def _line(rule: ScheduleRule) -> str:
    return _one_line(wording.schedule_rule(rule))


def _one_line(text: str) -> str:
    """A cell may have held several lines; here a line is a rule."""
    return " ".join(text.split())


def _read(form: FormState, line: str) -> list[ScheduleRule]:
    parsed = parse_schedule(line)
    if parsed.rules and not parsed.closings:
        return [replace(rule, raw=line) for rule in parsed.rules]
    if form.value(AS_TEXT) == "1":
        return [ScheduleRule(raw=line)]
    form.add_error(FIELD, f"「{line[:40]}」を読み取れません。{_EXAMPLE}")
    return []
