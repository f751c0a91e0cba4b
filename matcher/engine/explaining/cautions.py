"""What to look out for before a place is offered: up to three sentences, the weightiest first."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from itertools import islice

from matcher.engine.explaining import clashes, doubting, unknowns
from matcher.engine.explaining.pairing import Pairing
from matcher.engine.explaining.wording import joined
from matcher.engine.profile import NeedProfile

MOST = 3


def cautions(
    pairing: Pairing, *, first: str | None = None, also_registered: Sequence[str] = ()
) -> tuple[str, ...]:
    """The weightiest cautions that the data support for this person and place, after `first`.

    `also_registered`: names of other entries that are believed to be this place.
    """
    before = [first] if first else []
    if also_registered:
        before.append(f"別登録あり（{joined(also_registered)}）。同じ場所と思われます。")
    found = _each_once(sentence for say in _SAY for sentence in say(pairing))
    return (*before, *islice(found, max(MOST - len(before), 0)))


def _each_once(sentences: Iterator[str]) -> Iterator[str]:
    said = set[str]()
    for sentence in sentences:
        if sentence not in said:
            said.add(sentence)
            yield sentence


def safety_alert(profile: NeedProfile) -> str | None:
    """What comes before any place when the note says that the person wants to die; None when it does not."""
    if not profile.safety:
        return None
    return f"記録に「{profile.safety[0].evidence.surface}」とあります。安全の確認を先にしてください。"


# What can hurt or turn away at the door comes first, then what makes the way vain, then what is asked on the phone.
_SAY: tuple[Callable[[Pairing], Iterator[str]], ...] = (
    unknowns.access,
    clashes.disliked,
    clashes.impossible,
    clashes.opposed,
    doubting.doubting,
    unknowns.person_facts,
    clashes.crowd,
    unknowns.conditions,
    clashes.other_people,
    clashes.money,
    clashes.time,
    clashes.way,
    unknowns.way,
    unknowns.position,
    unknowns.days,
    unknowns.fee,
    unknowns.age,
    unknowns.stale,
    unknowns.appointment,
    unknowns.openings,
)
