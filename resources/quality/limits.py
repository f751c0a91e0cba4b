"""How long a confirmation is good for: days by kind, by kind of operator, and for all others."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache

from resources.code_lists import code_list
from resources.records import ResourceRecord

FEWEST_DAYS, MOST_DAYS = 7, 3650


@dataclass(frozen=True, slots=True)
class StalenessLimits:
    """Days; the kind of the entry is asked first, then that of its operator, then `other` holds."""

    other: int
    by_kind: Mapping[str, int] = field(default_factory=dict)
    by_operator_kind: Mapping[str, int] = field(default_factory=dict)

    def of(self, record: ResourceRecord) -> int:
        """The days for which a confirmation of this entry is good."""
        if (days := self.by_kind.get(record.kind)) is not None:
            return days
        return self.by_operator_kind.get(record.operator_kind or "", self.other)

    def all(self) -> list[tuple[str, str, int]]:
        """(what it applies to, code, days) of every limit, `other` first."""
        return [
            ("other", "other", self.other),
            *(("operator_kind", code, days) for code, days in self.by_operator_kind.items()),
            *(("kind", code, days) for code, days in self.by_kind.items()),
        ]

    def span(self, record: ResourceRecord) -> float:
        """How many times longer than with the limits of the code list: what ranking stretches its decay by."""
        return self.of(record) / default_limits().of(record)


@cache
def default_limits() -> StalenessLimits:
    """The limits of staleness_limit.csv, which hold until somebody sets others."""
    codes = list(code_list("staleness_limit"))

    def days(applies_to: str) -> dict[str, int]:
        return {c.code: int(c.extra["days"]) for c in codes if c.extra["applies_to"] == applies_to}

    return StalenessLimits(days("other")["other"], days("kind"), days("operator_kind"))
