"""A record as JSON text and back: how the last edition of a file is remembered."""

from __future__ import annotations

import json
from dataclasses import fields
from datetime import date
from typing import Any

from resources.records import ResourceRecord, ScheduleRule

_DEFAULTS = {field.name: field.default for field in fields(ResourceRecord)}
_OF_A_RULE = {field.name: field.default for field in fields(ScheduleRule)}
_ALWAYS = ("weekdays", "start", "end", "frequency", "raw")
_LISTS = (
    *("conditions", "delivery", "accessibility", "stages", "considerations"),
    *("resource_fields", "agencies"),
)


def record_to_json(record: ResourceRecord) -> str:
    """Every field that is not the default, `extra` too."""
    content: dict[str, Any] = {
        name: value for name, default in _DEFAULTS.items() if (value := getattr(record, name)) != default
    }
    content["schedule"] = [rule_to_dict(rule) for rule in record.schedule]
    if record.confirmed_on:
        content["confirmed_on"] = record.confirmed_on.isoformat()
    return json.dumps(content, ensure_ascii=False, separators=(",", ":"))


def record_from_json(text: str) -> ResourceRecord:
    """The record of `record_to_json`. A field that the model has lost since is passed over."""
    content = {name: value for name, value in json.loads(text).items() if name in _DEFAULTS}
    for name in _LISTS:
        if name in content:
            content[name] = tuple(content[name])
    content["schedule"] = tuple(_rule_from_dict(rule) for rule in content["schedule"])
    content["extra"] = tuple((header, value) for header, value in content.get("extra", ()))
    if content.get("confirmed_on"):
        content["confirmed_on"] = date.fromisoformat(content["confirmed_on"])
    return ResourceRecord(**content)


def rule_to_dict(rule: ScheduleRule) -> dict[str, Any]:
    """The fields of a rule; those that came later only when they are not the default."""
    return {
        name: value
        for name, default in _OF_A_RULE.items()
        if (value := getattr(rule, name)) != default or name in _ALWAYS
    }


def _rule_from_dict(content: dict[str, Any]) -> ScheduleRule:
    known: dict[str, Any] = {
        name: tuple(value) if isinstance(value, list) else value
        for name, value in content.items()
        if name in _OF_A_RULE
    }
    return ScheduleRule(**known)
