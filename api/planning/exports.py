"""The gaps as a file: CSV, a workbook, GeoJSON, GeoPackage. Every one states question, assumptions and sources."""

from __future__ import annotations

import csv
import io
import json
import tempfile
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from types import MappingProxyType

import shapely
from openpyxl import Workbook
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter

from api.planning.city import City
from api.planning.documents import parameters, remarks
from api.planning.gaps import Answer
from api.planning.sheets import append_line
from api.planning.table import HEADER, UNKNOWN_AMOUNT, Cell, cells, rows_of
from resources.atomic_file import replace_bytes
from resources.errors import BadInput
from resources.spreadsheet_text import safe_cell

_CONDITION_LABELS = {
    "kind": "種別",
    "age": "年齢",
    "weekday": "曜日",
    "from": "始まり",
    "to": "終わり",
    "minutes": "所要時間(分)",
    "mode": "移動の方法",
    "travel_by": "所要時間の出し方",
    "speed_kmh": "速さ(km/時)",
    "wait_minutes": "待ち時間(分)",
    "detour": "道のりの倍率",
    "on": "時点",
    "age_estimated": "年齢を推計したか",
    "hidden_cells": "年齢別の数に入っていない秘匿メッシュ",
    "assumptions": "試した見込み",
    "goal": "目標の割合",
    "fewest_people": "印を付ける最少の人数",
}


def write_gaps(city: City, answer: Answer, path: Path, *, inputs: Iterable[Path] = ()) -> None:
    """Write the file that its name asks for. Raises BadInput for another ending or an unwritable place."""
    replace_bytes(path, gaps_as(city, answer, path.suffix), inputs=inputs)


def gaps_as(city: City, answer: Answer, suffix: str) -> bytes:
    """The content of a file with this ending. Raises BadInput."""
    make = _FORMATS.get(suffix.lower())
    if make is None:
        raise BadInput(
            f"「{suffix or '拡張子なし'}」のファイルには書き出せません。",
            remedy=f"名前の終わりを {' '.join(_FORMATS)} のどれかにしてください。",
        )
    return make(city, answer)


def _as_csv(city: City, answer: Answer) -> bytes:
    text = io.StringIO(newline="")
    writer = csv.writer(text)
    writer.writerow(HEADER)
    writer.writerows([_plain(cell) for cell in cells(row, UNKNOWN_AMOUNT)] for row in rows_of(answer)[0])
    writer.writerow([])
    writer.writerows([safe_cell(line)] for line in notes(city, answer))
    return text.getvalue().encode("utf-8-sig")


def _as_workbook(city: City, answer: Answer) -> bytes:
    book = Workbook()
    book.remove(book.worksheets[0])
    sheet = book.create_sheet("過不足")
    append_line(sheet, HEADER)
    for row in rows_of(answer)[0]:
        append_line(sheet, cells(row, UNKNOWN_AMOUNT))
    for column, title in enumerate(HEADER, start=1):
        letter = get_column_letter(column)
        sheet[f"{letter}1"].font = Font(bold=True)
        sheet[f"{letter}1"].alignment = Alignment(wrap_text=True, vertical="top")
        sheet.column_dimensions[letter].width = 60 if title == "説明" else max(8, 2 * len(title))
        for cell in sheet[letter][1:]:
            cell.alignment = Alignment(wrap_text=True, vertical="top")
            if title.startswith(("届く人の割合", "割合")):
                cell.number_format = "0%"
    sheet.freeze_panes = "C2"
    about = book.create_sheet("条件と出典")
    for line in condition_lines(parameters(city, answer)):
        append_line(about, line)
    for note in notes(city, answer):
        append_line(about, [note])
    about.column_dimensions["A"].width, about.column_dimensions["B"].width = 28, 60
    content = io.BytesIO()
    book.save(content)
    return content.getvalue()


def _as_geojson(city: City, answer: Answer) -> bytes:
    document = {
        "type": "FeatureCollection",
        "name": "gap",
        "parameters": parameters(city, answer),
        "sources": notes(city, answer),
        "features": [
            {"type": "Feature", "properties": properties, "geometry": shapely.geometry.mapping(shape)}
            for properties, shape in _features(city, answer)
        ],
    }
    return json.dumps(document, ensure_ascii=False).encode()


def _as_geopackage(city: City, answer: Answer) -> bytes:
    import geopandas  # GDAL takes a second to load: only who asks for this format waits

    found = _features(city, answer)
    frame = geopandas.GeoDataFrame(
        [properties for properties, _ in found], geometry=[shape for _, shape in found], crs="EPSG:6668"
    )
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "gap.gpkg"
        stated = {
            "sources": "\n".join(notes(city, answer)),
            "parameters": json.dumps(parameters(city, answer)),
        }
        frame.to_file(file, layer="gap", driver="GPKG", engine="pyogrio", layer_metadata=stated)
        return file.read_bytes()


def _features(city: City, answer: Answer) -> list[tuple[Mapping[str, Cell], shapely.Geometry]]:
    """Properties and polygon of every district. Raises BadInput where the city has no polygons."""
    if city.boundaries is None:
        raise BadInput(
            "学区の区域(ポリゴン)がないので、地図の形式では書き出せません。",
            remedy=".csv か .xlsx に書き出すか、学区の区域を取り込んでください。",
        )
    shape_of = dict(zip(city.boundaries.ids, city.boundaries.shapes, strict=True))
    rows = [row for row in rows_of(answer)[0] if row.gap.district_id in shape_of]
    return [(dict(zip(HEADER, cells(row), strict=True)), shape_of[row.gap.district_id]) for row in rows]


def condition_lines(conditions: Mapping[str, object]) -> list[list[Cell]]:
    """What was asked and assumed (`documents.parameters`), a label and a value a line."""
    return [
        [_CONDITION_LABELS[name], _in_a_cell(value)]
        for name, value in conditions.items()
        if name in _CONDITION_LABELS
    ]


def notes(city: City, answer: Answer | None) -> list[str]:
    """What stands under every map and export: what is missing, and the sources; None where there is no answer."""
    return [*remarks(city, answer), *source_lines(city)]


def source_lines(city: City) -> list[str]:
    """Every source once."""
    return list(dict.fromkeys(source.line() for source in city.sources))


def _plain(cell: Cell) -> str:
    return "" if cell is None else safe_cell(str(cell)) if isinstance(cell, str) else str(cell)


def _in_a_cell(value: object) -> Cell:
    if isinstance(value, list):
        return "、".join("" if part is None else str(part) for part in value)
    if isinstance(value, bool):
        return "はい" if value else "いいえ"
    return value if isinstance(value, (str, int, float)) or value is None else str(value)


_FORMATS: Mapping[str, Callable[[City, Answer], bytes]] = MappingProxyType(
    {".csv": _as_csv, ".xlsx": _as_workbook, ".geojson": _as_geojson, ".gpkg": _as_geopackage}
)
