"""Reasons from words: what the person says and the place says, by a concept that both name or that follows."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from matcher.engine.explaining.pairing import Pairing
from matcher.engine.explaining.person import PRACTICES, is_strength, quoted
from matcher.engine.explaining.said import Said
from matcher.engine.profile import Item
from matcher.engine.vocabulary import age_groups, vocabulary
from resources.code_lists import code_list
from resources.records import ResourceRecord

# From which weight of concept_kinds.csv on a kind is given as a reason.
_SURE_FOR_AIM = 0.4


def interests(pairing: Pairing) -> Iterator[Said]:
    """What the person likes, now or before."""
    return _shared(pairing.person.interests, pairing)


def situation(pairing: Pairing) -> Iterator[Said]:
    """What the person lives with, and a place that speaks of it."""
    return _shared(pairing.person.situations, pairing)


def _shared(items: Iterable[Item], pairing: Pairing) -> Iterator[Said]:
    """The concepts that person and place share, with the words of both, those that both call alike first.

    An age group is no such thing: who belongs to one is said with the place's own age range.
    """
    said = pairing.words
    found = (
        (item, words, _common(item, words))
        for item in items
        if item.concept not in age_groups()
        and (words := said.get(item.concept) or _verbatim(item, pairing.record))
    )
    for item, words, common in sorted(found, key=lambda one: bool(one[2])):
        yield Said(f"{quoted(item)}に、この場所の「{words}」が合います{common}。", 1.0, words)


def _common(item: Item, words: str) -> str:
    """What two different words have in common: （自然・鳥）."""
    if not item.concept or item.evidence.surface in words or words in item.evidence.surface:
        return ""
    return f"（{vocabulary().concepts[item.concept].label}）"


def _verbatim(item: Item, record: ResourceRecord) -> str | None:
    """Words of the form that the vocabulary does not know, where the place uses the very same."""
    texts = (record.name, record.summary, record.audience, record.roles, record.remarks)
    words = item.evidence.surface
    return words if not item.concept and any(words in text for text in texts) else None


def hopes(pairing: Pairing) -> Iterator[Said]:
    """A kind alone proves nothing: it is named where the place's own words speak of what is hoped for."""
    kind = pairing.record.kind
    label = code_list("resource_kind").label(kind)
    known = vocabulary().concepts
    said = pairing.words
    for item in pairing.person.aims:
        words = said.get(item.concept)
        if words and dict(known[item.concept].kinds).get(kind, 0.0) >= _SURE_FOR_AIM:
            yield Said(
                f"{quoted(item)}に、この場所の「{words}」が合います。種別は「{label}」です。", 1.0, words
            )


def considerations(pairing: Pairing) -> Iterator[Said]:
    """Cares that the place states."""
    said = pairing.words
    for item in pairing.person.cares:
        words = said.get(item.concept) or _verbatim(item, pairing.record)
        if words:
            yield Said(f"{quoted(item)}への配慮として、この場所に「{words}」とあります。", 1.0, words)


def following(pairing: Pairing) -> Iterator[Said]:
    """What follows from the person's words, said as such: never that the person said it."""
    said = pairing.words
    for follows in pairing.person.follows:
        words = said.get(follows.concept)
        if words:
            near = "に近い" if follows.item.facet in PRACTICES else "から考えられる"
            what = "から考えられる配慮" if follows.is_care else f"{near}こと"
            text = f"{quoted(follows.item)}{what}として、この場所に「{words}」とあります（{follows.way}）。"
            yield Said(text, follows.weight, words)


def strengths(pairing: Pairing) -> Iterator[Said]:
    """Whoever knows a thing may give it: a role that the place offers, by an occupation or a pastime."""
    if pairing.profile.stage == "connect" or not pairing.said.roles:
        return
    roles = pairing.said.roles
    for item in pairing.person.strengths:
        role = roles.get(item.concept)
        if role:
            label = vocabulary().concepts[item.concept].label
            yield Said(
                f"{quoted(item)}が生きる役割として、この場所に「{role}」があります（{label}）。", 1.0, role
            )
    for follows in pairing.person.follows:
        role = roles.get(follows.concept)
        if role and is_strength(follows.item):
            text = (
                f"{quoted(follows.item)}が生きる役割として、この場所に「{role}」があります（{follows.way}）。"
            )
            yield Said(text, follows.weight, role)
