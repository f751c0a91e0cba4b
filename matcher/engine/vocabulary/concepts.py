"""The concepts, and the lexicons of notes and of places made from them. Built once."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from matcher.engine.data_tables import read_table
from matcher.engine.vocabulary.concept_tables import CIRCUMSTANCES, ConceptRow, concept_rows
from matcher.engine.vocabulary.lexicon import Lexicon
from resources.folding import fold_text

# What is done or hoped for is the same thing when it is wished, refused or impossible.
_YIELDING = ("activity", "occupation", "aim")


@dataclass(frozen=True, slots=True)
class Concept:
    """One concept; `kinds` are (kind code, weight), `implies` (concept code, weight).

    A `specific` situation is one that places are made for. One with `own_place` (吃音, ギャンブル …) is served by
    such a place only: nothing general answers it. One `about_others` (介護, 子育て) is the person's own although it
    names somebody else.
    """

    code: str
    facet: str
    label: str
    specific: bool
    own_place: bool
    about_others: bool
    kinds: tuple[tuple[str, float], ...]
    implies: tuple[tuple[str, float], ...] = ()


@dataclass(frozen=True)
class Vocabulary:
    """All concepts in the order of the files, with one lexicon for notes and one for places."""

    concepts: Mapping[str, Concept]
    notes: Lexicon
    places: Lexicon


@cache
def vocabulary() -> Vocabulary:
    """The vocabulary of the data files, read once. Raises ConceptTableError."""
    kinds: defaultdict[str, list[tuple[str, float]]] = defaultdict(list)
    for row in read_table("concept_kinds.csv"):
        kinds[row["concept"]].append((row["kind"], float(row["weight"])))
    rows = concept_rows()
    concepts = {
        row.code: Concept(
            row.code,
            row.values["facet"],
            row.values["label_ja"],
            row.flag("specific"),
            row.flag("own_place"),
            row.flag("about_others"),
            tuple(kinds[row.code]),
            row.implies(),
        )
        for row in rows
    }
    return Vocabulary(concepts, _lexicon(rows, "note"), _lexicon(rows, "place"))


@cache
def specific_situations() -> tuple[str, ...]:
    """Codes of the situations that places are made for."""
    return tuple(code for code, concept in vocabulary().concepts.items() if concept.specific)


@cache
def age_groups() -> tuple[str, ...]:
    """Codes of the situations that an age brings with it."""
    return tuple(row["concept"] for row in read_table("age_groups.csv"))


@cache
def languages() -> Lexicon:
    """What the form's `language` may name: every care, in the words of places and of notes."""
    cares = [row for row in concept_rows() if row.values["facet"] in ("care", "language")]
    return Lexicon(_words(cares, "surfaces", "note_only", "place_only"))


def _lexicon(rows: Sequence[ConceptRow], side: str) -> Lexicon:
    not_words = [
        fold_text(row["surface"]) for row in read_table("not_words.csv") if row["side"] in (side, "both")
    ]
    return Lexicon(
        _words(rows, "surfaces", f"{side}_only"),
        _words(rows, "dreaded", f"{side}_dreaded"),
        not_words,
        yielding=_of(rows, _YIELDING),
        apart=(_of(rows, CIRCUMSTANCES), _of(rows, ("occupation",))),
    )


def _of(rows: Iterable[ConceptRow], facets: tuple[str, ...]) -> frozenset[str]:
    return frozenset(row.code for row in rows if row.values["facet"] in facets)


def _words(rows: Iterable[ConceptRow], *columns: str) -> dict[str, tuple[str, ...]]:
    words: defaultdict[str, list[str]] = defaultdict(list)
    for row in rows:
        for surface in row.surfaces(*columns):
            folded = fold_text(surface)
            if folded and row.code not in words[folded]:
                words[folded].append(row.code)
    return {word: tuple(codes) for word, codes in words.items()}
