"""Whatever the text: no exception, no impossible hours, no long wait; and what is written down is read again."""

from __future__ import annotations

import time
from datetime import date, datetime
from typing import Any

import pytest
from dateutil.rrule import rrulestr
from hypothesis import given, settings
from hypothesis import strategies as st

from resources.importing.record_json import record_from_json, record_to_json
from resources.records import ResourceRecord, ScheduleRule
from resources.rows import rule_of, schedule_values
from resources.schedules.exceptions import is_known
from resources.schedules.occurrences import dates_between, dates_known
from resources.schedules.parsing import parse_schedule
from resources.schedules.rrule import rrule_text
from resources.schedules.words import rule_words
from resources.tables import ResourceSchedule
from tests.resources.schedules.writing import STYLES, rules

# An RRULE counts in local time, without a zone.
BEGIN = datetime(2026, 4, 1)  # noqa: DTZ001
PIECES = (
    *(
        "毎週",
        "毎月",
        "隔週",
        "第",
        "1",
        "2・4",
        "①",
        "②",
        "月",
        "火曜",
        "土曜日",
        "日祝",
        "平日",
        "祝日",
        "8月",
        "12日",
    ),
    *(
        "10時",
        "午後",
        "9:00",
        "～",
        "12:00",
        "13時半",
        "まで",
        "から",
        "25:00",
        "（",
        "）",
        "【休館日】",
        "【開館時間】",
    ),
    *(
        "は休み",
        "を除く",
        "、",
        "・",
        "。",
        " ",
        "\n",
        "年末年始",
        "原則",
        "翌日",
        "または",
        "不定期",
        "月2回",
        "最終",
        "※",
    ),
)
CROWDED = (
    "第1・",
    "第1第",
    "月火",
    "毎月1日・",
    "10:00～",
    "（",
    "（月）",
    "祝日又は",
    "臨時",
    "偶数月",
    "1月・",
    "あ",
    "ア",
    "12",
    " ",
)


@settings(deadline=None)
@given(rule=rules(), style=st.sampled_from(STYLES))
def test_a_rule_that_is_written_down_is_read_again(rule: ScheduleRule, style: Any) -> None:
    text = style(rule)
    parsed = parse_schedule(text)
    assert parsed.understood, text
    assert not parsed.closings, text
    (read,) = parsed.rules
    assert (read.weekdays, read.weeks, read.month_days, read.months) == (
        *(rule.weekdays, rule.weeks, rule.month_days, rule.months),
    ), text
    assert (read.start, read.end, read.frequency) == (rule.start, rule.end, rule.frequency), text
    assert set(read.exceptions) == set(rule.exceptions), text


@settings(deadline=None)
@given(rule=rules())
def test_the_words_of_a_rule_mean_the_rule(rule: ScheduleRule) -> None:
    (read,) = parse_schedule(rule_words(rule)).rules
    assert read == rule or set(read.exceptions) == set(rule.exceptions)
    assert (read.weekdays, read.weeks, read.months, read.start) == (
        *(rule.weekdays, rule.weeks, rule.months, rule.start),
    )


@settings(deadline=None)
@given(text=st.one_of(st.text(max_size=60), st.lists(st.sampled_from(PIECES), max_size=14).map("".join)))
def test_no_text_raises_or_yields_hours_that_end_before_they_start(text: str) -> None:
    parsed = parse_schedule(text)
    assert parsed.understood or not (parsed.rules or parsed.closings)
    for rule in parsed.rules:
        assert rule.start is None or rule.end is None or 0 <= rule.start < rule.end <= 1440
        assert set(rule.weeks) <= {-1, 1, 2, 3, 4, 5}
        assert all(map(is_known, rule.exceptions))
        assert rule_words(rule)
        assert not rrule_text(rule) or rrulestr(rrule_text(rule), dtstart=BEGIN)
        assert len(list(dates_between([rule], date(2026, 4, 1), date(2026, 4, 30)))) <= 30


@pytest.mark.parametrize("piece", CROWDED)
@pytest.mark.parametrize("length", [990, 10_000])
def test_a_long_cell_is_given_up_quickly(piece: str, length: int) -> None:
    text = (piece * length)[:length]
    begun = time.perf_counter()
    parse_schedule(text)
    assert time.perf_counter() - begun < 1.0


@settings(deadline=None)
@given(rule=rules())
def test_the_dates_of_a_rule_are_those_of_its_rrule(rule: ScheduleRule) -> None:
    """python-dateutil is the oracle; what is left out is taken from its dates afterwards."""
    bare = ScheduleRule(
        rule.weekdays,
        frequency=rule.frequency,
        weeks=rule.weeks,
        month_days=rule.month_days,
        months=rule.months,
    )
    assert dates_known(bare)
    first, last = BEGIN, datetime(2027, 6, 30)  # noqa: DTZ001
    expected = [
        moment.date() for moment in rrulestr(rrule_text(bare), dtstart=first).between(first, last, inc=True)
    ]
    assert list(dates_between([bare], first.date(), last.date())) == expected


@settings(deadline=None)
@given(rule=rules())
def test_a_rule_comes_back_from_its_row_and_from_json(rule: ScheduleRule) -> None:
    (values,) = schedule_values([rule])
    assert rule_of(ResourceSchedule(resource_id=1, **values)) == rule
    record = ResourceRecord(key="A", name="場", kind="third_place", schedule=(rule,))
    assert record_from_json(record_to_json(record)) == record
