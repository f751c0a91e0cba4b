"""The concept tables as rows: every file of `data/concepts`, checked against each other.

A table that contradicts itself is a programming error: `ConceptTableError` names the file and the row.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from hashlib import sha256
from importlib.resources import files

from matcher.engine.data_tables import read_table, read_text

CIRCUMSTANCES = ("stage", "company", "reach", "time", "money", "language", "hold", "body")
FACETS = ("situation", "activity", "occupation", "aim", "care", "safety", *CIRCUMSTANCES)
_BESIDE = (
    "concept_kinds.csv",
    "not_words.csv",
    "negations.csv",
    "other_people.csv",
    "age_groups.csv",
    "circumstance_values.csv",
    "frames.csv",
    "frame_parts.csv",
    "prose_ages.csv",
)


class ConceptTableError(ValueError):
    """A row of a concept table that cannot be right."""


@dataclass(frozen=True, slots=True)
class ConceptRow:
    """One row, `number` as an editor counts the lines of the file."""

    file: str
    number: int
    values: Mapping[str, str]

    @property
    def code(self) -> str:
        return self.values["concept"]

    def surfaces(self, *columns: str) -> tuple[str, ...]:
        """The words of these columns, as written."""
        return tuple(
            word for column in columns for word in (self.values.get(column) or "").split("|") if word
        )

    def flag(self, column: str) -> bool:
        return self.values.get(column) == "true"

    def implies(self) -> tuple[tuple[str, float], ...]:
        """(code, weight) of every concept that this one brings with it."""
        return tuple(self._implied(part) for part in self.surfaces("implies"))

    def _implied(self, part: str) -> tuple[str, float]:
        code, _, weight = part.partition(":")
        try:
            value = float(weight)
        except ValueError:
            value = -1.0
        if not 0.0 < value <= 1.0:
            raise self.error(f"implies {part!r}: a weight in (0, 1] is expected after the colon")
        return code, value

    def error(self, what: str) -> ConceptTableError:
        return ConceptTableError(f"{self.file} row {self.number}: {what}")


@cache
def concept_rows() -> tuple[ConceptRow, ...]:
    """All concepts in the order of the files' names and rows. Raises ConceptTableError."""
    rows = tuple(row for name in concept_files() for row in _rows(name))
    check_rows(rows)
    return rows


@cache
def concept_files() -> tuple[str, ...]:
    """The names of the concept tables, below `data`."""
    folder = files("matcher.engine.data").joinpath("concepts")
    names = sorted(entry.name for entry in folder.iterdir() if entry.name.endswith(".csv"))
    return tuple(f"concepts/{name}" for name in names)


@cache
def vocabulary_digest() -> str:
    """Twelve hexadecimal digits that change with any table a reading depends on."""
    digest = sha256()
    for name in (*concept_files(), *_BESIDE):
        digest.update(read_text(name).encode())
    return digest.hexdigest()[:12]


def _rows(name: str) -> Iterator[ConceptRow]:
    for number, values in enumerate(read_table(name), start=2):
        yield ConceptRow(name, number, values)


def check_rows(rows: tuple[ConceptRow, ...]) -> None:
    """Raise ConceptTableError for the first row that cannot be right."""
    first: dict[str, ConceptRow] = {}
    for row in rows:
        if None in row.values or None in row.values.values():
            raise row.error("the number of columns is not that of the header")
        if row.code in first:
            raise row.error(f"concept {row.code!r} is already in {first[row.code].file}")
        if row.values["facet"] not in FACETS:
            raise row.error(f"unknown facet {row.values['facet']!r}")
        first[row.code] = row
    for row in rows:
        for code, _weight in row.implies():
            if code not in first:
                raise row.error(f"implies {code!r}, which is no concept")
