"""What a reason says of opening times is what the place says: 第1・3土曜 is no 土."""

from __future__ import annotations

import pytest

from matcher.engine.explaining.wording import opening, openings_of
from resources.records import ResourceRecord
from resources.schedules.parsing import parse_schedule


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("毎週火・木曜 13:00〜17:00", "火・木 13:00〜17:00"),
        ("第1・3土曜 10時〜12時（8月は休み）", "第1・3土曜 10:00〜12:00（8月を除く）"),
        ("月〜金 9:00〜17:00（祝日を除く）", "月〜金曜 9:00〜17:00（祝日を除く）"),
        ("毎月15日 10:00〜12:00", "毎月15日 10:00〜12:00"),
    ],
)
def test_days_of_a_month_and_exceptions_are_said(text: str, words: str) -> None:
    (rule,) = parse_schedule(text).rules
    assert opening(rule) == words
    assert openings_of(ResourceRecord("k", "場", "salon", schedule=(rule,))) == words
