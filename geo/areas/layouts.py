"""Which column of a file means what: the editions of 国土数値情報, and the headers that cities use.

国土数値情報 gives its attributes numbers, and the numbers change with the edition and with the layer: the tables
are data (`data/ksj_editions.csv`, `data/plain_columns.csv`).
"""

from __future__ import annotations

import csv
import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from geo.areas.features import Features
from geo.sources import Source

_FILE_EDITION = re.compile(r"(A27|A32|N03)-(?:(\d{4})\d{4}|(\d{2})(?:\d{4})?)(?!\d)")
"""A27-16_13, N03-20230101_14, N03-190101_14, N03-23_14_230101."""


@dataclass(frozen=True)
class Layout:
    """The columns of one file by what they mean; "" = the file has no such column.

    `label`: the edition of 国土数値情報, "" for another file. `names` are joined to one name (市 and 区).
    `kind`: the kind that all areas have, "" where `kind_column` or the caller tells.
    """

    label: str
    kind: str
    key: str
    names: tuple[str, ...]
    municipality: str
    address: str
    parent: str
    kind_column: str
    note: str
    source: Source


@dataclass(frozen=True)
class _KsjRow:
    layer: str
    edition: str
    geometry: str
    columns: frozenset[str]
    pattern: tuple[str, str] | None
    row: dict[str, str]


def find_layout(features: Features) -> Layout | None:
    """The layout of a file, or None when no column can be the name of an area."""
    upper = {column.upper(): column for column in features.columns}
    for known in _ksj_rows():
        if known.geometry == "polygon" and known.columns <= upper.keys() and _fits(known, features, upper):
            return _ksj_layout(known, features.file, upper)
    return _plain_layout(features)


def looks_like_ksj(columns: Sequence[str]) -> bool:
    """Whether columns are numbered as in 国土数値情報 (of a layer or edition that is not known)."""
    return any(re.fullmatch(r"[A-Z]\d{2}[a-z]?_\d{3}", column.upper()) for column in columns)


@cache
def _ksj_rows() -> tuple[_KsjRow, ...]:
    """The editions, the one with most columns first: it must not be taken for one that has fewer."""
    found = []
    for row in _table("ksj_editions.csv"):
        column, _, pattern = row["pattern"].partition(":")
        found.append(
            _KsjRow(
                row["layer"],
                row["edition"],
                row["geometry"],
                frozenset(row["columns"].split(";")),
                (column, pattern) if column else None,
                row,
            )
        )
    return tuple(sorted(found, key=lambda known: -len(known.columns)))


def _fits(known: _KsjRow, features: Features, upper: dict[str, str]) -> bool:
    if known.pattern is None:
        return True
    column, pattern = known.pattern
    values = {record[upper[column]] for record in features.records} - {""}
    return all(re.fullmatch(pattern, value) for value in values)


def _ksj_layout(known: _KsjRow, file: str, upper: dict[str, str]) -> Layout:
    row = known.row
    edition = _edition_in_name(file, known.layer) or known.edition
    return Layout(
        label=f"{known.layer} {edition}",
        kind=row["kind"],
        key=upper.get(row["school_code"], ""),
        names=tuple(upper[column] for column in row["name"].split(";")),
        municipality=upper[row["municipality"]],
        address=upper.get(row["address"], ""),
        parent="",
        kind_column="",
        note="",
        source=Source(row["source_name"], edition, row["licence"], row["note"]),
    )


def _edition_in_name(file: str, layer: str) -> str:
    """The year that a file of 国土数値情報 carries in its name, "" where it was renamed."""
    found = _FILE_EDITION.search(file.upper())
    if found is None or found.group(1) != layer:
        return ""
    year = found.group(2) or f"20{found.group(3)}"
    return f"{year}年" if layer == "N03" else f"{year}年度"


def _plain_layout(features: Features) -> Layout | None:
    """Columns by their header, or by what the publisher's attributes.csv calls them."""
    by_header: dict[str, str] = {}
    for column in features.columns:
        by_header.setdefault(_folded(features.display_names.get(column) or column), column)
    roles = dict.fromkeys(("id", "name", "municipality", "address", "parent", "kind", "note"), "")
    for row in _table("plain_columns.csv"):
        if not roles[row["role"]]:
            roles[row["role"]] = by_header.get(_folded(row["header"]), "")
    if not roles["name"] and not roles["id"]:
        return None
    return Layout(
        label="",
        kind="",
        key=roles["id"],
        names=(roles["name"] or roles["id"],),
        municipality=roles["municipality"],
        address=roles["address"],
        parent=roles["parent"],
        kind_column=roles["kind"],
        note=roles["note"],
        source=Source(""),
    )


def _folded(header: str) -> str:
    return header.strip().lower()


@cache
def _table(name: str) -> tuple[dict[str, str], ...]:
    text = files("geo.areas").joinpath("data", name).read_text(encoding="utf-8")
    return tuple(csv.DictReader(text.splitlines()))
