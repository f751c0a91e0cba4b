"""Read a need: the form as it stands, and from the note, simply, what the form does not say.

The note never excludes anything. A word in a clause of dislike is no wish; a situation ("ひきこもり") stays a
fact whatever the clause feels about it.
"""

from __future__ import annotations

from collections.abc import Sequence

from matcher.engine.data_tables import read_table
from matcher.engine.need import Need, StructuredNeed
from matcher.engine.profile import FORM, NOTE, PERSON, Evidence, Item, NeedProfile, concepts_of
from matcher.engine.reading.clauses import Clause, negative_clauses
from matcher.engine.reading.folded import FoldedNote, fold_note
from matcher.engine.reading.wishes import wanted_company, wanted_kinds, wanted_stage
from matcher.engine.vocabulary import vocabulary
from resources.folding import fold_text


def read_need(need: Need) -> NeedProfile:
    """The profile of `need`."""
    note = fold_note(need.text)
    unwanted = negative_clauses(note.text, side="note")
    wishes, dislikes = _read_note(note, unwanted)
    form = need.structured or StructuredNeed()
    aims = _of("aim", [*_read_form(form.aims, "aim"), *wishes])
    interests = _of(
        "activity", [*_read_form(form.interests, "activity"), *_read_form(form.aims, ""), *wishes]
    )
    situations = _of(
        "situation", [*_read_form((*form.aims, *form.interests), ""), *wishes, *_read_age(need.age)]
    )
    return NeedProfile(
        query=_query(need.text, note, unwanted, form),
        aims=aims,
        interests=interests,
        situations=situations,
        cares=_of("care", wishes),
        dislikes=(*_read_form(form.avoid, "avoid"), *dislikes),
        kinds=wanted_kinds(aims, situations),
        stage=wanted_stage(form.stage, concepts_of(aims), concepts_of(situations)),
        company=wanted_company(form.group, concepts_of(_of("care", wishes))),
        form_avoid=form.avoid,
    )


def _read_note(note: FoldedNote, unwanted: Sequence[Clause]) -> tuple[list[Item], list[Item]]:
    """(what the note says or wishes, what it dislikes)."""
    known = vocabulary().concepts
    wishes: list[Item] = []
    dislikes: list[Item] = []
    for hit in vocabulary().notes.find(note.text):
        start, end = note.original_span(hit.start, hit.end)
        evidence = Evidence(NOTE, note.original[start:end], start, end)
        disliked = any(clause.start <= hit.start < clause.end for clause in unwanted)
        for concept in hit.concepts:
            facet = known[concept].facet
            # "大勢は苦手" is a wish for few people: the words of a care are what the person cannot bear.
            if disliked and facet in ("activity", "aim"):
                dislikes.append(Item("dislike", concept, evidence))
            else:
                wishes.append(Item(facet, concept, evidence))
    return wishes, dislikes


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
            if what in ("", "avoid") or facet == what:
                items.append(Item(what or facet, concept, evidence))
        if what and not any(item.evidence.surface == value for item in items):
            items.append(Item(what, "", evidence))
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


def _of(facet: str, items: Sequence[Item]) -> tuple[Item, ...]:
    """The items of one facet, each concept or unknown word once, the first mention kept."""
    first: dict[str, Item] = {}
    for item in items:
        if item.what == facet:
            first.setdefault(item.concept or item.evidence.surface, item)
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
