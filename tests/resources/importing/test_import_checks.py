"""What the contract promises to report: 学区 against polygons, days to come, columns that are missing."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest

from geo.districts import districts_from
from resources.database import Database
from resources.errors import BadInput
from resources.importing import KnownDistricts, ReadResult, read_resource_files, read_resources
from resources.importing.stored_districts import stored_districts
from resources.tables import District

HEADER = "資源ID,名称,種別,学区,緯度,経度,状態,情報更新日"
TODAY = date(2026, 11, 21)


def _square(west: float) -> dict[str, object]:
    ring = [[west, 35.0], [west + 0.1, 35.0], [west + 0.1, 35.1], [west, 35.1], [west, 35.0]]
    return {"type": "Polygon", "coordinates": [ring]}


def _polygons() -> dict[str, object]:
    features = [
        {
            "type": "Feature",
            "properties": {"district_id": code, "name": code},
            "geometry": _square(west),
        }
        for code, west in (("D1", 135.0), ("D2", 135.1))
    ]
    return {"type": "FeatureCollection", "features": features}


def _collection(folder: Path, *rows: str, header: str = HEADER) -> Path:
    (folder / "resources.csv").write_text("\n".join((header, *rows, "")), encoding="utf-8")
    return folder / "resources.csv"


def _doubts(result: ReadResult) -> list[tuple[int | None, str | None]]:
    return [(f.row, f.column) for f in result.findings if f.severity == "doubtful"]


ROWS = (
    "K1,合う館,居場所,D1,35.05,135.05,公開中,2026-07-14",
    "K2,隣の館,居場所,D1,35.05,135.15,公開中,2026-07-14",
    "K3,外の館,居場所,D2,35.05,135.95,公開中,2026-07-14",
    "K4,知らない学区の館,居場所,D9,35.05,135.05,公開中,2026-07-14",
    "K5,位置のない館,居場所,D2,,,公開中,2026-07-14",
)


def test_a_district_beside_the_collection_is_checked_against_the_position(tmp_path: Path) -> None:
    (tmp_path / "districts.geojson").write_text(json.dumps(_polygons()), encoding="utf-8")
    result = read_resources(_collection(tmp_path, *ROWS))
    assert sorted(_doubts(result)) == [(3, "学区"), (4, "学区"), (5, "学区")]
    assert [record.district for record in result.records] == ["D1", "D1", "D2", "D9", "D2"]
    assert result.doubtful == 3
    said = {f.row: f.what for f in result.findings}
    assert "学区「D2」の中" in said[3]
    assert "どの学区の外" in said[4]
    assert "登録されている学区にありません" in said[5]


def test_the_districts_of_the_catalogue_are_used_for_a_lonely_file(tmp_path: Path) -> None:
    known = KnownDistricts({"D1": "ひがし", "D2": "にし"}, districts_from(_polygons()))
    result = read_resources(_collection(tmp_path, *ROWS), districts=known)
    assert sorted(_doubts(result)) == [(3, "学区"), (4, "学区"), (5, "学区")]


def test_without_any_known_district_nothing_is_doubted(tmp_path: Path) -> None:
    assert _doubts(read_resources(_collection(tmp_path, *ROWS))) == []


def test_a_broken_districts_file_is_reported_and_keeps_nothing_out(tmp_path: Path) -> None:
    (tmp_path / "districts.geojson").write_text("{", encoding="utf-8")
    result = read_resources(_collection(tmp_path, *ROWS))
    assert (_doubts(result), result.taken) == ([(None, None)], 5)


def test_a_district_of_a_municipal_list_is_checked_too(tmp_path: Path) -> None:
    known = KnownDistricts({"D1": "ひがし小学校区", "D2": "にし小学校区"}, districts_from(_polygons()))
    path = tmp_path / "t.csv"
    path.write_text("名称,開催曜日,学区,緯度,経度\nひとつ,土,ひがし小,35.05,135.15\n", encoding="utf-8")
    assert _doubts(read_resources(path, districts=known)) == [(2, "学区")]


def test_polygons_come_from_the_district_table(database: Database, tmp_path: Path) -> None:
    with database.session() as session:
        session.add(District(code="D1", name="ひがし", boundary_geojson=json.dumps(_square(135.0))))
        session.add(District(code="D2", name="にし"))
    with database.session() as session:
        known = stored_districts(session)
    assert dict(known.names) == {"D1": "ひがし", "D2": "にし"}
    assert known.boundaries is not None
    assert known.boundaries.ids == ("D1",)
    assert _doubts(read_resources(_collection(tmp_path, ROWS[1]), districts=known)) == [(2, "学区")]


@pytest.mark.parametrize(
    ("day", "used"),
    [("2026-11-21", True), ("2026-11-22", True), ("2026-11-23", False), ("2062/11/21", False)],
)
def test_a_day_to_come_is_doubted_kept_and_not_used(day: str, used: bool, tmp_path: Path) -> None:
    path = _collection(tmp_path, f"K1,館,居場所,,,,公開中,{day}")
    result = read_resources(path, on=TODAY)
    (record,) = result.records
    assert (record.confirmed_on is not None) == used
    assert (("情報更新日", day) in record.extra) == (not used)
    assert _doubts(result) == ([] if used else [(2, "情報更新日")])
    assert read_resources(path).records[0].confirmed_on is not None


def test_missing_columns_are_noted_once(tmp_path: Path) -> None:
    result = read_resources(_collection(tmp_path, *ROWS))
    (note,) = [f for f in result.findings if "列がありません" in f.what]
    assert (note.row, note.severity) == (1, "note")
    assert "「曜日」" in note.what
    assert "「学区」" not in note.what


@pytest.mark.parametrize("column", ["資源ID", "名称", "種別", "状態"])
def test_a_collection_without_a_column_that_it_needs_is_refused_by_its_name(
    column: str, tmp_path: Path
) -> None:
    header = ["資源ID", "名称", "種別", "所在地", "役割の機会", "参加段階", "受入の配慮", "状態"]
    row = ["K1", "館", "居場所", "緑台1", "", "", "", "公開中"]
    place = header.index(column)
    del header[place], row[place]
    path = _collection(tmp_path, ",".join(row), header=",".join(header))
    with pytest.raises(BadInput) as refusal:
        read_resource_files([path])
    assert refusal.value.row == 1
    assert f"「{column}」の列がありません" in refusal.value.message
    assert "対処: " in refusal.value.message


@pytest.mark.parametrize(
    ("operator", "said"),
    [("㍿" * 200, None), ("あ" * 201, "運営主体が 200 文字"), ("\ufdfa" * 200, "運営主体が 800 文字")],
)
def test_a_text_that_does_not_fit_refuses_its_row_and_names_the_limit(
    operator: str, said: str | None, tmp_path: Path
) -> None:
    path = tmp_path / "t.csv"
    path.write_text(f"名称,住所,運営主体\n館,緑台1,{operator}\n", encoding="utf-8")
    result = read_resources(path)
    refused = [f.what for f in result.findings if f.severity == "refused"]
    assert len(refused) == result.refused == (0 if said is None else 1)
    assert said is None or refused[0].startswith(said)


def test_an_id_that_does_not_fit_is_refused_not_cut(tmp_path: Path) -> None:
    path = _collection(tmp_path, f"{'K' * 101},館,居場所,,,,公開中,")
    with pytest.raises(BadInput, match="資源IDが 100 文字"):
        read_resources(path)
