"""A snapshot made ready for matching: the text index and the concepts of every place. Built once per version."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from matcher.engine.reading.clauses import negative_clauses
from matcher.engine.reading.folded import fold_note
from matcher.engine.text_index import TextIndex, build_text_index
from matcher.engine.vocabulary import vocabulary
from resources.code_lists import code_list
from resources.records import ResourceRecord
from resources.snapshot import Snapshot

BoolArray = npt.NDArray[np.bool_]

_EVERYBODY = re.compile("どなた(で|も)|だれでも|誰でも|問わず|問いません")


@dataclass(frozen=True)
class ConceptFlags:
    """`matrix[i, j]`: place i speaks of concept `codes[j]`."""

    codes: tuple[str, ...]
    matrix: BoolArray

    def has(self, code: str) -> BoolArray:
        """Shape (n,)."""
        return self.matrix[:, self.codes.index(code)]

    def any_of(self, codes: Iterable[str]) -> BoolArray:
        """Shape (n,): places that speak of at least one of `codes`."""
        columns = [self.codes.index(code) for code in codes]
        return np.asarray(np.logical_or.reduce(self.matrix[:, columns], axis=1), dtype=np.bool_)

    def of(self, place: int) -> tuple[str, ...]:
        """The concepts of one place."""
        return tuple(code for code, hit in zip(self.codes, self.matrix[place], strict=True) if hit)


@dataclass(frozen=True)
class Catalogue:
    """`stated` reads everything that a place says of itself; `audience` the people it names in 名称 and 対象者,
    nobody when it says that everybody may come; `welcome` these and the people named in 受入の配慮; `opposed`
    the cares whose opposite it says ("にぎやかです").
    """

    snapshot: Snapshot
    text: TextIndex
    stated: ConceptFlags
    audience: ConceptFlags
    welcome: ConceptFlags
    opposed: ConceptFlags

    def __len__(self) -> int:
        return len(self.snapshot)


def prepare(snapshot: Snapshot) -> Catalogue:
    """Index the texts of a snapshot and read their concepts."""
    records = snapshot.records
    own = [place_words(own_words(record)) for record in records]
    return Catalogue(
        snapshot=snapshot,
        text=build_text_index([place_text(record) for record in records]),
        stated=_flags([words.named for words in own]),
        audience=_flags([place_words(_audience_text(record)).named for record in records]),
        welcome=_flags([place_words(_welcome_text(record)).named for record in records]),
        opposed=_flags([words.opposed for words in own]),
    )


def place_text(record: ResourceRecord) -> str:
    """What is searched: the place's own words and its 種別."""
    return f"{own_words(record)}\n{code_list('resource_kind').label(record.kind)}"


def own_words(record: ResourceRecord) -> str:
    """What the place says of itself: name, summary, audience, roles, considerations, remarks; one per line."""
    parts = (record.name, record.summary, record.audience, record.roles)
    return "\n".join([*parts, *record.considerations, record.remarks])


def _audience_text(record: ResourceRecord) -> str:
    if _EVERYBODY.search(record.audience):
        return ""
    return f"{record.name}\n{record.audience}"


def _welcome_text(record: ResourceRecord) -> str:
    return "\n".join([record.name, record.audience, *record.considerations])


@dataclass(frozen=True)
class PlaceWords:
    """The first words of a place's text for every concept that it names, and for every one whose opposite it names."""

    named: Mapping[str, str]
    opposed: Mapping[str, str]


def place_words(text: str) -> PlaceWords:
    """The concepts of a place's text, those of negative clauses ("カラオケはありません") left out.

    "大勢が苦手な方も" says nothing of a crowd: for opposites the clauses of dislike are left out as well.
    """
    named: dict[str, str] = {}
    opposed: dict[str, str] = {}
    for line in text.split("\n"):
        folded = fold_note(line)
        hits = vocabulary().places.find(folded.text)
        if not hits:
            continue
        absent = negative_clauses(folded.text, side="place")
        for hit in hits:
            if any(clause.holds(hit) for clause in absent):
                continue
            start, end = folded.original_span(hit.start, hit.end)
            for concept in hit.concepts:
                named.setdefault(concept, line[start:end])
            if hit.opposed and not any(
                clause.holds(hit) for clause in negative_clauses(folded.text, side="note")
            ):
                opposed.update({code: line[start:end] for code in hit.opposed if code not in opposed})
    return PlaceWords(named, opposed)


def _flags(places: Sequence[Iterable[str]]) -> ConceptFlags:
    codes = tuple(vocabulary().concepts)
    column = {code: index for index, code in enumerate(codes)}
    matrix = np.zeros((len(places), len(codes)), dtype=np.bool_)
    for row, concepts in enumerate(places):
        matrix[row, [column[code] for code in concepts]] = True
    return ConceptFlags(codes, matrix)
