"""What speaks for one place, in Japanese words, the strongest first. No name, number or address is repeated."""

from __future__ import annotations

import math
from collections.abc import Mapping

from resources.quality.pairs.features import FEATURES, Array

_LEAST = 0.3
"""Log odds below which a fact is not worth a word."""

_GROUPS: Mapping[str, tuple[str, ...]] = {
    "name": (
        *(
            "name_ratio",
            "name_partial",
            "outside_ratio",
            "proper_ratio",
            "proper_partial",
            "reading_ratio",
            "reading_partial",
        ),
        *("likeness", "likeness_squared", "bigrams_shared", "numbers_differ", "offers_differ"),
    ),
    "renamed": ("renamed",),
    "phone": ("phone_same", "likeness_phone", "shared_phone", "proper_phone"),
    "place": ("near", "far", "likeness_near", "contained_near", "shared_near", "proper_near"),
    "address": ("address_ratio", "block_same"),
    "operator": ("operator_ratio",),
    "summary": ("summary_shared",),
    "week": ("weekdays_shared", "start_same"),
}


def evidence(features: Array, contributions: Array, *, metres: float, volunteers: bool) -> tuple[str, ...]:
    """Sentences for one pair. Of a volunteer nothing is said about where they live."""
    values = dict(zip(FEATURES, features.tolist(), strict=True))
    added = dict(zip(FEATURES, contributions.tolist(), strict=True))
    strength = {group: sum(added[name] for name in names) for group, names in _GROUPS.items()}
    groups = sorted(strength, key=lambda group: -strength[group])
    sentences = [
        _sentence(group, values, metres)
        for group in groups
        if strength[group] >= _LEAST and not (volunteers and group in ("place", "address"))
    ]
    return tuple(sentence for sentence in sentences if sentence)


def _sentence(group: str, values: Mapping[str, float], metres: float) -> str:
    if group == "place":
        return f"場所が近いです(約{metres:.0f}m)" if not math.isnan(metres) and metres <= 300 else ""
    if group == "name":
        return _alike(
            "名称" if values["name_ratio"] >= values["reading_ratio"] else "名称の読み", values["likeness"]
        )
    if group == "address":
        return _alike("所在地", 1.0 if values["block_same"] else values["address_ratio"])
    if group == "operator":
        return _alike("運営主体", values["operator_ratio"])
    if group == "renamed":
        return "備考に改称の記録があります" if values["renamed"] else ""
    if group == "phone":
        return "電話番号が同じです" if values["phone_same"] else ""
    if group == "week":
        return "曜日や時間が重なります" if values["weekdays_shared"] else ""
    return "概要に同じ言葉があります" if values["summary_shared"] >= 0.3 else ""


def _alike(what: str, ratio: float) -> str:
    if ratio > 0.999:
        return f"{what}が同じです"
    return f"{what}が似ています" if ratio >= 0.5 else ""
