"""What of a person no place open to her answers, and the places that would answer it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from matcher.engine.catalogue import Catalogue
from matcher.engine.catalogue.place_words import AUDIENCE, STATED
from matcher.engine.constraints import Exclusions
from matcher.engine.profile import NeedProfile, concepts_of
from matcher.engine.vocabulary import vocabulary
from matcher.engine.vocabulary.concepts import age_groups

OWN_PLACE, SIGN_LANGUAGE, SITUATION, PEERS = "own_place", "sign_language", "situation", "peers"
"""The sorts of gaps, the surest first: a situation that only a place made for it answers; the language of a deaf
person who signs; any other situation that places are made for; people in the same lot."""

_PEERS_MEET = ("salon", "peer_group")
_SIGNING = frozenset({"language_sign", "sign_language"})
_DEAF, _SPOKEN_WITH_HANDS = "deaf", "sign_language_act"

Rows = npt.NDArray[np.integer]


@dataclass(frozen=True, slots=True)
class Gap:
    """`sort` of the gap, the `concept` that nothing open answers, and the rows that would (full, far or closed)."""

    sort: str
    concept: str
    answering: Rows


@dataclass(frozen=True)
class Gaps:
    """All gaps of a person, the surest first.

    `situations` is the share of the situations places are made for that no open place speaks of, in [0, 1];
    `interest_answered`: an open place speaks of an interest.
    """

    found: tuple[Gap, ...]
    situations: float
    interest_answered: bool

    def has(self, *sorts: str) -> bool:
        """Whether there is a gap of one of these sorts."""
        return any(gap.sort in sorts for gap in self.found)


def gaps(profile: NeedProfile, catalogue: Catalogue, excluded: Exclusions, *, wants_peers: bool) -> Gaps:
    """The gaps of one person. `wants_peers`: the note or the form asks for people in the same lot."""
    search = _Search(profile, catalogue, excluded)
    own, made_for = search.own_place(), search.made_for()
    unanswered = list(search.unanswered(SITUATION, made_for))
    found = [
        *search.unanswered(OWN_PLACE, own),
        *search.language(),
        *(gap for gap in unanswered if gap.concept not in own),
        *(search.peers(made_for) if wants_peers else ()),
    ]
    return Gaps(
        tuple(found),
        situations=len(unanswered) / len(made_for) if made_for else 0.0,
        interest_answered=any(map(search.is_answered, concepts_of(profile.interests))),
    )


@dataclass(frozen=True)
class _Search:
    profile: NeedProfile
    catalogue: Catalogue
    excluded: Exclusions

    def own_place(self) -> tuple[str, ...]:
        known = vocabulary().concepts
        return tuple(code for code in concepts_of(self.profile.situations) if known[code].own_place)

    def made_for(self) -> tuple[str, ...]:
        """Situations that places are made for; being young or old is none."""
        known, ages = vocabulary().concepts, age_groups()
        situations = concepts_of(self.profile.situations)
        return tuple(code for code in situations if known[code].specific and code not in ages)

    def unanswered(self, sort: str, codes: tuple[str, ...]) -> Iterator[Gap]:
        for code in codes:
            if not self.is_answered(code):
                yield Gap(sort, code, self.catalogue.concepts.places(code, STATED))

    def is_answered(self, code: str) -> bool:
        """Whether an open place speaks of the concept."""
        return bool(self.excluded.eligible[self.catalogue.concepts.places(code, STATED)].any())

    def language(self) -> Iterator[Gap]:
        """Whoever is deaf and signs is at home where somebody signs; writing is a foreign language."""
        profile = self.profile
        if _DEAF not in concepts_of(profile.situations):
            return
        items = (*profile.circumstances, *profile.cares)
        if not _SIGNING.isdisjoint(concepts_of(items)):
            yield from self.unanswered(SIGN_LANGUAGE, (_SPOKEN_WITH_HANDS,))

    def peers(self, made_for: tuple[str, ...]) -> Iterator[Gap]:
        """A gathering for people of one of the situations answers; another theme's does not."""
        kinds = self.catalogue.snapshot.kind_codes
        gathers = np.asarray(kinds.looked_up(dict.fromkeys(_PEERS_MEET, 1.0)) > 0)
        asked: list[Gap] = []
        for code in made_for:
            rows = self.catalogue.concepts.places(code, AUDIENCE)
            rows = rows[gathers[rows]]
            if self.excluded.eligible[rows].any():
                return
            asked.append(Gap(PEERS, code, rows))
        yield from asked or [Gap(PEERS, "peers", np.zeros(0, dtype=np.int64))]
