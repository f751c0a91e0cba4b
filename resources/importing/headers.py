"""Which column is which: headers are folded and looked up in `header_aliases.csv`, never taken by position.

`header_aliases.csv` has format, field, alias. When several columns of a file mean one field, the alias that
comes first in the list is preferred, and the others fill in where it is empty.
"""

from __future__ import annotations

import csv
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from pathlib import Path

from resources.errors import BadInput
from resources.folding import fold_header
from resources.importing.cells import clean
from resources.importing.regular_file import read_regular_file

HeaderMapping = Mapping[str, str]
"""Folded header of a file → the header (or field) that it stands for."""

_ON_TOP_OF = dict.fromkeys(("care", "childcare", "education", "event", "kayoinoba", "medical"), "facility")
"""Lists that have the headers of 公共施設一覧 and some of their own, which are preferred."""
_LOST_MARKS = ("?", "？")
"""A byte order mark that went through a CP932 conversion."""


@dataclass(frozen=True, slots=True)
class Columns:
    """Where the fields of a format are in a file. Indexes are 0-based positions in a row.

    `unknown`: columns that no alias names. `repeated`: columns whose header stands there already.
    `repaired`: columns whose header was understood only without a leading question mark.
    """

    headers: tuple[str, ...]
    of_field: Mapping[str, tuple[int, ...]]
    unknown: tuple[int, ...]
    repeated: tuple[int, ...]
    repaired: tuple[int, ...]

    def __contains__(self, field: object) -> bool:
        return field in self.of_field

    def header(self, field: str) -> str | None:
        """The header as the file writes it, for messages."""
        places = self.of_field.get(field)
        return self.headers[places[0]] if places else None


@cache
def aliases(format_name: str) -> Mapping[str, tuple[str, int]]:
    """Folded alias → (field, rank) of one format; a field's own name is an alias too."""
    known: dict[str, tuple[str, int]] = {}
    for field, alias, rank in _rows(format_name):
        known.setdefault(fold_header(alias), (field, rank))
        known.setdefault(fold_header(field), (field, rank))
    return known


def _rows(format_name: str) -> list[tuple[str, str, int]]:
    """(field, alias, rank) of one format, in the order of the list, then of the format that it stands on."""
    text = files("resources.importing").joinpath("header_aliases.csv").read_text(encoding="utf-8")
    rows = list(csv.DictReader(text.splitlines()))
    names = [format_name, *([_ON_TOP_OF[format_name]] if format_name in _ON_TOP_OF else [])]
    chosen = [row for name in names for row in rows if row["format"] == name]
    return [(row["field"], row["alias"], rank) for rank, row in enumerate(chosen)]


@cache
def main_headers(format_name: str) -> Mapping[str, str]:
    """Field → the header that the format itself uses: the first of its aliases."""
    return {field: alias for field, alias, _ in reversed(_rows(format_name))}


def find_columns(cells: Sequence[str], format_name: str, mapping: HeaderMapping | None = None) -> Columns:
    """Resolve one row of headers for a format. Empty headers are columns without meaning."""
    known = aliases(format_name)
    places: dict[str, list[tuple[int, int]]] = {}
    unknown, repeated, repaired = [], [], []
    seen: set[str] = set()
    for index, cell in enumerate(cells):
        written = fold_header(cell)
        folded = fold_header((mapping or {}).get(written, written))
        if folded not in known and folded.startswith(_LOST_MARKS) and folded[1:] in known:
            folded = folded[1:]
            repaired.append(index)
        if written in seen:
            repeated.append(index)
        elif folded in known:
            field, rank = known[folded]
            places.setdefault(field, []).append((rank, index))
        elif folded:
            unknown.append(index)
        seen.add(written)
    of_field = {field: tuple(index for _, index in sorted(found)) for field, found in places.items()}
    headers = tuple(clean(cell) for cell in cells)
    repeated = [index for index in repeated if headers[index]]
    return Columns(headers, of_field, tuple(unknown), tuple(repeated), tuple(repaired))


def check_mapping(mapping: HeaderMapping, format_names: Iterable[str]) -> None:
    """Raises BadInput when a target of the mapping is a header that no format knows."""
    known = {alias for name in format_names for alias in aliases(name)}
    for header, target in mapping.items():
        if fold_header(target) not in known:
            raise BadInput(
                f"対応表の項目「{target}」（見出し「{header}」の行）は知らない項目です。",
                remedy="名称、住所、緯度、経度など、知っている見出しを書いてください。",
            )


def read_mapping(path: Path) -> dict[str, str]:
    """A mapping file: CSV (UTF-8) with header,field. Raises BadInput when it cannot be used."""
    try:
        lines = read_regular_file(path).decode("utf-8-sig").splitlines()
    except UnicodeDecodeError as error:
        raise BadInput(
            "対応表を読めません。", file=path.name, remedy="UTF-8 の CSV（header,field）で作ってください。"
        ) from error
    mapping: dict[str, str] = {}
    for number, row in enumerate(csv.reader(lines), start=1):
        if number == 1 and [cell.strip() for cell in row[:2]] == ["header", "field"]:
            continue
        if row and (len(row) != 2 or not all(cell.strip() for cell in row)):
            raise BadInput(
                "対応表の行は「ファイルの見出し,項目」の2列です。",
                file=path.name,
                row=number,
                remedy="1行に見出しと項目を1つずつ書いてください。",
            )
        if row:
            mapping[fold_header(row[0])] = row[1].strip()
    return mapping
