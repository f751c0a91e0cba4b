"""Prose about opening times to rules, or a flag. A wrong time is worse than a flag: nothing is guessed.

What is understood and what is flagged stands in docs/schedules.md, with examples.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from resources.records import ScheduleRule
from resources.schedules.clauses import clauses, says_nothing_of_time
from resources.schedules.reader import Reader
from resources.schedules.rules import Closing, rules_of
from resources.schedules.tokens import tokens
from resources.schedules.week import in_week_order

_REMEMBERED = 2_000
"""Texts: the notes of a long list repeat."""
LONGEST = 1000
"""A longer text is no schedule."""


@dataclass(frozen=True, slots=True)
class TextSchedule:
    """`rules` carry no raw text yet. `closings`: what is closed, when the text has no rule to take it out of.

    `understood` False: somebody should read the text; then there are no rules and no closings.
    """

    rules: tuple[ScheduleRule, ...] = ()
    closings: tuple[Closing, ...] = ()
    understood: bool = True

    @property
    def weekdays(self) -> tuple[str, ...]:
        """All weekdays that any rule states."""
        return in_week_order(day for rule in self.rules for day in rule.weekdays)

    @property
    def names_days(self) -> bool:
        """Whether any rule says on which days."""
        return any(rule.names_days for rule in self.rules)

    @property
    def frequencies(self) -> set[str]:
        """All frequencies that any rule states."""
        return {rule.frequency for rule in self.rules if rule.frequency}


NOT_UNDERSTOOD = TextSchedule(understood=False)


@lru_cache(maxsize=_REMEMBERED)
def parse_schedule(text: str) -> TextSchedule:
    """The rules of `text`; see TextSchedule. An empty text has none and is understood."""
    if not text.strip():
        return TextSchedule()
    if len(text) > LONGEST:
        return NOT_UNDERSTOOD
    reader = Reader()
    for clause in clauses(text):
        if not says_nothing_of_time(clause):
            reader.read_clause(tokens(clause))
    made = rules_of(reader)
    if made is None:
        return NOT_UNDERSTOOD
    rules, closings = made
    return TextSchedule(tuple(rules), tuple(closings), bool(rules or closings))
