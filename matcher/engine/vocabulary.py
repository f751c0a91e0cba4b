"""The vocabulary of the field: concepts, the words that name them, and the kinds of place they point to.

`data/concepts.csv` has one row per concept. `surfaces` are words used by notes and by places, `note_only` and
`place_only` by one side. Facets: `situation` (what the person lives with, and whom a place is for), `activity`
(what is done), `aim` (what is hoped for) and `care` (how a place receives people).
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
    such a place only: nothing general answers it.
    """

    code: str
    facet: str
    label: str
    specific: bool
    own_place: bool
    kinds: tuple[tuple[str, float], ...]


@dataclass(frozen=True, slots=True)
class Hit:
    """A word found in a folded text: its span there and the concepts it names."""

    start: int
    end: int
    concepts: tuple[str, ...]


class Lexicon:
    """Words to concepts; finds the leftmost longest words, without overlaps."""

    def __init__(self, words: Mapping[str, tuple[str, ...]]) -> None:
        self._concepts = dict(words)
        by_first: defaultdict[str, list[str]] = defaultdict(list)
        for word in words:
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
            hits.append(Hit(position, position + len(word), self._concepts[word]))
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
            tuple(kinds[row["concept"]]),
        )
        for row in rows
    }
    return Vocabulary(concepts, _lexicon(rows, "note_only"), _lexicon(rows, "place_only"))


@cache
def specific_situations() -> tuple[str, ...]:
    """Codes of the situations that places are made for."""
    return tuple(code for code, concept in vocabulary().concepts.items() if concept.specific)


def _lexicon(rows: Iterable[Mapping[str, str]], own_column: str) -> Lexicon:
    words: defaultdict[str, list[str]] = defaultdict(list)
    for row in rows:
        for surface in f"{row['surfaces']}|{row[own_column]}".split("|"):
            folded = fold_text(surface)
            if folded and row["concept"] not in words[folded]:
                words[folded].append(row["concept"])
    return Lexicon({word: tuple(codes) for word, codes in words.items()})
