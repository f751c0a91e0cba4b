"""The history of an entry in words: 12月3日 変わりなし（職員の名前）, and what changed from what to what."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from api.web import wording
from resources.code_lists import code_list
from resources.importing.field_labels import FIELD_LABELS
from resources.keeping.changes import OF_FIELD, WHOLE, WITHHELD, Change
from resources.records import ScheduleRule

_LABELS = {
    "fee_yen": "費用",
    "age_min": "対象年齢の下限",
    "age_max": "対象年齢の上限",
    "lat": "位置",
    "lon": "位置",
    "confirmed_on": "確認した日",
    WHOLE: "公開範囲",
}
EMPTY = "（なし）"
_LISTS = {
    "kind": "resource_kind",
    "standing": "resource_standing",
    "operator_kind": "organisation_kind",
    "gender": "gender",
    "conditions": "resource_condition",
    "delivery": "delivery_method",
    "group_size": "group_size",
    "transport": "transport",
    "accessibility": "accessibility",
    "stages": "participation_stage",
    "status": "resource_status",
    "resource_fields": "resource_field",
    WHOLE: "field_visibility",
}


@dataclass(frozen=True)
class FieldLine:
    """One field: its label, and both values in words."""

    label: str
    before: str
    after: str


@dataclass(frozen=True)
class HistoryLine:
    """One line of the history as the page says it."""

    when: str
    what: str
    who: str
    note: str
    fields: tuple[FieldLine, ...]
    hidden: bool


def history_lines(changes: Iterable[Change], district_names: Mapping[str, str]) -> list[HistoryLine]:
    """The changes in words, in their order; the day of confirmation is said by the line itself."""
    return [
        HistoryLine(
            when=wording.moment(change.at),
            what=code_list("change_action").label(change.action),
            who=change.actor,
            note=change.note,
            fields=tuple(
                FieldLine(
                    field_label(name),
                    value_in_words(name, before, district_names),
                    value_in_words(name, after, district_names),
                )
                for name, (before, after) in change.fields.items()
                if name != "confirmed_on"
            ),
            hidden=change.hidden,
        )
        for change in changes
    ]


def field_label(name: str) -> str:
    """What a page calls a field of `ResourceRecord`, or its 公開範囲 in a history."""
    if name.startswith(OF_FIELD):
        field = code_list("field_default_visibility").label(name.removeprefix(OF_FIELD))
        return f"{field}の公開範囲"
    return _LABELS.get(name) or FIELD_LABELS.get(name, name)


def value_in_words(name: str, value: Any, district_names: Mapping[str, str]) -> str:
    """One value of a field of `ResourceRecord`, as a record or the stored history has it."""
    if value is None or value == "" or value == () or value == []:
        return EMPTY
    if value == WITHHELD:
        return str(value)
    if name == "schedule":
        return wording.schedule([_rule(rule) for rule in value])
    if name == "district":
        return district_names.get(value, str(value))
    if name == "confirmed_on":
        return wording.day(value if isinstance(value, date) else date.fromisoformat(value))
    if name == "fee_yen":
        return wording.fee(value)
    if name in ("age_min", "age_max"):
        return f"{value}歳"
    if isinstance(value, list | tuple):
        return "、".join(_label(name, part) for part in value)
    return _label(name, value)


def _label(name: str, value: Any) -> str:
    if name.startswith(OF_FIELD):
        name = WHOLE
    return code_list(_LISTS[name]).label(str(value)) if name in _LISTS else str(value)


def _rule(rule: Any) -> ScheduleRule:
    """A rule as it is in a record, or as the history keeps it."""
    if isinstance(rule, ScheduleRule):
        return rule
    lists = {name: tuple(part) for name, part in rule.items() if isinstance(part, list)}
    return ScheduleRule(**{**rule, **lists})
