"""Every sentence that the engine may print for a suggestion must stand on the data.

A text is cut into known sentences (reason_rules, caution_rules, refusal_rules); one that no rule knows, or that the
data do not bear out, is broken.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from matcher.engine.match import MatchResult
from matcher.engine.need import Need
from resources.records import ResourceRecord
from tests.matcher.caution_rules import CAUTIONS
from tests.matcher.reason_rules import REASONS
from tests.matcher.refusal_rules import ASKS
from tests.matcher.sentence_checks import Rule
from tests.matcher.sentence_facts import Facts

OF_PLACE = re.compile(r"この場所(?:の|に)「([^」]+)」")
OF_NOTE = re.compile(r"(?:記録の?に?|記録にある)「([^」]+)」")
AGES = re.compile(r"対象は([^。]+?)で、本人（(\d+)歳）が入ります。")


def unsupported(text: str, facts: Facts, rules: Sequence[Rule]) -> str | None:
    """What is wrong with a text of one or more sentences; None when the data support every one."""
    known = [[(rule, match) for rule, match in parse] for parse in _parses(text, rules)]
    if not known:
        return "no rule knows the sentence"
    if any(all(rule.holds(match, facts) for rule, match in parse) for parse in known):
        return None
    return "the data do not support it"


def _parses(
    text: str, rules: Sequence[Rule], position: int = 0
) -> Iterator[list[tuple[Rule, re.Match[str]]]]:
    if position == len(text):
        yield []
        return
    for one in rules:
        match = one.pattern.match(text, position)
        if match and match.end() > position:
            for rest in _parses(text, rules, match.end()):
                yield [(one, match), *rest]


def broken_rules(need: Need, result: MatchResult, records: Mapping[str, ResourceRecord]) -> Iterator[str]:
    """One line for every sentence that the data do not support; nothing when all do."""
    others = tuple(records.values())
    for number, suggestion in enumerate(result.suggestions):
        facts = Facts(need, result.profile, records[suggestion.resource], result.on, others)
        for reason in suggestion.reasons:
            yield from _broken(reason, facts, REASONS)
        for caution in suggestion.cautions:
            yield from _broken(caution, facts, CAUTIONS)
            if number and "安全の確認" in caution:
                yield f"{need.id} the safety alert is repeated"
    for place in result.negotiable:
        facts = Facts(need, result.profile, records[place.resource], result.on, others)
        yield from _broken(place.ask, facts, ASKS)


def _broken(text: str, facts: Facts, rules: Sequence[Rule]) -> Iterator[str]:
    wrong = unsupported(text, facts, rules)
    if wrong:
        yield f"{facts.need.id} {facts.record.key} {wrong}: {text}"
