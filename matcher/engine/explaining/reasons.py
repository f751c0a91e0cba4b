"""Why a place is suggested: two to four sentences, those that quote the person's words beside the place's first.

Within each of the two sorts (shared words, then conditions) they are ordered by what their components add to the
score. A sentence stands for the components named beside it; one that no component of the weights file stands for
comes last. Components without a sentence here (text, the learned ones) move a place up and say nothing themselves.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import islice

from matcher.engine.explaining import fitting, likeness
from matcher.engine.explaining.pairing import Pairing
from matcher.engine.explaining.said import Said
from matcher.engine.scoring import Scores
from resources.code_lists import code_list

FEWEST = 2
MOST = 4
NOTHING_AGAINST = "分かっている条件の中に、参加を妨げるものはありません。"
"""Said when a place has hardly a reason of its own: nothing speaks against it, which is not that it fits."""
_QUOTES_PER_REASON = 2
# More sentences of one sort are not looked at: some of their words may be quoted already.
_LOOKED_AT = 5

Say = Callable[[Pairing], Iterator[Said]]
"""The sentences of one sort, the strongest first."""


def reasons(pairing: Pairing, scores: Scores) -> tuple[str, ...]:
    """Two to four sentences, shared words before conditions; words of the place are quoted once."""
    adds = scores.adds(pairing.place)
    found: list[tuple[bool, float, int, list[Said]]] = []
    for order, (components, say) in enumerate((*_SHARED, *_CONDITIONS)):
        said = list(islice(say(pairing), _LOOKED_AT))
        if said:
            added = max([adds.get(name, 0.0) for name in components], default=0.0)
            found.append((order >= len(_SHARED), -added * said[0].strength, order, said))
    sentences = _without_repetition([said for *_, said in sorted(found, key=lambda entry: entry[:3])])
    while len(sentences) < FEWEST:
        sentences.append(_GENERAL[len(sentences)](pairing))
    return tuple(sentences)


def _without_repetition(found: list[list[Said]]) -> list[str]:
    sentences: list[str] = []
    quoted: set[str] = set()
    for said in found:
        new: dict[str, None] = {}
        for one in said:
            if len(new) == _QUOTES_PER_REASON:
                break
            if one.place and one.place in quoted:
                continue
            new[one.text] = None
            quoted.add(one.place)
        if new:
            sentences.append("".join(new))
        if len(sentences) == MOST:
            break
    return sentences


def _open(_pairing: Pairing) -> str:
    return NOTHING_AGAINST


def _named(pairing: Pairing) -> str:
    return f"種別は「{code_list('resource_kind').label(pairing.record.kind)}」です。"


_GENERAL: tuple[Callable[[Pairing], str], ...] = (_named, _open)

_SHARED: tuple[tuple[tuple[str, ...], Say], ...] = (
    (("interests", "interest_best", "interest_cover"), likeness.interests),
    (("situation", "situation_best"), likeness.situation),
    (("kind",), likeness.hopes),
    (("considerations", "care_cover"), likeness.considerations),
    (("roles",), likeness.strengths),
    (("follows_activity", "follows_situation", "follows_aim", "follows_care"), likeness.following),
)

_CONDITIONS: tuple[tuple[tuple[str, ...], Say], ...] = (
    (("stage",), fitting.stage),
    (("company",), fitting.company),
    (("roles",), fitting.role),
    (("age_focus",), fitting.age),
    (("time",), fitting.time),
    (("travel", "same_district", "closeness"), fitting.way),
    ((), fitting.money),
    ((), fitting.access),
    (("openings",), fitting.openings),
)
