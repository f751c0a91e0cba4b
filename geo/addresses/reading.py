"""Files of towns: geolonia, アドレス・ベース・レジストリ, 位置参照情報. Known by their headers, never by their names."""

from __future__ import annotations

import csv
import io
import zipfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from geo.addresses.city_json import read_city_json
from geo.addresses.errors import TownFileError
from geo.addresses.layouts import PositionRow, TownRow, layout_of
from geo.addresses.model import Town
from geo.archives import BROKEN_ZIP, Unpacking
from geo.errors import GeoError
from geo.population.decoding import decode

_MOST_BYTES = 1_000_000_000
_INDEX = "ja.json"
_ZIP = b"PK\x03\x04"


@dataclass(frozen=True, slots=True)
class TownFile:
    """One file for the report. `rows`: data lines; `taken`: those that gave a town or a position."""

    file: str
    format: str
    rows: int
    taken: int


@dataclass(frozen=True, slots=True)
class TownFiles:
    """All files together: their towns, those of them without a point, and the counts of each file."""

    towns: tuple[Town, ...]
    files: tuple[TownFile, ...]

    @property
    def without_point(self) -> int:
        """Towns of which only the name is known."""
        return sum(town.lat is None for town in self.towns)


def read_town_files(paths: Sequence[Path]) -> TownFiles:
    """Read files, folders (geolonia's api) and zips that belong together: names and positions are joined.

    Raises TownFileError for a file that is none of the known ones, and when nothing is in them.
    """
    named: dict[tuple[str, ...], TownRow] = {}
    positions: dict[tuple[str, ...], PositionRow] = {}
    loose: list[Town] = []
    summaries = []
    for path in _expanded(paths):
        if path.suffix.lower() == ".json":
            towns = read_city_json(path)
            loose += towns
            summaries.append(TownFile(path.name, "geolonia", len(towns), len(towns)))
            continue
        for name, data in _tables(path):
            summaries.append(_read_table(data, name, named, positions))
    loose += (row.town(positions.get(row.key)) for row in named.values())
    if not loose:
        raise TownFileError(
            "町字の行が一つもありません。",
            file=paths[0].name if paths else "",
            remedy="町字マスターの名前のファイルと位置のファイルを一緒に指定してください。",
        )
    return TownFiles(tuple(loose), tuple(summaries))


def _expanded(paths: Sequence[Path]) -> Iterator[Path]:
    for path in paths:
        if path.is_dir():
            found = sorted(file for file in path.rglob("*.json") if file.name != _INDEX)
            if not found:
                raise TownFileError(
                    "フォルダーに町字のファイル（.json）がありません。",
                    file=path.name,
                    remedy="api/ja のフォルダーを指定してください。",
                )
            yield from found
        elif path.name != _INDEX:
            yield path


def _tables(path: Path) -> Iterator[tuple[str, bytes]]:
    """The text of a file, or of every .csv in a zip."""
    data = path.read_bytes()
    if not data.startswith(_ZIP):
        yield path.name, data
        return
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            unpacking = Unpacking(archive, most_bytes=_MOST_BYTES)
            for entry in archive.infolist():
                if entry.filename.lower().endswith(".csv"):
                    yield entry.filename, b"".join(unpacking.chunks(entry))
    except GeoError as error:
        raise TownFileError(str(error), file=path.name, remedy="展開してから指定してください。") from error
    except BROKEN_ZIP as error:
        raise TownFileError(
            "zip を展開できません。", file=path.name, remedy="元のファイルを取り直してください。"
        ) from error


def _read_table(
    data: bytes,
    file: str,
    named: dict[tuple[str, ...], TownRow],
    positions: dict[tuple[str, ...], PositionRow],
) -> TownFile:
    reader = csv.reader(io.StringIO(decode(data, file)))
    try:
        header = next(reader, [])
        layout = layout_of(header)
        if layout is None:
            raise TownFileError(
                "町字のファイルとして見分けられません。",
                file=file,
                row=1,
                remedy="町字マスター（mt_town、mt_town_pos）、geolonia の latest.csv、大字・町丁目位置参照情報の"
                "どれかを、見出しを変えずに指定してください。",
            )
        rows = taken = 0
        for cells in reader:
            if not any(cells):
                continue
            rows += 1
            if len(cells) < len(header):
                raise TownFileError(
                    "列が足りません。",
                    file=file,
                    row=reader.line_num,
                    remedy="ファイルが途中で切れていないか確かめてください。",
                )
            row = layout.read(cells)
            if isinstance(row, TownRow):
                named.setdefault(row.key, row)
            elif row is not None:
                positions[row.key] = row
            taken += row is not None
    except csv.Error as error:
        raise TownFileError(
            "CSV として読めません。",
            file=file,
            row=reader.line_num,
            remedy="引用符の位置を確かめてください。",
        ) from error
    return TownFile(file, layout.name, rows, taken)
