"""Texts that are longer than the catalogue holds: such a row was misread or is no entry of a list."""

from __future__ import annotations

from resources.folding import fold_name
from resources.importing.field_labels import FIELD_LABELS
from resources.records import ResourceRecord

LIMITS = {
    "key": 100,
    "name": 300,
    "name_kana": 300,
    "kind": 60,
    "operator": 200,
    "operator_kind": 40,
    "gender": 20,
    "group_size": 40,
    "transport": 40,
    "status": 40,
    "url": 1000,
    "address": 500,
    "municipality_code": 5,
    "district": 40,
    "phone": 100,
}
"""Field → characters: the lengths of the columns in `resources.tables`."""
FOLDED_OPERATOR = 800
"""Characters of the folded operator (㍿ becomes four): PostgreSQL indexes no more than 2,704 bytes."""
_LONGEST_FOLDING = 18  # U+FDFA
_LISTS = (
    *("conditions", "delivery", "accessibility", "stages", "considerations"),
    *("resource_fields", "agencies"),
)
_LIST_VALUE = 300
_WEEKDAYS = 40
_FREQUENCY = 60


def too_long(record: ResourceRecord) -> str | None:
    """What is too long, for a message; None when everything fits."""
    for field, limit in LIMITS.items():
        if len(getattr(record, field) or "") > limit:
            return f"{FIELD_LABELS[field]}が {limit} 文字を超えています。"
    may_be_long = len(record.operator) * _LONGEST_FOLDING > FOLDED_OPERATOR
    if may_be_long and len(fold_name(record.operator)) > FOLDED_OPERATOR:
        return f"運営主体が {FOLDED_OPERATOR} 文字を超えています（㍿ などは「株式会社」と数えます）。"
    if any(len(value) > _LIST_VALUE for field in _LISTS for value in getattr(record, field)):
        return f"一覧の値が {_LIST_VALUE} 文字を超えています。"
    for rule in record.schedule:
        if len(";".join(rule.weekdays)) > _WEEKDAYS or len(rule.frequency or "") > _FREQUENCY:
            return "曜日か頻度の記載が長すぎます。"
    return None
