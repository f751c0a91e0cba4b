"""Items of a profile: from the mentions of the note, from the fields of the form, from the age."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from functools import cache

from matcher.engine.data_tables import read_table
from matcher.engine.profile import FORM, NOTE, OPPOSITE, OWN, PERSON, Evidence, Item
from matcher.engine.reading.folded import FoldedNote
from matcher.engine.reading.mentions import DONE_OR_HOPED, Mention
from matcher.engine.reading.signs import CANNOT, DISLIKE, FACT, NEGATIVE, USED_TO, WANT, WILL_NOT
from matcher.engine.vocabulary import languages, vocabulary
from resources.folding import fold_text

# 子ども・若者育成支援推進法 counts young carers among the 子ども・若者, of whom the eldest are 39.
_OLDEST_YOUNG_CARER = 39
_BETWEEN_LANGUAGES = re.compile(r"[・、,;/ ]+")


def items_of(mention: Mention, note: FoldedNote) -> Iterator[Item]:
    """What one mention says of the person."""
    start, end = note.original_span(mention.start, mention.end)
    evidence = Evidence(NOTE, note.original[start:end], start, end)
    if mention.opposed:
        yield from _opposed(mention, evidence)
        return
    facet = vocabulary().concepts[mention.concept].facet
    disliked = mention.polarity in (DISLIKE, WILL_NOT)
    yield Item(
        _what(mention, facet),
        mention.concept,
        evidence,
        quotable=not disliked,
        facet=facet,
        polarity=mention.polarity,
        holder=mention.holder,
    )


def _what(mention: Mention, facet: str) -> str:
    """How a mention counts, see Item."""
    polarity = mention.polarity
    disliked = polarity in (DISLIKE, WILL_NOT)
    if facet == "safety":
        return "safety"
    if mention.denied:
        return "denied"
    if mention.holder != OWN:
        return "around"
    if facet in DONE_OR_HOPED and disliked:
        return "dislike"
    if facet in ("activity", "occupation") and polarity == CANNOT:
        return "cannot"
    if facet == "aim" and polarity == USED_TO:
        return "history"
    if facet == "care" and disliked:
        return "denied"
    return facet


def _opposed(mention: Mention, evidence: Evidence) -> Iterator[Item]:
    """Who cannot bear a crowd wishes for few people; who says nothing of it, too, but need not be warned.

    Who speaks of the lack of something hoped for (一人で飯を食うのがつらい) hopes for it, and no place is to be avoided.
    """
    if mention.polarity == WANT or mention.holder != OWN:
        return
    facet = vocabulary().concepts[mention.concept].facet
    yield Item("aim" if facet == "aim" else "care", mention.concept, evidence, facet=facet)
    if mention.polarity in NEGATIVE and facet != "aim":
        yield Item(OPPOSITE, mention.concept, evidence, facet=facet, polarity=mention.polarity)


def read_form(values: Sequence[str], what: str) -> list[Item]:
    """Items of a form's field: each known concept in a value, and the value itself when none is known.

    With `what` "" only known concepts are kept, under their own facet.
    """
    known = vocabulary()
    items: list[Item] = []
    for value in values:
        concepts = [concept for hit in known.notes.find(fold_text(value)) for concept in hit.concepts]
        evidence = Evidence(FORM, value)
        for concept in dict.fromkeys(concepts):
            facet = known.concepts[concept].facet
            if not what or facet == what:
                items.append(Item(facet, concept, evidence, facet=facet))
        if what and not any(item.evidence.surface == value for item in items):
            items.append(Item(what, "", evidence, facet=what))
    return items


def read_avoided(values: Sequence[str]) -> list[Item]:
    """What the form asks to avoid. Whoever avoids noise wishes for quiet; a noisy place disappoints."""
    known = vocabulary()
    items: list[Item] = []
    for value in values:
        evidence = Evidence(FORM, value)
        hits = known.notes.find(fold_text(value))
        for code in dict.fromkeys(code for hit in hits for code in hit.opposed):
            facet = known.concepts[code].facet
            items.append(Item("care", code, evidence, facet=facet))
            items.append(Item(OPPOSITE, code, evidence, facet=facet, polarity=DISLIKE))
        for code in dict.fromkeys(code for hit in hits for code in hit.concepts):
            facet = known.concepts[code].facet
            if facet != "safety":
                items.append(Item("dislike", code, evidence, facet=facet, polarity=DISLIKE))
        if not any(item.evidence.surface == value for item in items):
            items.append(Item("dislike", "", evidence, polarity=DISLIKE))
    return items


def read_language(value: str | None) -> list[Item]:
    """The form's language as cares; a language that the vocabulary does not know is looked for as text."""
    items: list[Item] = []
    for part in _BETWEEN_LANGUAGES.split(value or ""):
        evidence = Evidence(FORM, part)
        if part:
            concepts = [code for hit in languages().find(fold_text(part)) for code in hit.concepts]
            items += [Item("care", code, evidence) for code in dict.fromkeys(concepts) or [""]]
    return items


def read_age(age: int | None) -> list[Item]:
    """The age groups that a person belongs to."""
    if age is None:
        return []
    evidence = Evidence(PERSON, f"{age}歳")
    return [
        Item("situation", concept, evidence, facet="situation", polarity=FACT)
        for concept, age_from, age_to in _age_groups()
        if age_from <= age <= age_to
    ]


def as_of_age(items: Iterable[Item], age: int | None) -> tuple[Item, ...]:
    """The items, a grown person who looks after a sibling read as a carer and not as a young one."""
    if age is None or age <= _OLDEST_YOUNG_CARER:
        return tuple(items)
    return tuple(
        replace(item, concept="family_carer") if item.concept == "young_carer" else item for item in items
    )


@cache
def _age_groups() -> tuple[tuple[str, int, int], ...]:
    rows = read_table("age_groups.csv")
    return tuple((row["concept"], int(row["age_from"]), int(row["age_to"])) for row in rows)


def each_once(what: str, items: Sequence[Item]) -> tuple[Item, ...]:
    """The items of one sort, each concept or unknown word once, the first mention kept that can be quoted."""
    return first_mentions(item for item in items if item.what == what)


def first_mentions(items: Iterator[Item]) -> tuple[Item, ...]:
    """Each concept or unknown word once, the first mention kept that can be quoted."""
    first: dict[str, Item] = {}
    for item in items:
        name = item.concept or item.evidence.surface
        if name not in first or (item.quotable and not first[name].quotable):
            first[name] = item
    return tuple(first.values())
