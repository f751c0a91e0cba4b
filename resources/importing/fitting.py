"""Texts that are longer than the catalogue holds: such a row was misread or is no entry of a list."""

from __future__ import annotations

from resources.records import ResourceRecord

LIMITS = (
    ("name", "名称", 300),
    ("name_kana", "名称カナ", 300),
    ("kind", "種別", 60),
    ("operator", "運営主体", 200),
    ("operator_kind", "運営主体種別", 40),
    ("gender", "対象性別", 20),
    ("group_size", "規模", 40),
    ("transport", "送迎", 40),
    ("status", "状態", 40),
    ("url", "URL", 1000),
    ("address", "所在地", 500),
    ("district", "学区", 40),
    ("phone", "電話", 100),
)
"""Field, label, characters: the lengths of the columns in `resources.tables`."""
_LISTS = ("conditions", "delivery", "accessibility", "stages", "considerations")
_LIST_VALUE = 300
_WEEKDAYS = 40
_FREQUENCY = 60


def too_long(record: ResourceRecord) -> str | None:
    """What is too long, for a message; None when everything fits."""
    for field, label, limit in LIMITS:
        if len(getattr(record, field) or "") > limit:
            return f"{label}が {limit} 文字を超えています。"
    if any(len(value) > _LIST_VALUE for field in _LISTS for value in getattr(record, field)):
        return f"一覧の値が {_LIST_VALUE} 文字を超えています。"
    for rule in record.schedule:
        if len(";".join(rule.weekdays)) > _WEEKDAYS or len(rule.frequency or "") > _FREQUENCY:
            return "曜日か頻度の記載が長すぎます。"
    return None
