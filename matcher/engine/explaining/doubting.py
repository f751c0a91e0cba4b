"""Cautions from doubts (matcher.engine.doubts): what in the place's or the person's own words speaks against a visit."""

from __future__ import annotations

from collections.abc import Iterator

from matcher.engine.doubts import hardships, raised_by, refusal_of_visits
from matcher.engine.explaining.pairing import Pairing
from matcher.engine.explaining.person import noted
from matcher.engine.explaining.unknowns import conditions
from matcher.engine.explaining.wording import openings_of


def doubting(pairing: Pairing) -> Iterator[str]:
    """One sentence for each doubt that the place raises, but for people (clashes.other_people)."""
    found = raised_by(pairing.place, pairing.context)
    if "visits" in found:
        yield from _visits(pairing)
    if "hardship" in found:
        yield from _hardship(pairing)
    audience = pairing.record.audience
    if "other_age" in found:
        yield f"対象者に「{audience}」とあります。本人（{pairing.need.age}歳）が対象になるか確かめてください。"
    if "other_area" in found:
        yield f"対象者に「{audience}」とあります。本人の住む学区が当たるか確かめてください。"
    if "not_held" in found:
        yield from conditions(pairing)
    days = pairing.profile.free.days
    if "other_days" in found and days is not None:
        hours = openings_of(pairing.record)
        yield f"開いているのは{hours}です。{noted(days.said)}とあるので、時間を確かめてください。"


def _visits(pairing: Pairing) -> Iterator[str]:
    refusal = refusal_of_visits(pairing.context)
    if refusal is not None:
        yield f"この場所は家への訪問です。{noted(refusal)}とあるので、本人の気持ちを確かめてください。"


def _hardship(pairing: Pairing) -> Iterator[str]:
    for concept, item in hardships(pairing.context).items():
        words = pairing.words.get(concept)
        if words:
            yield f"この場所に「{words}」とあります。{noted(item.evidence)}とあるので、無理がないか確かめてください。"
            return
