"""Files made to be passed on open everywhere, whatever a name holds."""

from __future__ import annotations

import io
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from openpyxl import load_workbook
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE

from api.planning.city import City, city_of_collection
from api.planning.district_card import district_card
from api.planning.district_card_file import card_workbook
from api.planning.exports import gaps_as
from api.planning.gaps import gaps
from api.planning.matrix import matrix_answer, matrix_as
from api.planning.question import question_from
from resources.snapshot import build_snapshot
from resources.spreadsheet_text import safe_cell

SMALL = Path(__file__).resolve().parents[2] / "data" / "small_city"
ASKED = question_from(kinds=["居場所"])
WORKBOOKS: dict[str, Callable[[City], bytes]] = {
    "gap": lambda city: gaps_as(city, gaps(city, ASKED), ".xlsx"),
    "matrix": lambda city: matrix_as(city, matrix_answer(city, ASKED), ".xlsx"),
    "card": lambda city: card_workbook(district_card(city, ASKED, "T1")),
}


@pytest.mark.parametrize("file", WORKBOOKS)
def test_a_control_character_in_a_name_is_left_out_of_a_workbook(file: str) -> None:
    small = city_of_collection(SMALL)[0]
    records = [replace(record, name=f"\x0b=1+1{record.name}") for record in small.snapshot.records]
    names = {district: f"\x00=2+2\x1f{name}" for district, name in small.district_names.items()}
    city = replace(small, name="\x07市", snapshot=build_snapshot(records), district_names=names)
    book = load_workbook(io.BytesIO(WORKBOOKS[file](city)))
    cells = [cell for sheet in book for row in sheet for cell in row if cell.value is not None]
    assert {cell.data_type for cell in cells} <= {"s", "n"}
    assert any(str(cell.value).startswith("'=2+2") for cell in cells)


def test_no_cell_holds_what_a_workbook_or_utf_8_refuses() -> None:
    every = "".join(map(chr, range(0x10000)))
    kept = safe_cell(f"場所{every}")
    assert not ILLEGAL_CHARACTERS_RE.search(kept)
    kept.encode("utf-8")
    assert "\n" in kept
    assert "あ" in kept


def test_a_formula_behind_a_control_character_is_still_none() -> None:
    assert safe_cell("\x00=1+1") == "'=1+1"
