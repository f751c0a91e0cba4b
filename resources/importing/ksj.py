"""国土数値情報 (points): which attribute means what, and what its codes say. Both change with the edition.

`ksj_columns.csv`: layer, edition, tell, column, field. `tell` is an attribute and the form of its values, by which
the edition is told. `ksj_codes.csv`: layer, column, code, label, source; 05* stands for all codes from 05 on.
A code that stands in no row is kept as it is.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from resources.folding import fold_header

_LOOKED_AT = 50
Record = Mapping[str, str]


@dataclass(frozen=True)
class KsjEdition:
    """One edition of one layer. `tell`: an attribute and the form that its filled values have."""

    layer: str
    edition: str
    tell: tuple[str, re.Pattern[str]]
    fields: Mapping[str, str]

    @property
    def name_column(self) -> str:
        return next(column for column, field in self.fields.items() if field == "name")

    def mapping(self) -> dict[str, str]:
        """Folded attribute → field of the format `facility`."""
        return {fold_header(column): field for column, field in self.fields.items()}


@cache
def editions() -> tuple[KsjEdition, ...]:
    """All known editions, in the order in which they are tried."""
    fields: dict[tuple[str, str, str], dict[str, str]] = {}
    for row in _rows("ksj_columns.csv"):
        fields.setdefault((row["layer"], row["edition"], row["tell"]), {})[row["column"]] = row["field"]
    return tuple(
        KsjEdition(layer, edition, _told_by(tell), columns)
        for (layer, edition, tell), columns in fields.items()
    )


def find_edition(columns: Sequence[str], records: Sequence[Record]) -> KsjEdition | None:
    """The edition of a file by its attributes and their values; None when it is no known layer."""
    return next((known for known in editions() if _fits(known, columns, records)), None)


def with_labels(edition: KsjEdition, record: Record) -> dict[str, str]:
    """A record with the words of the codes that are known."""
    words = _words(edition.layer)
    return {column: _label(words, column.upper(), value) for column, value in record.items()}


def _told_by(tell: str) -> tuple[str, re.Pattern[str]]:
    column, _, pattern = tell.partition("=")
    return column, re.compile(pattern)


def _fits(known: KsjEdition, columns: Sequence[str], records: Sequence[Record]) -> bool:
    upper = {column.upper(): column for column in columns}
    column, form = known.tell
    if known.name_column not in upper or column not in upper:
        return False
    values = (record[upper[column]] for record in records[:_LOOKED_AT])
    filled = [value for value in values if value]
    return bool(filled) and all(form.fullmatch(value) for value in filled)


def _label(words: Mapping[tuple[str, str], str], column: str, value: str) -> str:
    """The word of a code, else of the longest group of codes that it belongs to, else the code."""
    groups = (value, *(f"{value[:length]}*" for length in range(len(value) - 1, 0, -1)))
    if not value.isdecimal():
        return value
    return next((words[column, group] for group in groups if (column, group) in words), value)


@cache
def _words(layer: str) -> dict[tuple[str, str], str]:
    rows = _rows("ksj_codes.csv")
    return {(row["column"], row["code"]): row["label"] for row in rows if row["layer"] == layer}


def _rows(name: str) -> list[dict[str, str]]:
    text = files("resources.importing").joinpath(name).read_text(encoding="utf-8")
    return list(csv.DictReader(text.splitlines()))
