"""What reading a file says of addresses, positions and districts; nothing of it moves anything."""

from __future__ import annotations

import csv
from pathlib import Path

import numpy as np
import pytest
import shapely

from geo.areas.features import shape_array
from geo.areas.model import Areas
from geo.sources import Source
from resources.errors import BadInput
from resources.importing import KnownDistricts, ReadResult, read_resource_files
from resources.importing.town_files import read_town_import
from resources.known_towns import KnownTowns
from tests.geo.addresses.towns import small_table

HEADER = (
    "全国地方公共団体コード",
    "ID",
    "地方公共団体名",
    "名称",
    "名称_カナ",
    "所在地_連結表記",
    "緯度",
    "経度",
)


def _read(folder: Path, known: KnownDistricts, *rows: tuple[str, str, str]) -> ReadResult:
    """A 公共施設一覧 with these addresses and positions."""
    path = folder / "229911_public_facility.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(HEADER)
        for number, (address, lat, lon) in enumerate(rows):
            writer.writerow(("229911", number, "みどり崎市", f"施設{number}", "シセツ", address, lat, lon))
    return read_resource_files([path], districts=known)[0]


def _said(result: ReadResult) -> list[tuple[int | None, str, str]]:
    return [
        (finding.row, finding.severity, finding.what)
        for finding in result.findings
        if any(word in finding.what for word in ("所在地", "学区", "代表点"))
    ]


def test_an_address_whose_town_is_not_found_is_reported_with_the_reason(tmp_path: Path) -> None:
    known = KnownDistricts(towns=lambda _addresses: KnownTowns(small_table(), "22991"))
    result = _read(
        tmp_path,
        known,
        ("みどり崎市本町三丁目1", "", ""),
        ("みどり崎市天神町1", "", ""),
        ("みどり崎市天神町1", "34.8", "138.3"),
        ("青葉浜市新開3", "", ""),
    )

    assert [record.lat for record in result.records] == [None, None, 34.8, None]
    assert {record.municipality_code for record in result.records} == {"22991"}
    assert _said(result) == [
        (3, "doubtful", "所在地「みどり崎市天神町1」の町が見つかりません（町字の一覧にない町）。"),
        (4, "note", "所在地「みどり崎市天神町1」の町が見つかりません（町字の一覧にない町）。"),
        (5, "doubtful", "「新開」は町字の一覧にありますが、代表点がありません。"),
    ]


def test_a_position_that_does_not_fit_the_address_is_flagged_and_stays(tmp_path: Path) -> None:
    known = KnownDistricts(towns=lambda _addresses: KnownTowns(small_table(), "22991"))
    result = _read(
        tmp_path,
        known,
        ("みどり崎市本町一丁目1", "34.801", "138.3"),
        ("みどり崎市本町一丁目1", "34.824", "138.3"),
        ("みどり崎市本町一丁目1", "34.94", "138.3"),
    )

    assert [record.lat for record in result.records] == [34.801, 34.824, 34.94]
    assert [(row, severity) for row, severity, _ in _said(result)] == [(3, "note"), (4, "doubtful")]
    assert "15.6 km" in _said(result)[1][2]


def test_a_position_in_two_districts_or_in_none_is_reported(tmp_path: Path) -> None:
    boxes = (shapely.box(138.2, 34.7, 138.31, 35.2), shapely.box(138.3, 34.7, 138.4, 35.2))
    areas = Areas(
        ids=("D1", "D2"),
        names=("西", "東"),
        shapes=shape_array(boxes),
        kinds=("elementary_district",) * 2,
        municipalities=("22991",) * 2,
        parents=("", ""),
        own=np.array([True, True]),
        sources=(Source("学区"),) * 2,
    )
    result = _read(
        tmp_path,
        KnownDistricts({"D1": "西", "D2": "東"}, areas),
        ("みどり崎市1", "34.9", "138.25"),
        ("みどり崎市1", "34.9", "138.305"),
        ("みどり崎市1", "36.0", "138.3"),
        ("みどり崎市1", "", ""),
    )

    assert _said(result) == [
        (3, "doubtful", "位置が2つ以上の学区（「D1」、「D2」）に入ります。"),
        (4, "doubtful", "位置がどの学区にも入りません。"),
    ]


def test_without_a_list_of_towns_nothing_is_said(tmp_path: Path) -> None:
    assert _said(_read(tmp_path, KnownDistricts(), ("みどり崎市天神町1", "", ""))) == []


def test_a_file_of_towns_is_refused_in_one_line(tmp_path: Path) -> None:
    other = tmp_path / "a.csv"
    other.write_text("名称,住所\nあ,い\n", encoding="utf-8")

    for paths, prefectures in (([other], ()), ([tmp_path / "none.csv"], ()), ([other], ("静岡",))):
        with pytest.raises(BadInput) as refused:
            read_town_import(paths, Source(""), prefectures=prefectures)
        assert refused.value.remedy
