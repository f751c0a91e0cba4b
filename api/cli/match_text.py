"""Results of `tsunagite match` as plain Japanese text."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from matcher.engine.explaining.refusals import Refusal
from matcher.engine.match import MatchResult
from matcher.engine.need import Need
from matcher.engine.unmet import unmet_sentence
from resources.code_lists import code_list
from resources.records import ResourceRecord

SHOWN_NEGOTIABLE = 3


def in_words(
    result: MatchResult, need: Need, records: Mapping[str, ResourceRecord], *, shown: int | None = None
) -> str:
    """One person's result. `shown` limits the suggestions that are printed."""
    lines = [_head(result, need), _counts(result, len(records))]
    if result.unmet_reason:
        lines.append(f"  充足できていないニーズ: {unmet_sentence(result.unmet_reason)}。")
    if result.alert and not result.suggestions:
        lines.append(f"  ! {result.alert}")
    for number, suggestion in enumerate(result.suggestions[:shown], start=1):
        lines.append(f"  {number}. {_name(records[suggestion.resource])} {suggestion.score:.2f}")
        lines += [f"     - {reason}" for reason in suggestion.reasons]
        lines += [f"     ! {caution}" for caution in suggestion.cautions]
    hidden = len(result.suggestions) - len(result.suggestions[:shown])
    if hidden:
        lines.append(f"  ほかに{hidden}か所（--need {result.need} で全部）")
    if result.negotiable:
        lines.append("  条件が一つだけ合わず、相談できる場所:")
    for place in result.negotiable[:SHOWN_NEGOTIABLE]:
        lines.append(f"     ? {_name(records[place.resource])}: {place.ask}")
    return "\n".join([*lines, ""])


def refusals_in_words(need: Need, record: ResourceRecord, found: Sequence[Refusal]) -> str:
    """Why one place is not suggested to one person."""
    if not found:
        return f"{_name(record)} は {need.id} さんが参加できる場所です。挙がらない理由はありません。"
    lines = [f"{_name(record)} が {need.id} さんに挙がらない理由:"]
    for refusal in found:
        lines.append(f"  - {refusal.label}: {refusal.sentence}")
        if refusal.ask:
            lines.append(f"    相談できます: {refusal.ask}")
    return "\n".join(lines)


def _head(result: MatchResult, need: Need) -> str:
    age = f"（{need.age}歳）" if need.age is not None else ""
    return f"{result.need}{age} {result.on.isoformat()} の時点"


def _counts(result: MatchResult, total: int) -> str:
    labels = code_list("exclusion_reason")
    parts = [f"{labels.label(code)} {count}" for code, count in result.excluded.items() if count]
    return f"  参加できる場所 {result.eligible} / {total}" + (
        f"（除外: {'、'.join(parts)}）" if parts else ""
    )


def _name(record: ResourceRecord) -> str:
    return f"{record.name}（{code_list('resource_kind').label(record.kind)}、{record.key}）"
