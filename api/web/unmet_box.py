"""When nothing fits: the reason, and what a worker takes to the community meeting. Never the note itself."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from api.web import wording
from matcher.engine.match import MatchResult
from matcher.engine.need import Need
from matcher.engine.profile import NeedProfile, concepts_of
from matcher.engine.unmet import unmet_sentence
from matcher.engine.vocabulary import vocabulary
from resources.code_lists import code_list


@dataclass(frozen=True)
class UnmetBox:
    """`material` is (title, words), ready to be written down."""

    sentence: str
    material: tuple[tuple[str, str], ...]


def unmet_box(
    need: Need, result: MatchResult, total: int, district_names: Mapping[str, str]
) -> UnmetBox | None:
    """None when something can be offered. `total` is the number of places in the catalogue."""
    if result.unmet_reason is None:
        return None
    sentence = unmet_sentence(result.unmet_reason).rstrip("。")
    return UnmetBox(f"{sentence}。", tuple(_material(need, result, total, district_names)))


def _material(
    need: Need, result: MatchResult, total: int, district_names: Mapping[str, str]
) -> Iterator[tuple[str, str]]:
    yield "基準日", wording.day(result.on)
    person = [
        f"{need.age // 10 * 10}代" if need.age is not None and need.age >= 10 else "",
        district_names.get(need.district or "", ""),
    ]
    if any(person):
        yield "どんな人", "、".join(filter(None, person))
    yield from _wanted(result.profile)
    labels = code_list("exclusion_reason")
    out = [f"{labels.label(code)}{number}件" for code, number in result.excluded.items() if number]
    yield "登録", f"{total}件のうち、条件に合うのは{result.eligible}件"
    if out:
        yield "外れた理由", "、".join(out)


def _wanted(profile: NeedProfile) -> Iterator[tuple[str, str]]:
    """Labels of concepts only: the words themselves may say who it is."""
    known = vocabulary().concepts
    for title, items in (
        ("状況", profile.situations),
        ("求めていること", profile.aims),
        ("関心", profile.interests),
        ("配慮", profile.cares),
    ):
        if codes := concepts_of(items):
            yield title, "、".join(known[code].label for code in codes)
    if profile.stage:
        yield "段階", wording.label(profile.stage, "participation_stage")
