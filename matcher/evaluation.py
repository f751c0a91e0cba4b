"""Figures over a judged collection, as architecture.md defines them ("Figures of `evaluate`")."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import log2
from statistics import fmean

from matcher.judgements import Judgements

NDCG_DEPTH = 10
LIST_DEPTH = 20
HIT_DEPTH = 5
NEGOTIABLE_DEPTH = 10


@dataclass(frozen=True, slots=True)
class Ranked:
    """What one engine answered for one need: resources best first, negotiable ones best first, unmet or not.

    None: this engine gives no answer to that question.
    """

    need: str
    structured: bool
    resources: tuple[str, ...]
    negotiable: tuple[str, ...] | None = None
    unmet: bool | None = None


@dataclass(frozen=True, slots=True)
class Means:
    """Means over needs that are not unmet; None when no need counts."""

    needs: int
    ndcg10: float | None
    recall20: float | None
    hit3_at5: float | None


@dataclass(frozen=True, slots=True)
class Figures:
    """All figures of one engine on one collection. Shares are in [0, 1]; None = not answered, or nothing counts."""

    all: Means
    structured: Means
    text: Means
    forbidden_pairs: int
    forbidden_share: float
    extension_recall: float | None
    unmet_found: int | None
    unmet_missed: int | None
    unmet_false_alarms: int | None


def figures(answers: Sequence[Ranked], judgements: Judgements) -> Figures:
    """The figures of one engine's answers."""
    forbidden = sum(
        (answer.need, resource) in judgements.forbidden
        for answer in answers
        for resource in answer.resources[:LIST_DEPTH]
    )
    slots = sum(len(answer.resources[:LIST_DEPTH]) for answer in answers)
    answered = any(answer.unmet is not None for answer in answers)
    said = {answer.need for answer in answers if answer.unmet}
    unmet = judgements.unmet & {answer.need for answer in answers}
    return Figures(
        all=_means(answers, judgements),
        structured=_means([answer for answer in answers if answer.structured], judgements),
        text=_means([answer for answer in answers if not answer.structured], judgements),
        forbidden_pairs=forbidden,
        forbidden_share=forbidden / slots if slots else 0.0,
        extension_recall=_extension_recall(answers, judgements),
        unmet_found=len(said & unmet) if answered else None,
        unmet_missed=len(unmet - said) if answered else None,
        unmet_false_alarms=len(said - unmet) if answered else None,
    )


def ndcg(ranked: Sequence[str], grades: Mapping[str, int], depth: int = NDCG_DEPTH) -> float:
    """nDCG with gain 2^grade − 1 and discount log2(rank + 1), ideal from all grades (Järvelin & Kekäläinen 2002).

    Unlisted resources have grade 0. Raises ZeroDivisionError when no grade is above 0.
    """
    ideal = sorted(grades.values(), reverse=True)
    return _gain([grades.get(key, 0) for key in ranked[:depth]]) / _gain(ideal[:depth])


def _gain(grades: Iterable[int]) -> float:
    return sum((2.0**grade - 1.0) / log2(rank + 1.0) for rank, grade in enumerate(grades, start=1))


def _means(answers: Sequence[Ranked], judgements: Judgements) -> Means:
    served = [answer for answer in answers if answer.need not in judgements.unmet]
    graded = [(answer, judgements.grades.get(answer.need, {})) for answer in served]
    ndcgs = [ndcg(answer.resources, grades) for answer, grades in graded if any(grades.values())]
    recalls = [_found(answer, grades, 2, LIST_DEPTH) for answer, grades in graded]
    hits = [_found(answer, grades, 3, HIT_DEPTH) for answer, grades in graded]
    return Means(
        needs=len(ndcgs),
        ndcg10=_mean(ndcgs),
        recall20=_mean([share for share in recalls if share is not None]),
        hit3_at5=_mean([float(share > 0) for share in hits if share is not None]),
    )


def _found(answer: Ranked, grades: Mapping[str, int], fewest: int, depth: int) -> float | None:
    """Share of the resources graded `fewest` or better among the first `depth`; None when there are none."""
    good = {resource for resource, grade in grades.items() if grade >= fewest}
    return len(good & set(answer.resources[:depth])) / len(good) if good else None


def _mean(values: Sequence[float]) -> float | None:
    return fmean(values) if values else None


def _extension_recall(answers: Sequence[Ranked], judgements: Judgements) -> float | None:
    if all(answer.negotiable is None for answer in answers):
        return None
    wanted = [(answer, judgements.extensions.get(answer.need, frozenset())) for answer in answers]
    pairs = sum(len(resources) for _, resources in wanted)
    found = sum(
        len(resources & set((answer.negotiable or ())[:NEGOTIABLE_DEPTH])) for answer, resources in wanted
    )
    return found / pairs if pairs else None
