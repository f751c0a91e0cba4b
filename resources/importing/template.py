"""Our own form for lists: an Excel workbook with drop-down lists, an example and an explanation.

It is read by the format "own". The lists stand in a hidden sheet, to which the validations refer: both Excel
and LibreOffice read that, and a list in the validation itself may hold only 255 characters.
"""

from __future__ import annotations

import csv
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from importlib.resources import files
from io import BytesIO

from openpyxl import Workbook
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from resources.code_lists import code_list
from resources.importing.formats import OWN
from resources.importing.headers import main_headers

SHEET, EXAMPLE, EXPLANATION, LISTS = "記入用", "記入例", "説明", "選択肢"
ROWS = 2000
"""So many rows have drop-down lists; more rows are read as well."""
_HEAD = PatternFill("solid", fgColor="DCEFF2")
_BOLD = Font(bold=True)
_WRAP = Alignment(wrap_text=True, vertical="top")
_TEXT = "@"


@dataclass(frozen=True, slots=True)
class TemplateColumn:
    """One column. `values`: a code list, "districts", or "" for free text; `several`: joined with ;."""

    field: str
    header: str
    values: str
    several: bool
    required: bool
    width: int
    explanation: str
    examples: tuple[str, ...]


def template_columns() -> tuple[TemplateColumn, ...]:
    """The columns in the order of template_columns.csv, with the headers of the format."""
    text = files("resources.importing").joinpath("template_columns.csv").read_text(encoding="utf-8")
    headers = main_headers(OWN.aliases)
    return tuple(
        TemplateColumn(
            field=row["field"],
            header=headers[row["field"]],
            values=row["values"],
            several=row["several"] == "true",
            required=row["required"] == "true",
            width=int(row["width"]),
            explanation=row["explanation"],
            examples=(row["example_1"], row["example_2"]),
        )
        for row in csv.DictReader(text.splitlines())
    )


def template_workbook(districts: Mapping[str, str]) -> bytes:
    """The workbook as a file. `districts`: code → name, offered in the column 学区."""
    columns = template_columns()
    book = Workbook()
    sheet = book.active
    assert isinstance(sheet, Worksheet)
    sheet.title = SHEET
    _write_headers(sheet, columns)
    lists = _write_lists(book, columns, districts)
    _add_validations(sheet, columns, lists)
    example = book.create_sheet(EXAMPLE, 1)
    _write_headers(example, columns)
    for number in (0, 1):
        example.append([column.examples[number] or None for column in columns])
    _write_explanation(book.create_sheet(EXPLANATION, 2), columns)
    stream = BytesIO()
    book.save(stream)
    return stream.getvalue()


def _write_headers(sheet: Worksheet, columns: Sequence[TemplateColumn]) -> None:
    sheet.append([column.header for column in columns])
    for number, column in enumerate(columns, start=1):
        cell = sheet.cell(1, number)
        cell.font, cell.fill, cell.alignment = _BOLD, _HEAD, _WRAP
        dimension = sheet.column_dimensions[get_column_letter(number)]
        dimension.width, dimension.number_format = column.width, _TEXT
    sheet.freeze_panes = "C2"


def _write_lists(
    book: Workbook, columns: Sequence[TemplateColumn], districts: Mapping[str, str]
) -> dict[str, str]:
    """Fill the hidden sheet; name of a list → the range that holds it. An empty list has none."""
    sheet = book.create_sheet(LISTS)
    sheet.sheet_state = "hidden"
    ranges: dict[str, str] = {}
    for name in dict.fromkeys(column.values for column in columns if column.values):
        labels = _labels(name, districts)
        if not labels:
            continue
        place = len(ranges) + 1
        letter = get_column_letter(place)
        for number, label in enumerate([name, *labels], start=1):
            sheet.cell(number, place, label)
        ranges[name] = f"'{LISTS}'!${letter}$2:${letter}${len(labels) + 1}"
    return ranges


def _labels(name: str, districts: Mapping[str, str]) -> list[str]:
    if name == "districts":
        return list(districts.values())
    return [code.label_ja for code in code_list(name)]


def _add_validations(sheet: Worksheet, columns: Sequence[TemplateColumn], lists: Mapping[str, str]) -> None:
    for number, column in enumerate(columns, start=1):
        if column.values not in lists:
            continue
        rule = DataValidation(type="list", formula1=lists[column.values], allow_blank=True)
        rule.showErrorMessage = not column.several  # several values joined with ; are no entry of the list
        rule.errorTitle, rule.error = column.header, "一覧から選んでください。"
        rule.showInputMessage = column.several
        rule.promptTitle, rule.prompt = column.header, "いくつもあるときは ; でつなぎます。"
        letter = get_column_letter(number)
        rule.add(f"{letter}2:{letter}{ROWS}")
        sheet.add_data_validation(rule)


def _write_explanation(sheet: Worksheet, columns: Sequence[TemplateColumn]) -> None:
    sheet.append(["項目の名前", "必ず書く", "書き方"])
    for column in columns:
        sheet.append([column.header, "はい" if column.required else "", column.explanation])
    for cell in sheet[1]:
        cell.font, cell.fill = _BOLD, _HEAD
    for letter, width in (("A", 18), ("B", 10), ("C", 90)):
        sheet.column_dimensions[letter].width = width
