"""Read a need: the form as it stands, and from the note, simply, what the form does not say.

The note never excludes anything. A word in a clause of dislike is no wish; a situation ("ひきこもり") stays a
fact whatever the clause feels about it, unless it is denied ("ひきこもりではない").
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from matcher.engine.data_tables import read_table
from matcher.engine.need import Need, StructuredNeed
from matcher.engine.profile import FORM, NOTE, OPPOSITE, PERSON, Evidence, Item, NeedProfile, concepts_of
from matcher.engine.reading.clauses import Clause
from matcher.engine.reading.folded import FoldedNote, fold_note
from matcher.engine.reading.standing import Standing, is_said_by_others
from matcher.engine.reading.wishes import wanted_company, wanted_kinds, wanted_stage
from matcher.engine.vocabulary import Hit, languages, vocabulary
from resources.folding import fold_text

_BETWEEN_LANGUAGES = re.compile(r"[・、,;/ ]+")


def read_need(need: Need) -> NeedProfile:
    """The profile of `need`."""
    note = fold_note(need.text)
    hits = vocabulary().notes.find(note.text)
    standing = Standing(note.text, hits)
    read = [item for hit in hits for item in _read_word(hit, note, standing)]
    form = need.structured or StructuredNeed()
    avoided = _read_avoided(form.avoid)
    aims = _of("aim", [*_read_form(form.aims, "aim"), *read])
    situations = _of(
        "situation", [*_read_form((*form.aims, *form.interests), ""), *read, *_read_age(need.age)]
    )
    cares = _of("care", [*avoided, *_read_language(form.language), *read])
    return NeedProfile(
        query=_query(need.text, note, standing.unwanted, form),
        aims=aims,
        interests=_of(
            "activity", [*_read_form(form.interests, "activity"), *_read_form(form.aims, ""), *read]
        ),
        situations=situations,
        cares=cares,
        dislikes=(
            *(item for item in avoided if item.what != "care"),
            *(item for item in read if item.what in ("dislike", OPPOSITE)),
        ),
        around=_of("around", read),
        denied=_of("denied", read),
        safety=_of("safety", read),
        kinds=wanted_kinds(aims, situations),
        stage=wanted_stage(form.stage, concepts_of(aims), concepts_of(situations)),
        company=wanted_company(form.group, concepts_of(cares)),
    )


def _read_word(hit: Hit, note: FoldedNote, standing: Standing) -> Iterator[Item]:
    """What one word of the note says of the person."""
    start, end = note.original_span(hit.start, hit.end)
    evidence = Evidence(NOTE, note.original[start:end], start, end)
    disliked = standing.is_disliked(hit)
    if not standing.is_liked(hit):
        for code in hit.opposed:
            yield Item("care", code, evidence)
            if disliked:
                yield Item(OPPOSITE, code, evidence)
    for code in hit.concepts:
        concept = vocabulary().concepts[code]
        if concept.facet == "safety":
            if not is_said_by_others(note.text, hit):
                yield Item("safety", code, evidence)
        elif standing.is_denied(hit, concept):
            yield Item("denied", code, evidence)
        elif standing.is_of_others(hit, concept):
            yield Item("around", code, evidence)
        elif disliked and concept.facet in ("activity", "aim"):
            yield Item("dislike", code, evidence)
        elif disliked and concept.facet == "care":
            yield Item("denied", code, evidence)
        else:
            yield Item(concept.facet, code, evidence, quotable=not disliked)


def _read_form(values: Sequence[str], what: str) -> list[Item]:
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
                items.append(Item(facet, concept, evidence))
        if what and not any(item.evidence.surface == value for item in items):
            items.append(Item(what, "", evidence))
    return items


def _read_avoided(values: Sequence[str]) -> list[Item]:
    """What the form asks to avoid. Whoever avoids noise wishes for quiet; a noisy place disappoints."""
    items: list[Item] = []
    for value in values:
        evidence = Evidence(FORM, value)
        hits = vocabulary().notes.find(fold_text(value))
        for code in dict.fromkeys(code for hit in hits for code in hit.opposed):
            items += [Item("care", code, evidence), Item(OPPOSITE, code, evidence)]
        for code in dict.fromkeys(code for hit in hits for code in hit.concepts):
            if vocabulary().concepts[code].facet != "safety":
                items.append(Item("dislike", code, evidence))
        if not any(item.evidence.surface == value for item in items):
            items.append(Item("dislike", "", evidence))
    return items


def _read_language(value: str | None) -> list[Item]:
    """The form's language as cares; a language that the vocabulary does not know is looked for as text."""
    items: list[Item] = []
    for part in _BETWEEN_LANGUAGES.split(value or ""):
        evidence = Evidence(FORM, part)
        concepts = [code for hit in languages().find(fold_text(part)) for code in hit.concepts]
        items += [Item("care", code, evidence) for code in dict.fromkeys(concepts) or ([""] if part else [])]
    return items


def _read_age(age: int | None) -> list[Item]:
    """The age groups that a person belongs to."""
    if age is None:
        return []
    evidence = Evidence(PERSON, f"{age}歳")
    return [
        Item("situation", row["concept"], evidence)
        for row in read_table("age_groups.csv")
        if int(row["age_from"]) <= age <= int(row["age_to"])
    ]


def _of(what: str, items: Sequence[Item]) -> tuple[Item, ...]:
    """The items of one sort, each concept or unknown word once, the first mention kept that can be quoted."""
    first: dict[str, Item] = {}
    for item in items:
        name = item.concept or item.evidence.surface
        if item.what == what and (name not in first or (item.quotable and not first[name].quotable)):
            first[name] = item
    return tuple(first.values())


def _query(text: str, note: FoldedNote, unwanted: Sequence[Clause], form: StructuredNeed) -> str:
    kept: list[str] = []
    position = 0
    for clause in unwanted:
        start, end = note.original_span(clause.start, clause.end)
        kept.append(text[position:start])
        position = end
    kept.append(text[position:])
    return " ".join([*kept, *form.aims, *form.interests])
