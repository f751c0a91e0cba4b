"""A person as named numbers: what the learned part looks at on the person's side."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache

from matcher.engine.need import Need
from matcher.engine.profile import FORM, Item, NeedProfile
from matcher.engine.vocabulary import vocabulary

PERSON, WISH, RECEPTION = "person", "wish", "reception"
GROUPS = (PERSON, WISH, RECEPTION)
"""The learned part enters the score as one component per group."""

_AGE_BANDS = (0, 13, 16, 19, 25, 40, 55, 65, 75)
_GROUP_OF_FACET = {
    "activity": WISH,
    "occupation": WISH,
    "aim": WISH,
    "situation": PERSON,
    "safety": PERSON,
}
# How much a mention says: a form says it plainly, a trade of long ago less, a relative's lot less still.
_FORM, _NOTE, _FORMER, _AROUND = 1.0, 0.9, 0.7, 0.6


def need_facets(need: Need, profile: NeedProfile) -> dict[str, float]:
    """Facet → value in (0, 1]. The part before the first colon is the group."""
    facets: dict[str, float] = {}
    for name, value in _facets(need, profile):
        if value > facets.get(name, 0.0):
            facets[name] = value
    return facets


def _facets(need: Need, profile: NeedProfile) -> Iterator[tuple[str, float]]:
    yield f"{PERSON}:everybody", 1.0
    yield f"{PERSON}:form:{'given' if need.structured else 'none'}", 1.0
    if need.age is not None:
        yield f"{PERSON}:age:{max(band for band in _AGE_BANDS if band <= need.age)}", 1.0
    if need.gender:
        yield f"{PERSON}:gender:{need.gender}", 1.0
    for item in _own(profile):
        if item.concept:
            yield _own_names()[item.concept], _sureness(item)
    named = _own_names()
    for code, weight in profile.implied.items():
        yield named[code], weight
    for item in profile.around:
        yield f"{PERSON}:~{item.concept}", _AROUND
    for item in (*profile.dislikes, *profile.cannot):
        if item.concept:
            yield f"{RECEPTION}:-{item.concept}", 1.0
    yield from _circumstances(profile)


def _circumstances(profile: NeedProfile) -> Iterator[tuple[str, float]]:
    """What the note or the form says of readiness, company, way, money and time."""
    yield f"{RECEPTION}:stage:{profile.stage or 'unknown'}", 1.0
    yield f"{RECEPTION}:company:{profile.company or 'unknown'}", 1.0
    yield f"{RECEPTION}:reach:{profile.reach.mode or 'unknown'}", _FORMER
    if profile.reach.home_bound:
        yield f"{RECEPTION}:home_bound", 1.0
    if profile.money:
        yield f"{RECEPTION}:money:{profile.money}", 1.0
    for time in profile.free.good:
        yield f"{RECEPTION}:good:{time}", _FORMER
    for time in profile.free.bad:
        yield f"{RECEPTION}:bad:{time}", _FORMER


def _own(profile: NeedProfile) -> tuple[Item, ...]:
    return (
        *profile.aims,
        *profile.interests,
        *profile.occupations,
        *profile.situations,
        *profile.cares,
        *profile.circumstances,
    )


def _sureness(item: Item) -> float:
    if item.evidence.source == FORM:
        return _FORM
    return _FORMER if item.polarity == "used_to" else _NOTE


@cache
def _own_names() -> Mapping[str, str]:
    """The facet of a concept that is the person's own."""
    concepts = vocabulary().concepts.values()
    return {
        concept.code: f"{_GROUP_OF_FACET.get(concept.facet, RECEPTION)}:+{concept.code}"
        for concept in concepts
    }
