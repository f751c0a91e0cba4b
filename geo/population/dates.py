"""調査年月日 as publishers write it."""

from __future__ import annotations

import re
import unicodedata
from datetime import date

_ERAS = {"令和": 2018, "R": 2018, "平成": 1988, "H": 1988, "昭和": 1925, "S": 1925}
_DATE = re.compile(
    r"(?P<era>令和|平成|昭和|[RHS])?(?P<year>\d{1,4}|元)[年./-]"
    r"(?P<month>\d{1,2})(?:[月./-](?:(?P<day>\d{1,2})日?)?)?(?:[ T]?\d{1,2}:\d{2}(?::\d{2})?)?"
)
_COMPACT = re.compile(r"(?P<year>\d{4})(?P<month>\d{2})(?P<day>\d{2})")


def survey_date(text: str) -> date | None:
    """The day (the first of the month where none is named); None for what is no date."""
    folded = unicodedata.normalize("NFKC", text).strip().upper()
    match = _DATE.fullmatch(folded) or _COMPACT.fullmatch(folded)
    if match is None:
        return None
    parts = match.groupdict()
    year = 1 if parts["year"] == "元" else int(parts["year"])
    era = parts.get("era")
    if era is None and year < 1900:
        return None
    try:
        return date(year + (_ERAS[era] if era else 0), int(parts["month"]), int(parts["day"] or 1))
    except ValueError:
        return None
