"""One shape for CSV, GeoJSON properties and shapefile attributes: named columns of text."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from geo.errors import GeoError
from geo.population.labels import fold
from geo.population.problems import unreadable

_SAVE_AGAIN = (
    "元のファイルを取り直し、途中で切れたり、数の中のカンマで列がずれたりしていないか確かめてください。"
)


@dataclass(frozen=True)
class Columns:
    """Chosen columns as text, and the row of the file that each entry stands in (counted from 1)."""

    texts: tuple[list[str], ...]
    rows: list[int]


class Table:
    """A population file as named columns. `header` is folded; `second` is the next row (labels of e-Stat)."""

    def __init__(
        self,
        file: str,
        header: Sequence[str],
        second: Sequence[str],
        read: Callable[[Sequence[int], int], Columns],
    ) -> None:
        self.file = file
        self.header = tuple(fold(name) for name in header)
        self.second = tuple(fold(name) for name in second)
        self._read = read

    def columns(self, chosen: Sequence[int], *, below: int = 1) -> Columns:
        """The columns at these positions, under `below` header rows; empty rows are left out. Raises GeoError."""
        columns = self._read(chosen, below)
        if not columns.rows:
            raise unreadable(
                "人口の行が一つもありません。", "元のファイルを取り直してください。", file=self.file
            )
        return columns

    def position(self, *names: str) -> int | None:
        """Where the first of these names stands in the header; None when it has none of them."""
        for name in names:
            if fold(name) in self.header:
                return self.header.index(fold(name))
        return None

    def required(self, *names: str) -> int:
        """Like `position`; raises GeoError naming the missing column."""
        found = self.position(*names)
        if found is None:
            raise unreadable(
                "この列が見出しにありません。",
                "配布元のファイルを、見出しの行を消さずに取り込んでください。",
                file=self.file,
                column=names[0],
            )
        return found


def text_table(text: str, file: str) -> Table:
    """A table from CSV or tab separated text. Raises GeoError."""
    first_line = text[: text.find("\n") if "\n" in text else len(text)]
    delimiter = "\t" if first_line.count("\t") > first_line.count(",") else ","

    def rows() -> Iterator[tuple[int, list[str]]]:
        reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
        while True:
            row = reader.line_num + 1
            try:
                cells = next(reader)
            except StopIteration:
                return
            except csv.Error:
                raise unreadable("CSV として読めません。", _SAVE_AGAIN, file=file, row=row) from None
            yield row, cells

    def read(chosen: Sequence[int], below: int) -> Columns:
        texts: tuple[list[str], ...] = tuple([] for _ in chosen)
        kept: list[int] = []
        widths: dict[int, int] = {}  # of rows longer than the header: the first row of each width
        last, width = max(chosen, default=-1), len(header)
        for count, (row, cells) in enumerate(rows()):
            if count < below or not any(cells):
                continue
            widths.setdefault(max(len(cells), width), row)
            if len(cells) <= last or any(cells[width:]) or len(widths) > 1:
                raise _odd_width(widths, len(cells), width, row, file)
            kept.append(row)
            for column, position in zip(texts, chosen, strict=True):
                column.append(cells[position])
        return Columns(texts, kept)

    top = [cells for _, cells in _first(rows(), 2)]
    header = top[0] if top else []
    return Table(file, header, top[1] if len(top) > 1 else [], read)


def record_table(records: Sequence[Mapping[str, Any]], file: str) -> Table:
    """A table from the properties of GeoJSON features; "row" is the number of the feature."""
    header = list(dict.fromkeys(name for record in records for name in record))

    def read(chosen: Sequence[int], below: int) -> Columns:
        del below  # features have no header rows
        names = [header[position] for position in chosen]
        texts = tuple([_text(record.get(name)) for record in records] for name in names)
        return Columns(texts, list(range(1, len(records) + 1)))

    return Table(file, header, (), read)


def array_table(header: Sequence[str], values: Sequence[npt.NDArray[Any]], file: str) -> Table:
    """A table from attribute arrays (shapefile, GeoPackage); "row" is the number of the feature."""

    def read(chosen: Sequence[int], below: int) -> Columns:
        del below
        texts = tuple([_text(value) for value in values[position].tolist()] for position in chosen)
        return Columns(texts, list(range(1, len(values[0]) + 1)) if len(values) else [])

    return Table(file, header, (), read)


def geojson_table(text: str, file: str) -> Table:
    """A table from the properties of a FeatureCollection. Raises GeoError."""
    remedy = "GeoJSON の FeatureCollection を取り込んでください。"
    try:
        document = json.loads(text)
    except (ValueError, RecursionError):
        raise unreadable("GeoJSON として読めません。", remedy, file=file) from None
    features = document.get("features") if isinstance(document, dict) else None
    if not isinstance(features, list) or not features:
        raise unreadable("地物(features)が一つもありません。", remedy, file=file)
    records: list[Mapping[str, Any]] = []
    for number, feature in enumerate(features, start=1):
        record = feature.get("properties") if isinstance(feature, dict) else None
        if not isinstance(record, dict):
            raise unreadable("地物に属性(properties)がありません。", remedy, file=file, row=number)
        records.append(record)
    return record_table(records, file)


def _odd_width(widths: Mapping[int, int], cells: int, width: int, row: int, file: str) -> GeoError:
    """One row longer than the others has a cell too many, even if its end is empty: its figures moved."""
    if cells == width and len(widths) > 1:
        cells, row = max((cells, row) for cells, row in widths.items())
    return unreadable(f"列の数({cells})が見出し({width})と違います。", _SAVE_AGAIN, file=file, row=row)


def _first(rows: Iterator[tuple[int, list[str]]], count: int) -> list[tuple[int, list[str]]]:
    return [row for row, _ in zip(rows, range(count), strict=False)]


def _text(value: object) -> str:
    """A property as the text that a CSV of it would hold; whole numbers without a decimal point."""
    if value is None or (isinstance(value, float) and np.isnan(value)):
        return ""
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value)
