"""Traps that real files taught, each as a small made file with invented names: survived, and reported."""

from __future__ import annotations

import zipfile
from datetime import date
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from resources.errors import BadInput
from resources.importing import ReadResult, read_resources
from resources.importing.dates import ERAS, calendar_date

HEAD = "全国地方公共団体コード,ID,名称,住所,開催曜日,開催日,開催開始時間,開催終了時間,参加費_大人,学区,備考"
SHEET = "xl/worksheets/sheet1.xml"


def _csv(tmp_path: Path, text: str, encoding: str = "utf-8") -> ReadResult:
    path = tmp_path / "一覧.csv"
    path.write_bytes(text.encode(encoding))
    return read_resources(path)


def _book(path: Path, sheets: dict[str, list[list[Any]]]) -> openpyxl.Workbook:
    book = openpyxl.Workbook()
    book.remove(book.active)
    for title, rows in sheets.items():
        sheet = book.create_sheet(title)
        for row in rows:
            sheet.append(row)
    book.save(path)
    return book


def _said(result: ReadResult) -> str:
    return " ".join(finding.what for finding in result.findings)


def _names(result: ReadResult) -> list[str]:
    return [record.name for record in result.records]


# --- above, below and beside the table ------------------------------------------------------------------------


def test_a_title_a_date_and_an_empty_line_above_the_header_are_passed_over(tmp_path: Path) -> None:
    result = _csv(tmp_path, "泉市の居場所,,\n令和８年４月１日現在,,\n\n名称,住所,開催曜日\nわかば,緑台1,土\n")
    assert (_names(result), result.rows) == (["わかば"], 1)


def test_999_blank_rows_are_no_rows(tmp_path: Path) -> None:
    result = _csv(
        tmp_path,
        f"{HEAD}\n999999,0000000001,わかば,緑台1,,,,,,,\n" + "," * 10 + "\n" * 2 + ("," * 10 + "\n") * 999,
    )
    assert (result.rows, result.taken) == (1, 1)


def test_an_example_row_is_left_out_with_the_reason(tmp_path: Path) -> None:
    result = _csv(tmp_path, "No,名称,住所\n例,○○公民館,○○1\n1,わかば公民館,緑台1\n")
    assert _names(result) == ["わかば公民館"]
    assert [(f.row, f.what) for f in result.findings if f.severity == "refused"] == [(2, "記入例の行です。")]


def test_an_example_sheet_is_passed_over_and_the_real_ones_are_read(tmp_path: Path) -> None:
    path = tmp_path / "t.xlsx"
    rows = [["名称", "住所"], ["○○館", "○○1"]]
    _book(
        path,
        {"記入例": rows, "はじめに": [["この表の使い方"]], "一覧": [["名称", "住所"], ["わかば館", "緑台1"]]},
    )
    result = read_resources(path)
    assert _names(result) == ["わかば館"]
    assert "t.xlsx[記入例]: 記入例や説明のシートなので読みませんでした。" in _said(result)
    assert "t.xlsx[はじめに]: 知っている見出しがないので読みませんでした。" in _said(result)


def test_a_form_that_was_filled_in_on_the_example_sheet_is_read(tmp_path: Path) -> None:
    path = tmp_path / "t.xlsx"
    _book(path, {"記入例": [["名称", "住所"], ["わかば館", "緑台1"]]})
    assert _names(read_resources(path)) == ["わかば館"]


@pytest.mark.parametrize(
    "rows",
    [
        "名称,住所,位置,,利用,\n,,緯度,経度,開始時間,終了時間\n",
        "施設名,所在地,緯度,経度,開始時間,\n施設名,所在地,緯度,経度,開始時間,終了時間\n",
        "名称,住所,緯度,経度,開始時間,終了時間\n必須,必須,任意,任意,任意,任意\n",
        "基本情報,,位置,,利用,\n名称,住所,緯度,経度,開始時間,終了時間\n",
    ],
)
def test_two_header_rows_are_read_as_one(rows: str, tmp_path: Path) -> None:
    result = _csv(
        tmp_path, rows + "わかば館,緑台1,35.1,139.1,9:00,17:00\nもみじ館,緑台2,35.2,139.2,9:00,17:00\n"
    )
    assert [(r.name, r.address, r.lat, r.lon) for r in result.records] == [
        ("わかば館", "緑台1", 35.1, 139.1),
        ("もみじ館", "緑台2", 35.2, 139.2),
    ]
    assert [(rule.start, rule.end) for rule in result.records[0].schedule] == [(540, 1020)]
    assert result.rows == 2


def test_text_that_lists_column_names_is_no_table(tmp_path: Path) -> None:
    text = f"この一覧の見出し {HEAD}\n" + "ここは説明の文です。\n" * 9
    with pytest.raises(BadInput, match="行と列の表になっていません"):
        _csv(tmp_path, text)


def test_rows_without_the_commas_of_their_empty_columns_are_rows(tmp_path: Path) -> None:
    rows = "".join(f"999999,{number},わかば{number},緑台{number}\n" for number in range(1, 9))
    result = _csv(tmp_path, f"{HEAD}\n{rows}")
    assert (result.taken, result.doubtful) == (8, 8)
    assert "セルが見出しより少ないです。" in _said(result)


def test_values_one_column_to_the_right_are_reported(tmp_path: Path) -> None:
    head = "全国地方公共団体コード,ID,名称,所在地_全国地方公共団体コード,町字ID,所在地_連結表記"
    result = _csv(tmp_path, f"{head}\n999999,1,わかば館,,999999,緑台1\n")
    assert "町字IDの列に市区町村コードが入っています。" in _said(result)
    shifted = _csv(tmp_path, "名称,住所,備考\nわかば館,,緑台1,あふれた値\n")
    assert "見出しより多くのセルがあります。" in _said(shifted)


# --- bytes and headers ----------------------------------------------------------------------------------------


@pytest.mark.parametrize("start", ["\ufeff\ufeff", "\ufeff", "?", "？"])
def test_marks_before_the_first_header_do_not_hide_it(start: str, tmp_path: Path) -> None:
    result = _csv(tmp_path, f"{start}{HEAD}\n999999,1,わかば,緑台1,土,,,,,,\n")
    assert result.format == "cafeteria-new"
    assert _names(result) == ["わかば"]


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-16-be"])
def test_utf16_with_tabs_is_read(encoding: str, tmp_path: Path) -> None:
    text = "名称\t住所\r\n髙﨑館\t緑台①\r\n"
    assert _names(_csv(tmp_path, text, encoding)) == ["髙﨑館"]


def test_the_characters_of_cp932_are_kept_as_they_are(tmp_path: Path) -> None:
    record = _csv(tmp_path, "№,施設名,所在地\n①,髙﨑㈱～ﾊｰﾌﾞﾃｨ―,緑台Ⅱ－５\n", "cp932").records[0]
    assert record.name == "髙﨑㈱～ﾊｰﾌﾞﾃｨ―"
    assert record.address == "緑台Ⅱ－５"


def test_characters_outside_every_font_are_kept(tmp_path: Path) -> None:
    record = _csv(tmp_path, "名称,住所\n𠮷野家の隣\ue000,緑台1\n").records[0]
    assert record.name == "𠮷野家の隣\ue000"


def test_headers_meet_whatever_dash_and_width_they_are_written_with(tmp_path: Path) -> None:
    result = _csv(
        tmp_path,
        "都道府県コ―ド又は市区町村コ―ド,ＮＯ,名称　,住　所,ＴＥＬ\n999999,1,わかば館,緑台1,(0999)00-0001\n",
    )
    assert result.format == "facility-old"
    assert result.records[0].phone == "(0999)00-0001"


# --- cells ----------------------------------------------------------------------------------------------------


def test_forty_tabs_behind_an_address_are_trimmed(tmp_path: Path) -> None:
    row = "999999,1,わかば," + "\t\t緑台1" + "\t" * 40 + ",土,,,,,,"
    assert _csv(tmp_path, f"{HEAD}\n{row}\n").records[0].address == "緑台1"


def test_numbers_with_spaces_commas_and_full_width_are_numbers(tmp_path: Path) -> None:
    head = "名称,住所,開催頻度,参加費_大人,定員"
    records = _csv(
        tmp_path, f'{head}\nわかば,緑台1,"4 ","0 ",１５\nもみじ,緑台2,5,"1,200 ","1,000 "\n'
    ).records
    assert [(r.fee_yen, r.capacity) for r in records] == [(0, 15), (1200, 1000)]


def test_a_withheld_time_and_a_dash_are_empty(tmp_path: Path) -> None:
    result = _csv(tmp_path, f"{HEAD}\n999999,1,わかば,緑台1,土,―,10:00,非公開,,,-\n")
    (rule,) = result.records[0].schedule
    assert (rule.start, rule.end) == (600, None)
    assert "時刻は非公開です。" in _said(result)


def test_a_withheld_address_is_respected(tmp_path: Path) -> None:
    result = _csv(tmp_path, "名称,住所,緯度,経度\nわかば,住所非公開,35.1,139.1\n")
    assert (result.records[0].address, result.records[0].lat) == ("", None)


def test_circled_numbers_in_a_cell_stay_two_sessions(tmp_path: Path) -> None:
    result = _csv(
        tmp_path, f'{HEAD}\n999999,1,わかば,緑台1,,"①毎週土曜日 10:00～12:00\n②14:00～16:00",,,,,\n'
    )
    assert not any(rule.start == 21 * 60 + 14 for rule in result.records[0].schedule)
    assert "①" in result.records[0].schedule[0].raw


def test_one_id_in_many_rows_and_no_id_at_all_lose_no_row(tmp_path: Path) -> None:
    rows = [
        f"999999,{key},{name},緑台{name},土,,,,,,"
        for key, name in (("1", "甲"), ("1", "乙"), ("", "丙"), ("0000000001", "丁"))
    ]
    assert _names(_csv(tmp_path, "\n".join([HEAD, *rows]) + "\n")) == ["甲", "乙", "丙", "丁"]


@pytest.mark.parametrize("separator", [";", "；", "\n"])
def test_lists_are_taken_apart_at_every_sure_separator(separator: str, tmp_path: Path) -> None:
    head = "介護サービス事業所名称,事業所番号,住所,実施サービス"
    result = _csv(tmp_path, f'{head}\nわかば,9970000009,緑台1,"通所介護{separator}訪問介護"\n')
    assert result.records[0].summary == "実施サービス: 通所介護・訪問介護"


# --- workbooks ------------------------------------------------------------------------------------------------


def test_a_merged_cell_says_its_value_in_all_its_rows(tmp_path: Path) -> None:
    path = tmp_path / "t.xlsx"
    book = _book(
        path,
        {
            "一覧": [
                ["泉市の施設", None, None],
                ["区分", "名称", "住所"],
                ["公民館", "わかば", "緑台1"],
                [None, "もみじ", "緑台2"],
                ["図書館", "かえで", "緑台3"],
            ]
        },
    )
    book["一覧"].merge_cells("A1:C1")
    book["一覧"].merge_cells("A3:A4")
    book.save(path)
    result = read_resources(path)
    assert [(r.name, r.kind) for r in result.records] == [
        ("わかば", "community_hall"),
        ("もみじ", "community_hall"),
        ("かえで", "library"),
    ]
    assert "縦に結合されたセルがあります。" in _said(result)


def test_headers_merged_over_two_rows_are_one_header(tmp_path: Path) -> None:
    path = tmp_path / "t.xlsx"
    rows = [["名称", "住所", "位置", None], [None, None, "緯度", "経度"], ["わかば", "緑台1", 35.1, 139.1]]
    book = _book(path, {"一覧": rows})
    for merged in ("A1:A2", "B1:B2", "C1:D1"):
        book["一覧"].merge_cells(merged)
    book.save(path)
    result = read_resources(path)
    assert [(r.name, r.lat, r.lon) for r in result.records] == [("わかば", 35.1, 139.1)]
    assert result.rows == 1


def test_hidden_columns_rows_and_sheets_are_read_and_reported(tmp_path: Path) -> None:
    path = tmp_path / "t.xlsx"
    rows = [["名称", "内部の番号", "住所"], ["わかば", "7", "緑台1"], ["もみじ", "8", "緑台2"]]
    book = _book(path, {"一覧": rows, "旧": [["名称", "住所"], ["かえで", "緑台3"]]})
    book["一覧"].column_dimensions["B"].hidden = True
    book["一覧"].row_dimensions[3].hidden = True
    book["旧"].sheet_state = "hidden"
    book.save(path)
    result = read_resources(path)
    assert _names(result) == ["わかば", "もみじ", "かえで"]
    for said in ("隠れた列（B）があります", "隠れた行が 1 行あります", "隠れたシートです"):
        assert said in _said(result)


def test_of_a_formula_the_stored_value_is_read_and_a_missing_one_is_reported(tmp_path: Path) -> None:
    path = tmp_path / "t.xlsx"
    rows = [
        ["No", "名称", "住所"],
        ["=ROW()-1", '="わか"&"ば"', "緑台1"],
        ["=ROW()-1", '="もみ"&"じ"', "緑台2"],
    ]
    _book(path, {"一覧": rows})
    with zipfile.ZipFile(path) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    before = '<c r="B2"><f>"わか"&amp;"ば"</f><v /></c>'.encode()
    assert before in parts[SHEET]
    stored = '<c r="B2" t="str"><f>"わか"&amp;"ば"</f><v>わかば</v></c>'.encode()
    parts[SHEET] = parts[SHEET].replace(before, stored)
    with zipfile.ZipFile(path, "w") as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    result = read_resources(path)
    assert _names(result) == ["わかば", '="もみ"&"じ"']
    assert "値が保存されていない計算式が 3 か所あります。" in _said(result)


# --- dates (T11) ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("令和元年5月1日", date(2019, 5, 1)),
        ("平成31年4月30日", date(2019, 4, 30)),
        ("R6.4.1", date(2024, 4, 1)),
        ("Ｒ６．４．１", date(2024, 4, 1)),
        ("令和 6 年 4 月 1 日", date(2024, 4, 1)),
        ("令和6年2月29日", date(2024, 2, 29)),
        ("㋿8年7月14日", date(2026, 7, 14)),
        ("㍻12年1月2日", date(2000, 1, 2)),
        ("S49/4/1", date(1974, 4, 1)),
        ("昭和64年1月7日", date(1989, 1, 7)),
        ("平成35年1月1日", date(2023, 1, 1)),
        ("2026年7月14日（火）", date(2026, 7, 14)),
        ("2026-07-14T10:00:00", date(2026, 7, 14)),
        ("20260714", date(2026, 7, 14)),
        ("令和元年4月30日", None),
        ("令和7年2月29日", None),
        ("2月29日", None),
        ("令和6年4月", None),
        ("R0.1.1", None),
        ("不詳", None),
        ("", None),
    ],
)
def test_dates_are_read_as_people_write_them(text: str, expected: date | None) -> None:
    assert calendar_date(text) == expected


@given(day=st.dates(min_value=date(1873, 1, 1), max_value=date(2099, 12, 31)))
def test_every_day_has_one_spelling_in_its_era_and_comes_back(day: date) -> None:
    name, letter, first = next(era for era in ERAS if era[2] <= day)
    year = day.year - first.year + 1
    spoken = "元" if year == 1 else str(year)
    assert calendar_date(f"{name}{spoken}年{day.month}月{day.day}日") == day
    assert calendar_date(f"{letter.upper()}{year}.{day.month}.{day.day}") == day
    assert calendar_date(day.isoformat()) == day
