"""What may be quoted of a person: said of the person, not disliked, not denied, not a relative's wish."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from matcher.engine.context import Context
from matcher.engine.profile import FORM, NOTE, OPPOSITE, OWN, PERSON, Evidence, Item, NeedProfile
from matcher.engine.reading.circumstances import AGAINST, values
from matcher.engine.reading.signs import NEGATIVE, USED_TO, WANT
from matcher.engine.vocabulary import vocabulary

_SOURCES = {FORM: "希望欄", NOTE: "記録", PERSON: "本人"}
# Below this weight a concept follows too loosely from another to be given as a reason.
_SURE = 0.5
_SURE_OF_HOPE = 0.7
_FOLLOWING = frozenset({"activity", "aim", "care"})
_FIELDS = ("stage", "company", "reach", "time", "money")
_SENSES = ("for", AGAINST)


PRACTICES = frozenset({"activity", "occupation"})
"""What is done, now or before."""


@dataclass(frozen=True, slots=True)
class Follows:
    """A concept that the person did not name: its weight, the item it follows from, the way there as labels."""

    concept: str
    weight: float
    item: Item
    way: str
    is_care: bool


@dataclass(frozen=True)
class PersonWords:
    """The quotable items of one profile, and what surely follows from them (weight ≥ 0.5, the heaviest first).

    `follows` are activities, aims and cares; `situations_following` codes of situations. `circumstances`:
    (field, value, sense "for" or "against") → the item that says so. `crowd` is what says that many people are hard
    to bear.
    """

    aims: tuple[Item, ...]
    interests: tuple[Item, ...]
    situations: tuple[Item, ...]
    cares: tuple[Item, ...]
    strengths: tuple[Item, ...]
    cannot: tuple[Item, ...]
    follows: tuple[Follows, ...]
    situations_following: frozenset[str]
    circumstances: Mapping[tuple[str, str, str], Item]
    crowd: Item | None


_KEPT = "_person_words"


def person_side(context: Context) -> PersonWords:
    """The quotable words of a need; made once for all places and kept with the context, no longer than it lives."""
    kept: PersonWords | None = vars(context).get(_KEPT)
    if kept is None:
        kept = vars(context)[_KEPT] = _person_words(context.profile)
    return kept


def person_words(evidence: Evidence) -> str:
    """希望欄の「…」, 記録の「…」 or 本人の「…」, verbatim."""
    return f"{_SOURCES[evidence.source]}の「{evidence.surface}」"


def noted(evidence: Evidence) -> str:
    """希望欄に「…」 or 記録に「…」, verbatim; what follows is とある."""
    return f"{_SOURCES[evidence.source]}に「{evidence.surface}」"


def quoted(item: Item) -> str:
    """The person's words; of what was before they say so."""
    if item.polarity == USED_TO and item.evidence.source == NOTE and item.facet in PRACTICES:
        return f"以前のこととして記録にある「{item.evidence.surface}」"
    return person_words(item.evidence)


def _person_words(profile: NeedProfile) -> PersonWords:
    aside = _aside(profile)
    own = {
        name: _quotable(getattr(profile, name), aside)
        for name in ("aims", "interests", "situations", "cares", "occupations", "history", "circumstances")
    }
    strengths = _each_once((*own["occupations"], *own["history"], *own["interests"]))
    following = _follows(profile, _each_once(item for items in own.values() for item in items))
    facet = vocabulary().concepts
    return PersonWords(
        aims=own["aims"],
        interests=own["interests"],
        situations=own["situations"],
        cares=own["cares"],
        strengths=tuple(item for item in strengths if is_strength(item)),
        cannot=tuple(item for item in profile.cannot if item.what == "cannot"),
        follows=tuple(one for one in following if _is_told(one, facet[one.concept].facet)),
        situations_following=frozenset(
            one.concept for one in following if facet[one.concept].facet == one.item.facet == "situation"
        ),
        circumstances=_circumstances(profile, aside),
        crowd=next((item for item in profile.cares if item.concept == "few_people"), None),
    )


def is_strength(item: Item) -> bool:
    """Something that the person does or did; a trade that is only wished for is none yet."""
    if not item.concept or item.facet not in PRACTICES:
        return False
    return item.facet != "occupation" or item.polarity != WANT


def _aside(profile: NeedProfile) -> frozenset[tuple[int | None, int | None]]:
    """The spans of the note that are disliked, denied, of danger, or said of others."""
    dislikes = (item for item in profile.dislikes if item.what != OPPOSITE)
    items = (*profile.around, *profile.denied, *profile.safety, *dislikes)
    return frozenset(
        (item.evidence.start, item.evidence.end) for item in items if item.evidence.source == NOTE
    )


def _quotable(items: Iterable[Item], aside: frozenset[tuple[int | None, int | None]]) -> tuple[Item, ...]:
    return tuple(
        item
        for item in items
        if item.quotable
        and item.holder == OWN
        and item.evidence.source != PERSON
        and (item.evidence.source != NOTE or (item.evidence.start, item.evidence.end) not in aside)
    )


def _each_once(items: Iterable[Item]) -> tuple[Item, ...]:
    return tuple({item.concept or item.evidence.surface: item for item in reversed(list(items))}.values())[
        ::-1
    ]


def _follows(profile: NeedProfile, origins: Iterable[Item]) -> tuple[Follows, ...]:
    concepts = vocabulary().concepts
    known = {item.concept: item for item in origins if item.concept and item.polarity not in NEGATIVE}
    return tuple(
        Follows(
            code,
            weight,
            known[origin],
            f"{concepts[origin].label}→{concepts[code].label}",
            concepts[code].facet == "care",
        )
        for code, weight in profile.implied.items()
        if weight >= _SURE and (origin := profile.implied_from[code]) in known
    )


def _is_told(one: Follows, facet: str) -> bool:
    """What somebody lives with tells surely how to receive them, and less surely what they hope for."""
    if one.is_care or one.item.facet in PRACTICES:
        return facet in _FOLLOWING
    return facet in _FOLLOWING and one.weight >= _SURE_OF_HOPE


def _circumstances(
    profile: NeedProfile, aside: frozenset[tuple[int | None, int | None]]
) -> Mapping[tuple[str, str, str], Item]:
    found: dict[tuple[str, str, str], Item] = {}
    for item in profile.circumstances:
        if (item.evidence.start, item.evidence.end) in aside:
            continue
        for field in _FIELDS:
            for sense in _SENSES:
                for value in values(field, (item,), sense=sense):
                    found.setdefault((field, value, sense), item)
    return found
