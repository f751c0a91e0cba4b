"""Chosen sites as a workbook: the sites, what does nearly as well, the districts before and after, what it rests on."""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence
from typing import Any

from openpyxl import Workbook
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter

from api.planning.exports import condition_lines
from api.planning.sheets import Cell, append_line, print_on_a4

_SITES = (
    "順",
    "名称",
    "学区",
    "メッシュ",
    "緯度",
    "経度",
    "新たに届く人",
    "届く人の合計",
    "近くで同じ程度の候補",
)
_OTHERS = ("代わりにする所", "ほぼ同じ効果の候補", "新たに届く人", "選んだ案に対する割合")
_DISTRICTS = (
    *("学区ID", "学区", "対象の人", "いま届く人", "新しい場所ができると"),
    *("割合(いま)", "割合(新しい場所)"),
)
_SURE = "これより多くの人に届く組み合わせがないことを確かめました。"
_NOT_SURE = "時間内には確かめきれませんでした(最大で{:.1%}多く届く組み合わせが残っているかもしれません)。"


def sites_workbook(document: Mapping[str, Any]) -> bytes:
    """The workbook of a `site` document; every text is safe in a spreadsheet."""
    book = Workbook()
    book.remove(book.worksheets[0])
    _sheet(book, "候補地", _SITES, [_site(number, site) for number, site in enumerate(document["sites"], 1)])
    _sheet(book, "ほぼ同じ効果の案", _OTHERS, [_other(other) for other in document["alternatives"]])
    _sheet(book, "学区ごとの前と後", _DISTRICTS, [_district(row) for row in document["districts"]])
    about = book.create_sheet("条件と出典")
    for line in condition_lines(document["parameters"]):
        append_line(about, line)
    append_line(about, ["増やす数", document["parameters"]["add"]])
    append_line(about, [_SURE if document["optimal"] else _NOT_SURE.format(document["gap"])])
    for text in (*document["notes"], *document["sources"]):
        append_line(about, [text])
    about.column_dimensions["A"].width, about.column_dimensions["B"].width = 28, 60
    content = io.BytesIO()
    book.save(content)
    return content.getvalue()


def _sheet(book: Workbook, title: str, header: Sequence[str], rows: Sequence[Sequence[Cell]]) -> None:
    sheet = book.create_sheet(title)
    append_line(sheet, header)
    for row in rows:
        append_line(sheet, row)
    for column, name in enumerate(header, start=1):
        letter = get_column_letter(column)
        sheet[f"{letter}1"].font = Font(bold=True)
        sheet[f"{letter}1"].alignment = Alignment(wrap_text=True, vertical="top")
        sheet.column_dimensions[letter].width = 30 if name in ("名称", "学区") else max(12, 2 * len(name))
        for cell in sheet[letter][1:]:
            if "割合" in name:
                cell.number_format = "0%"
            elif "人" in name:
                cell.number_format = "#,##0"
    sheet.freeze_panes = "A2"
    print_on_a4(sheet)


def _site(number: int, site: Mapping[str, Any]) -> list[Cell]:
    return [
        *(number, site["name"], site["district_name"], site["mesh"], site["lat"], site["lon"]),
        *(site["newly_covered"], site["objective_after"], "、".join(site["near"])),
    ]


def _other(other: Mapping[str, Any]) -> list[Cell]:
    return [
        *("、".join(other["instead_of"]), "、".join(other["sites"])),
        *(other["newly_covered"], other["share"]),
    ]


def _district(row: Mapping[str, Any]) -> list[Cell]:
    return [
        *(row["district_id"], row["district_name"], row["target_population"], row["before"], row["after"]),
        *(row["coverage_before"], row["coverage_after"]),
    ]
