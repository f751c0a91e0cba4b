"""The files for others: exact headers, no formula in a cell, and back into our own import as they were."""

from __future__ import annotations

import csv
import json
import random
from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, date, datetime
from io import BytesIO, StringIO
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import load_workbook

from resources.demo import demo_city
from resources.exporting.about import About, notes
from resources.exporting.collection_file import header as collection_header
from resources.exporting.csv_lines import csv_line
from resources.exporting.forms import FORMS
from resources.exporting.opendata import header
from resources.importing import ReadResult, read_resources
from resources.importing.delimited import read_delimited
from resources.publishing.model import PublishedEntry, PublishedOrganisation
from resources.records import ResourceRecord, ScheduleRule
from resources.rows import is_volunteer
from resources.spreadsheet_text import cell_text, plain_cell, safe_cell
from tests.api.sample_city import OPEN_PLACE, VOLUNTEER

ABOUT = About("架空市", "252999", date(2026, 11, 21), "CC BY 4.0", (("一覧.csv", "CC0"),))
NOW = datetime(2026, 11, 21, 0, 0, tzinfo=UTC)
HOUSE = PublishedOrganisation("house0000001", "NPO法人みなも", "npo", "1234567890123")
STARTS = ["=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠"]
DANGEROUS = [f"{start}cmd|' /C calc'!A0" for start in STARTS]


def entries(*records: ResourceRecord) -> list[PublishedEntry]:
    return [PublishedEntry(record, NOW, HOUSE, kept_by_organisation=False) for record in records]


def content(form: str, records: Iterable[ResourceRecord]) -> bytes:
    return b"".join(FORMS[form].parts(entries(*records), ABOUT))


def read_back(tmp_path: Path, form: str, records: Iterable[ResourceRecord]) -> ReadResult:
    path = tmp_path / f"back{FORMS[form].suffix}"
    path.write_bytes(content(form, records))
    return read_resources(path)


def city() -> list[ResourceRecord]:
    """The demo city's places; a municipal list with 非公開 in an address keeps neither address nor position."""
    found = read_resources(demo_city() / "resources.csv").records
    return [record for record in found if not is_volunteer(record) and "非公開" not in record.address]


def test_the_exchange_form_has_the_columns_of_the_collection_in_their_order() -> None:
    with (demo_city() / "resources.csv").open(encoding="utf-8-sig") as lines:
        assert ",".join(collection_header()) == next(lines).rstrip()


def test_the_header_is_the_56_columns_of_the_standard() -> None:
    assert len(header()) == 56
    assert header()[:4] == ("全国地方公共団体コード", "ID", "地方公共団体名", "名称")
    assert header()[-2:] == ("画像_ライセンス", "備考")
    first = content("opendata", [OPEN_PLACE])
    assert first.startswith(b"\xef\xbb\xbf")
    rows = list(csv.reader(StringIO(first.decode("utf-8-sig"), newline="")))
    assert tuple(rows[0]) == header()
    row = dict(zip(header(), rows[1], strict=True))
    assert (row["全国地方公共団体コード"], row["法人番号"]) == ("252999", "1234567890123")
    assert row["利用可能曜日"], row["開始時間"] == ("火木", "13:00")


def test_the_open_data_file_comes_back_the_same_on_its_fields(tmp_path: Path) -> None:
    before = city()
    result = read_back(tmp_path, "opendata", before)
    assert (result.format, result.rows, result.refused) == ("facility-new", len(before), 0)
    for old, new in zip(before, result.records, strict=True):
        same = (
            "name",
            "name_kana",
            "operator",
            "summary",
            "address",
            "lat",
            "lon",
            "phone",
            "url",
            "remarks",
        )
        for field in same:
            assert getattr(new, field) == getattr(old, field), (old.name, field)
        known = {"wheelchair", "multipurpose_toilet", "writing"}
        assert set(new.accessibility) == set(old.accessibility) & known
        (rule,) = old.schedule or (ScheduleRule(),)
        if rule.frequency == "weekly" and rule.weekdays:
            (back,) = new.schedule
            assert (set(back.weekdays), back.start, back.end) == (set(rule.weekdays), rule.start, rule.end)


def test_hours_that_the_columns_cannot_say_are_words_and_never_a_wrong_time(tmp_path: Path) -> None:
    rules = (
        ScheduleRule(("tue",), 600, 720, "monthly", "第2火曜 10時～12時（8月は休み）"),
        ScheduleRule(("sat",), 780, 900, "weekly"),
    )
    for schedule in (rules, rules[:1]):
        rows = list(
            csv.reader(
                StringIO(content("opendata", [replace(OPEN_PLACE, schedule=schedule)]).decode("utf-8-sig"))
            )
        )
        row = dict(zip(header(), rows[1], strict=True))
        assert (row["利用可能曜日"], row["開始時間"], row["終了時間"]) == ("", "", "")
        assert "8月は休み" in row["利用可能時間特記事項"]


@pytest.mark.parametrize("form", ["collection", "xlsx"])
def test_the_exchange_form_comes_back_whole(tmp_path: Path, form: str) -> None:
    before = city()
    result = read_back(tmp_path, form, before)
    assert (result.format, result.refused) == ("collection", 0)
    for old, new in zip(before, result.records, strict=True):
        raw = tuple(replace(rule, raw="") for rule in new.schedule)
        assert replace(new, schedule=raw) == replace(
            old, schedule=tuple(replace(rule, raw="") for rule in old.schedule)
        )


@pytest.mark.parametrize("form", ["opendata", "collection"])
def test_no_cell_of_a_csv_file_is_a_formula_and_our_import_reads_the_text(tmp_path: Path, form: str) -> None:
    records = [
        replace(OPEN_PLACE, key=f"k{n}", name=text, remarks=text, phone=text)
        for n, text in enumerate(DANGEROUS)
    ]
    for row in csv.reader(StringIO(content(form, records).decode("utf-8-sig"), newline="")):
        assert not [cell for cell in row if cell.startswith(tuple(STARTS))]
    for old, new in zip(records, read_back(tmp_path, form, records).records, strict=True):
        assert (new.name, new.remarks, new.phone) == (
            old.name.strip(),
            old.remarks.strip(),
            old.phone.strip(),
        )


def test_every_text_cell_of_a_workbook_is_text(tmp_path: Path) -> None:
    records = [replace(OPEN_PLACE, key=f"k{n}", name=text, remarks=text) for n, text in enumerate(DANGEROUS)]
    book = load_workbook(BytesIO(content("xlsx", records)))
    names = []
    for row in book["地域資源"].iter_rows(min_row=2):
        for cell in row:
            assert cell.data_type in ("s", "n"), cell.value
            if isinstance(cell.value, str) and cell.value.startswith(tuple(STARTS)):
                assert cell.quotePrefix
        names.append(row[1].value)
    assert [name.strip() for name in names] == [text.strip() for text in DANGEROUS]
    back = read_back(tmp_path, "xlsx", records).records
    assert [record.name for record in back] == [text.strip() for text in DANGEROUS]


@given(
    st.text(max_size=12) | st.builds("".join, st.lists(st.sampled_from(["'", "=", "＋", "a"]), max_size=6))
)
def test_a_safe_cell_is_no_formula_and_reads_back_as_the_text(text: str) -> None:
    safe = safe_cell(text)
    assert not safe.startswith(tuple(STARTS))
    grid = read_delimited(csv_line(["x", text]), file="a.csv", encoding="utf-8")
    assert plain_cell(safe) == grid.rows[0].cells[1]
    assert plain_cell(safe) == cell_text(text)


def test_geojson_holds_points_of_places_and_no_volunteer() -> None:
    unplaced = replace(OPEN_PLACE, name="場所なし", lat=None, lon=None)
    found = json.loads(content("geojson", [OPEN_PLACE, VOLUNTEER, unplaced]))
    assert found["type"] == "FeatureCollection"
    assert found["licence"] == "CC BY 4.0"
    assert [feature["geometry"] for feature in found["features"]] == [
        {"type": "Point", "coordinates": [OPEN_PLACE.lon, OPEN_PLACE.lat]},
        None,
    ]
    assert "緯度" not in found["features"][0]["properties"]


@pytest.mark.parametrize("form", sorted(FORMS))
def test_every_form_can_hold_nothing_and_says_its_source_or_has_a_note_beside_it(form: str) -> None:
    empty = content(form, [])
    assert bool(empty) is (form != "hsds-ndjson")
    if FORMS[form].says_source:
        text = empty.decode("utf-8") if form != "xlsx" else ""
        if form == "xlsx":
            sheet = load_workbook(BytesIO(empty))["出典と利用条件"]
            text = "".join(str(cell.value) for row in sheet.iter_rows() for cell in row)
        assert "CC BY 4.0" in text
        assert "一覧.csv" in text
    assert any("CC BY 4.0" in line for line in notes(ABOUT))


def test_the_order_of_entries_is_kept() -> None:
    records = [replace(OPEN_PLACE, key=f"k{n}", name=f"場{n}") for n in range(50)]
    random.Random(1).shuffle(records)
    found = json.loads(content("hsds", records))
    assert [service["name"] for service in found["contents"]] == [record.name for record in records]
