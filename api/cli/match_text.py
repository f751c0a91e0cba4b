"""Results of `tsunagite match` as plain Japanese text."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from matcher.engine.explaining.refusals import Refusal
from matcher.engine.match import MatchResult
from matcher.engine.need import Need
from matcher.engine.standing import Standing
from matcher.engine.unmet import unmet_sentence
from resources.code_lists import code_list
from resources.records import ResourceRecord

SHOWN_NEGOTIABLE = 3
NO_ID = "-"  # of a person who is given as a text


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
    if result.bundles:
        lines.append("  組み合わせると届くかもしれない先:")
    for bundle in result.bundles:
        names = " ＋ ".join(_name(records[key]) for key in bundle.resources)
        lines.append(f"     + {names}: {bundle.sentence}")
    if result.negotiable:
        lines.append("  条件が一つだけ合わず、相談できる場所:")
    for place in result.negotiable[:SHOWN_NEGOTIABLE]:
        lines.append(f"     ? {_name(records[place.resource])}: {place.ask}")
    return "\n".join([*lines, ""])


def refusals_in_words(need: Need, record: ResourceRecord, found: Sequence[Refusal]) -> str:
    """Everything that speaks against one place for one person."""
    lines = [f"{_name(record)} が{_person(need)}に挙がらない理由:"]
    for refusal in found:
        lines.append(f"  - {refusal.label}: {refusal.sentence}")
        if refusal.ask:
            lines.append(f"    相談できます: {refusal.ask}")
    return "\n".join(lines)


def standing_in_words(
    need: Need, record: ResourceRecord, stands: Standing, records: Mapping[str, ResourceRecord]
) -> str:
    """Where a place that is open to the person stands, and what it lacks where it is not suggested."""
    lines = [f"{_name(record)} は{_person(need)}が参加できる場所です。"]
    order = f"  合いそうな順では、参加できる{stands.eligible}か所のうち{stands.rank}位です。"
    if stands.suggested:
        lines.append(f"{order}候補に挙がっています。")
    elif stands.same_as:
        lines.append(f"  同じ場所と思われる {_name(records[stands.same_as])} が候補に挙がっています。")
    else:
        lines.append(f"{order}{'上位に入らなかったわけ:' if stands.behind else ''}")
        lines += [f"  - {sentence}" for sentence in stands.behind]
    return "\n".join(lines)


def _person(need: Need) -> str:
    return "この人" if need.id == NO_ID else f" {need.id} さん"


def _head(result: MatchResult, need: Need) -> str:
    name = "この人" if need.id == NO_ID else need.id
    age = f"（{need.age}歳）" if need.age is not None else ""
    return f"{name}{age} {result.on.isoformat()} の時点"


def _counts(result: MatchResult, total: int) -> str:
    labels = code_list("exclusion_reason")
    parts = [f"{labels.label(code)} {count}" for code, count in result.excluded.items() if count]
    return f"  参加できる場所 {result.eligible} / {total}" + (
        f"（除外: {'、'.join(parts)}）" if parts else ""
    )


def _name(record: ResourceRecord) -> str:
    return f"{record.name}（{code_list('resource_kind').label(record.kind)}、{record.key}）"
