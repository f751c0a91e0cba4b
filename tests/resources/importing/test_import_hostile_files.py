"""Every bad file is refused with one line that names the file and the remedy: quickly, with little memory."""

from __future__ import annotations

import os
import time
import tracemalloc
import zipfile
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest

from resources.errors import AppError, BadInput
from resources.importing import read_mapping, read_resources
from resources.importing.limits import MAX_COLUMNS

HEADER = "資源ID,名称,種別,緯度,経度,状態\n"
SHEET = "xl/worksheets/sheet1.xml"


def _workbook(path: Path, rows: list[list[object]]) -> None:
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    book.save(path)


def _bomb(path: Path) -> None:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr("xl/workbook.xml", "<workbook/>")
        archive.writestr(SHEET, b"0" * 150_000_000)


def _entities(path: Path) -> None:
    _workbook(path, [["名称", "住所"], ["a", "b"]])
    with zipfile.ZipFile(path) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    levels = "".join(f'<!ENTITY e{i} "{f"&e{i - 1};" * 10}">' for i in range(1, 9))
    bomb = f'<!DOCTYPE x [<!ENTITY e0 "ha">{levels}]>'.encode()
    parts[SHEET] = bomb + parts[SHEET].replace(b"<v>", b"<v>&e8;")
    with zipfile.ZipFile(path, "w") as archive:
        for name, content in parts.items():
            archive.writestr(name, content)


def _nested(path: Path) -> None:
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("xl/workbook.xml", "<workbook/>")
        archive.writestr("inner.zip", b"PK")


def _plain_zip(path: Path) -> None:
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("list.csv", "a,b")


HOSTILE: dict[str, tuple[str, Callable[[Path], object], str]] = {
    "empty": ("e.csv", lambda p: p.write_bytes(b""), "空です"),
    "blank": ("e.csv", lambda p: p.write_bytes(b" \r\n\r\n "), "空です"),
    "only a mark": ("e.csv", lambda p: p.write_bytes(b"\xef\xbb\xbf"), "データがありません"),
    "pdf": ("e.csv", lambda p: p.write_bytes(b"%PDF-1.7\n%\xe2\xe3"), "PDF"),
    "locked excel": (
        "k.xlsx",
        lambda p: p.write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 99),
        "パスワード",
    ),
    "old excel": ("e.csv", lambda p: p.write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 99), ".xls"),
    "zip": ("e.csv", _plain_zip, "zip"),
    "zip as workbook": ("e.xlsx", _plain_zip, "zip"),
    "workbook as csv": ("e.csv", lambda p: _workbook(p, [["名称"]]), "Excel のブック"),
    "csv as workbook": (
        "e.xlsx",
        lambda p: p.write_text(HEADER, encoding="utf-8"),
        "Excel のブックではありません",
    ),
    "web page": ("e.csv", lambda p: p.write_bytes(b"\xef\xbb\xbf <!DOCTYPE html><title>x"), "HTML"),
    "million columns": ("e.csv", lambda p: p.write_text(",".join(["x"] * 1_000_000)), "列が 2,000 を超え"),
    "million quoted": ("e.csv", lambda p: p.write_text(",".join(['"x"'] * 1_000_000)), "列が 2,000 を超え"),
    "wide later": (
        "e.csv",
        lambda p: p.write_text(HEADER + ",".join(["x"] * 1_000_000)),
        "列が 2,000 を超え",
    ),
    "long cell": ("e.csv", lambda p: p.write_text(HEADER + "a," + "あ" * 120_000), "文字を超え"),
    "open quote": ("e.csv", lambda p: p.write_text(HEADER + '"a,b\nc,d\n'), "閉じないまま"),
    "bomb": ("e.xlsx", _bomb, "大きすぎる"),
    "entities": ("e.xlsx", _entities, "Excel のブックとして読めません"),
    "nested": ("e.xlsx", _nested, "普通のブックの形ではありません"),
    "broken zip": ("e.xlsx", lambda p: p.write_bytes(b"PK\x03\x04" + b"x" * 99), "壊れている"),
    "workbook of text": (
        "e.xlsx",
        lambda p: _workbook(p, [["x"] * (MAX_COLUMNS + 1)]),
        "列が 2,000 を超え",
    ),
    "json as csv": ("e.csv", lambda p: p.write_bytes(b'\xef\xbb\xbf{\n "type": 1}'), "JSON"),
    "shapefile as csv": (
        "e.csv",
        lambda p: p.write_bytes(b"\x00\x00\x27\x0a" + b"\0" * 99),
        "シェープファイル",
    ),
    "empty map": ("e.geojson", lambda p: p.write_bytes(b""), "空です"),
    "nested map": ("e.geojson", lambda p: p.write_text("[" * 200_000), "GeoJSON として読めません"),
    "long number": ("e.geojson", lambda p: p.write_text('{"a": ' + "9" * 9_000 + "}"), "GeoJSON として"),
    "no shapefile": ("e.shp", lambda p: p.write_bytes(b"shape"), "シェープファイル(.shp)ではありません"),
    "lonely shapefile": (
        "e.shp",
        lambda p: p.write_bytes(b"\x00\x00\x27\x0a" + b"\0" * 99),
        ".shx のファイルがありません",
    ),
    "other table": ("e.csv", lambda p: p.write_text("a,b\n1,2\n"), "見出しが見つかりません"),
}


@pytest.mark.parametrize("case", HOSTILE)
def test_a_bad_file_is_refused_in_one_line_with_file_and_remedy(case: str, tmp_path: Path) -> None:
    name, make, expected = HOSTILE[case]
    path = tmp_path / name
    make(path)
    with pytest.raises(BadInput) as refusal:
        read_resources(path)
    assert expected in refusal.value.message
    assert refusal.value.message.startswith(name)
    assert "対処: " in refusal.value.message
    assert "\n" not in refusal.value.message


def test_a_missing_file_is_refused_in_one_line(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match=r"^nowhere\.csv: ファイルを開けません"):
        read_resources(tmp_path / "nowhere.csv")


@pytest.mark.parametrize("case", ["million columns", "million quoted", "wide later", "bomb", "entities"])
def test_a_bomb_costs_little_time_and_memory(case: str, tmp_path: Path) -> None:
    name, make, _ = HOSTILE[case]
    make(tmp_path / name)
    started = time.process_time()
    tracemalloc.start()
    try:
        with pytest.raises(AppError):
            read_resources(tmp_path / name)
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert peak < 60_000_000
    assert time.process_time() - started < 10


def test_a_sheet_that_lies_about_its_size_is_read_as_it_is(tmp_path: Path) -> None:
    path = tmp_path / "e.xlsx"
    _workbook(path, [["名称", "住所"], ["みどり館", "緑台1"]])
    with zipfile.ZipFile(path) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    parts[SHEET] = parts[SHEET].replace(b'ref="A1:B2"', b'ref="A1:XFD1048576"')
    assert b"XFD1048576" in parts[SHEET]
    with zipfile.ZipFile(path, "w") as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    assert read_resources(path).rows == 1


def test_swapped_coordinates_refuse_a_collection_with_file_row_and_remedy(tmp_path: Path) -> None:
    path = tmp_path / "c.csv"
    rows = "K1,a,居場所,35.0,135.9,公開中\nK2,b,居場所,135.9,35.0,公開中\n"
    path.write_text(HEADER + rows, encoding="utf-8")
    with pytest.raises(BadInput) as refusal:
        read_resources(path)
    assert (refusal.value.file, refusal.value.row, refusal.value.column) == ("c.csv", 3, "緯度")
    assert "入れ替えて" in (refusal.value.remedy or "")


def test_an_unknown_kind_keeps_a_collection_out_of_the_database_but_not_from_matching(tmp_path: Path) -> None:
    path = tmp_path / "c.csv"
    path.write_text(HEADER + "K1,a,ふしぎ,35.0,135.9,公開中\n", encoding="utf-8")
    result = read_resources(path)
    assert [(r.kind, r.standing) for r in result.records] == [("ふしぎ", "participation_place")]
    refusal = result.import_refusal
    assert refusal is not None
    assert refusal.as_bad_input().message.startswith("c.csv 2行目 「種別」列: 種別「ふしぎ」")


SPECIAL: dict[str, tuple[Callable[[Path], object], str]] = {
    "device": (lambda p: p.symlink_to("/dev/zero"), "普通のファイルではありません"),
    "pipe": (os.mkfifo, "パイプ"),
    "folder": (lambda p: p.mkdir(), "フォルダー"),
    "loop": (lambda p: p.symlink_to(p), "リンクが輪になって"),
    "link to nothing": (lambda p: p.symlink_to("nothing"), "ファイルを開けません"),
}


@pytest.mark.parametrize("case", SPECIAL)
def test_what_is_no_regular_file_is_refused_at_once(case: str, tmp_path: Path) -> None:
    make, expected = SPECIAL[case]
    make(tmp_path / "e.csv")
    for read in (read_resources, read_mapping):
        with pytest.raises(BadInput) as refusal:
            read(tmp_path / "e.csv")
        assert refusal.value.message.startswith("e.csv: ")
        assert expected in refusal.value.message
        assert "対処: " in refusal.value.message


def test_a_link_to_a_list_is_followed(tmp_path: Path) -> None:
    (tmp_path / "list.csv").write_text("名称,住所\nみどり館,緑台1\n", encoding="utf-8")
    (tmp_path / "link.csv").symlink_to("list.csv")
    assert read_resources(tmp_path / "link.csv").rows == 1
