"""Read a need: the form as it stands, and from the note what the form does not say.

The note never excludes anything. A word that is disliked or refused is no wish; a situation ("ひきこもり") stays a
fact whatever the clause feels about it, unless it is denied ("ひきこもりではない").
"""

from __future__ import annotations

from collections.abc import Sequence

from matcher.engine.need import Need, StructuredNeed
from matcher.engine.profile import OPPOSITE, OWN, Item, NeedProfile, concepts_of
from matcher.engine.reading.circumstances import (
    read_company,
    read_free,
    read_money,
    read_reach,
    read_stage,
)
from matcher.engine.reading.clauses import Clause, clauses, unwanted_clauses
from matcher.engine.reading.corrections import Correction, correct, removed_spans
from matcher.engine.reading.folded import FoldedNote, fold_note
from matcher.engine.reading.household import read_children, read_no_visits
from matcher.engine.reading.implied import implied
from matcher.engine.reading.items import (
    as_of_age,
    each_once,
    first_mentions,
    items_of,
    read_age,
    read_avoided,
    read_form,
    read_language,
)
from matcher.engine.reading.mentions import Mention, read_mentions
from matcher.engine.reading.note_text import NoteText
from matcher.engine.reading.signs import CANNOT, USED_TO, WANT
from matcher.engine.reading.wishes import wanted_company, wanted_kinds, wanted_stage
from matcher.engine.vocabulary import CIRCUMSTANCES, vocabulary


def read_need(need: Need, corrections: Sequence[Correction] = ()) -> NeedProfile:
    """The profile of `need`, its note read as `corrections` say."""
    folded = fold_note(need.text)
    note = NoteText(folded.text)
    hits = vocabulary().notes.find(note.folded, note.text)
    found = clauses(note.folded, hits)
    mentions = read_mentions(note, hits, found)
    mentions, unused = correct(mentions, corrections, folded)
    read = as_of_age((item for mention in mentions for item in items_of(mention, folded)), need.age)
    form = need.structured or StructuredNeed()
    unsought = [
        *_unwanted(unwanted_clauses(note, found, hits), mentions),
        *removed_spans(corrections, folded),
    ]
    query = _query(folded, form, unsought)
    return _profile(need, form, read, query, unused, folded)


def _profile(
    need: Need,
    form: StructuredNeed,
    read: tuple[Item, ...],
    query: str,
    unused: tuple[Correction, ...],
    folded: FoldedNote,
) -> NeedProfile:
    avoided = read_avoided(form.avoid)
    aims = each_once("aim", [*read_form(form.aims, "aim"), *read])
    situations = each_once(
        "situation", [*read_form((*form.aims, *form.interests), ""), *read, *read_age(need.age)]
    )
    cares = each_once("care", [*avoided, *read_language(form.language), *read])
    interests = each_once(
        "activity", [*read_form(form.interests, "activity"), *read_form(form.aims, ""), *read]
    )
    occupations = each_once("occupation", [*read_form((*form.interests, *form.aims), ""), *read])
    around = tuple(item for item in read if item.what in CIRCUMSTANCES)
    own = (*aims, *interests, *occupations, *situations, *cares, *around)
    weights, origins = implied(own, read)
    return NeedProfile(
        query=query,
        aims=aims,
        interests=interests,
        situations=situations,
        cares=cares,
        dislikes=(
            *(item for item in avoided if item.what != "care"),
            *(item for item in read if item.what in ("dislike", OPPOSITE)),
        ),
        around=each_once("around", read),
        denied=each_once("denied", read),
        safety=each_once("safety", read),
        kinds=wanted_kinds(aims, situations),
        stage=form.stage or read_stage(around) or wanted_stage(aims, situations, read),
        company=form.group or read_company(around) or wanted_company(concepts_of(cares)),
        occupations=occupations,
        history=first_mentions(item for item in read if item.polarity == USED_TO and item.holder == OWN),
        cannot=first_mentions(item for item in read if item.polarity == CANNOT and item.holder == OWN),
        circumstances=first_mentions(iter(around)),
        reach=read_reach(around, form),
        free=read_free(around, form, folded),
        money=read_money(around, form),
        children=read_children(folded),
        no_visits=read_no_visits(folded),
        implied=weights,
        implied_from=origins,
        read=read,
        unused_corrections=unused,
    )


def _unwanted(found: Sequence[Clause], mentions: Sequence[Mention]) -> list[Clause]:
    """Clauses not to be searched for: those in which nothing is wanted."""
    wanted = [mention.start for mention in mentions if mention.polarity == WANT]
    return [clause for clause in found if not any(clause.start <= start < clause.end for start in wanted)]


def _query(note: FoldedNote, form: StructuredNeed, unwanted: Sequence[Clause]) -> str:
    kept: list[str] = []
    position = 0
    for clause in sorted(unwanted, key=lambda clause: clause.start):
        start, end = note.original_span(clause.start, clause.end)
        kept.append(note.original[position:start])
        position = max(position, end)
    kept.append(note.original[position:])
    return " ".join([*kept, *form.aims, *form.interests])
