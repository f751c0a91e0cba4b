"""The vocabulary of the field: concepts, the words that name them, and the kinds of place they point to.

`data/concepts.csv` has one row per concept. `surfaces` are words used by notes and by places, `note_only` and
`place_only` by one side; `dreaded` words (大勢, 大声) name the opposite of a care: who cannot bear it wishes for the
care, a place that says it disappoints. Facets: `situation` (what the person lives with, and whom a place is for),
`activity` (what is done), `aim` (what is hoped for), `care` (how a place receives people) and `safety` (words after
which a worker makes sure of the person first). `data/not_words.csv` are phrases that only look like a word.
`data/concept_kinds.csv` says which 種別 answers a concept, with a weight in (0, 1].
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache

from matcher.engine.data_tables import read_table
from resources.folding import fold_text


@dataclass(frozen=True, slots=True)
class Concept:
    """One concept; `kinds` are (kind code, weight).

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


@dataclass(frozen=True, slots=True)
class Hit:
    """A word found in a folded text: its span there, the concepts it names, and those whose opposite it names."""

    start: int
    end: int
    concepts: tuple[str, ...]
    opposed: tuple[str, ...] = ()


class Lexicon:
    """Words to concepts; finds the leftmost longest words, without overlaps.

    `dreaded` are words for the opposite of a concept; `not_words` are passed over as a whole.
    """

    def __init__(
        self,
        words: Mapping[str, tuple[str, ...]],
        dreaded: Mapping[str, tuple[str, ...]] | None = None,
        not_words: Iterable[str] = (),
    ) -> None:
        self._concepts = dict(words)
        self._opposed = dict(dreaded or {})
        by_first: defaultdict[str, list[str]] = defaultdict(list)
        for word in {**self._concepts, **self._opposed, **dict.fromkeys(not_words)}:
            by_first[word[0]].append(word)
        self._by_first = {
            first: sorted(group, key=lambda w: (-len(w), w)) for first, group in by_first.items()
        }

    def find(self, folded: str) -> list[Hit]:
        """Every word of the lexicon in a text folded by `fold_text`, from left to right."""
        hits: list[Hit] = []
        position = 0
        while position < len(folded):
            word = self._longest_at(folded, position)
            if word is None:
                position += 1
                continue
            concepts, opposed = self._concepts.get(word, ()), self._opposed.get(word, ())
            if concepts or opposed:
                hits.append(Hit(position, position + len(word), concepts, opposed))
            position += len(word)
        return hits

    def _longest_at(self, folded: str, position: int) -> str | None:
        if folded[position].isdigit() and position and folded[position - 1].isdigit():
            return None  # "0歳" is not in "60歳"
        for word in self._by_first.get(folded[position], ()):
            if folded.startswith(word, position):
                return word
        return None


@dataclass(frozen=True)
class Vocabulary:
    """All concepts in the order of the file, with one lexicon for notes and one for places."""

    concepts: Mapping[str, Concept]
    notes: Lexicon
    places: Lexicon


@cache
def vocabulary() -> Vocabulary:
    """The vocabulary of the data files, read once."""
    kinds: defaultdict[str, list[tuple[str, float]]] = defaultdict(list)
    for row in read_table("concept_kinds.csv"):
        kinds[row["concept"]].append((row["kind"], float(row["weight"])))
    rows = read_table("concepts.csv")
    concepts = {
        row["concept"]: Concept(
            row["concept"],
            row["facet"],
            row["label_ja"],
            row["specific"] == "true",
            row["own_place"] == "true",
            row["about_others"] == "true",
            tuple(kinds[row["concept"]]),
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
    cares = [row for row in read_table("concepts.csv") if row["facet"] == "care"]
    return Lexicon(_words(cares, "surfaces", "note_only", "place_only"))


def _lexicon(rows: Iterable[Mapping[str, str]], side: str) -> Lexicon:
    not_words = [
        fold_text(row["surface"]) for row in read_table("not_words.csv") if row["side"] in (side, "both")
    ]
    return Lexicon(_words(rows, "surfaces", f"{side}_only"), _words(rows, "dreaded"), not_words)


def _words(rows: Iterable[Mapping[str, str]], *columns: str) -> dict[str, tuple[str, ...]]:
    words: defaultdict[str, list[str]] = defaultdict(list)
    for row in rows:
        for surface in "|".join(row[column] for column in columns).split("|"):
            folded = fold_text(surface)
            if folded and row["concept"] not in words[folded]:
                words[folded].append(row["concept"])
    return {word: tuple(codes) for word, codes in words.items()}
