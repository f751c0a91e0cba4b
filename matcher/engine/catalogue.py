"""A snapshot made ready for matching: the text index and the concepts of every place. Built once per version."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from matcher.engine.reading.clauses import negative_clauses
from matcher.engine.text_index import TextIndex, build_text_index
from matcher.engine.vocabulary import vocabulary
from resources.code_lists import code_list
from resources.folding import fold_text
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
    nobody when it says that everybody may come; `welcome` these and the people named in 受入の配慮.
    """

    snapshot: Snapshot
    text: TextIndex
    stated: ConceptFlags
    audience: ConceptFlags
    welcome: ConceptFlags

    def __len__(self) -> int:
        return len(self.snapshot)


def prepare(snapshot: Snapshot) -> Catalogue:
    """Index the texts of a snapshot and read their concepts."""
    records = snapshot.records
    return Catalogue(
        snapshot=snapshot,
        text=build_text_index([place_text(record) for record in records]),
        stated=_flags([own_words(record) for record in records]),
        audience=_flags([_audience_text(record) for record in records]),
        welcome=_flags([_welcome_text(record) for record in records]),
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


def place_concepts(text: str) -> tuple[str, ...]:
    """The concepts a place's text names, those of negative clauses ("カラオケはありません") left out."""
    folded_lines = [fold_text(line) for line in text.split("\n")]
    found: dict[str, None] = {}
    for line in folded_lines:
        absent = negative_clauses(line, side="place")
        for hit in vocabulary().places.find(line):
            if not any(clause.start <= hit.start < clause.end for clause in absent):
                found.update(dict.fromkeys(hit.concepts))
    return tuple(found)


def _flags(texts: Sequence[str]) -> ConceptFlags:
    codes = tuple(vocabulary().concepts)
    column = {code: index for index, code in enumerate(codes)}
    matrix = np.zeros((len(texts), len(codes)), dtype=np.bool_)
    for row, text in enumerate(texts):
        matrix[row, [column[code] for code in place_concepts(text)]] = True
    return ConceptFlags(codes, matrix)
