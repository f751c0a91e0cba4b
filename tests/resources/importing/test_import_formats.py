"""Every published layout is told by its headers, and its rows mean what its publisher says."""

from __future__ import annotations

import csv
import zipfile
from datetime import date
from pathlib import Path

import numpy as np
import pyogrio
import pytest
import shapely

from resources.errors import BadInput
from resources.importing import ReadResult, read_resources
from resources.importing.formats import FORMATS, recognise
from resources.records import ResourceRecord

DATA = Path(__file__).parents[2] / "data" / "importing"
TODAY = date(2026, 11, 21)
SCHOOL_CODE = "B199921000001"

LAYOUTS = {
    "care_old.csv": "facility-care-old",
    "care_new.csv": "facility-care-new",
    "care_jigyosho.csv": "facility-care-old",
    "childcare_old.csv": "facility-childcare-old",
    "childcare_new.csv": "facility-childcare-new",
    "education.csv": "facility-education-own",
    "education_plain_position.csv": "facility-education-own",
    "school_codes_cp932.csv": "facility-education-own",
    "event_old.csv": "event-old",
    "event_new.csv": "event-new",
    "facility_old.csv": "facility-old",
    "facility_new.csv": "facility-new",
    "kayoinoba.csv": "kayoinoba",
    "medical_old.csv": "facility-medical-old",
    "medical_new.csv": "facility-medical-new",
    "points.geojson": "facility-own",
    "points_plane.geojson": "facility-own",
    "ksj_p02_2006.geojson": "facility-p02-2006",
    "ksj_p04.geojson": "facility-p04-2010",
    "ksj_p05_2022.geojson": "facility-p05-2022",
    "ksj_p14_2011.geojson": "facility-p14-2011",
    "ksj_p14_2021.geojson": "facility-p14-2021",
    "ksj_p27_2013.geojson": "facility-p27-2013",
    "ksj_p29_2013.geojson": "facility-p29-2013",
    "ksj_p29_2021.geojson": "facility-p29-2021",
}


def _read(name: str) -> ReadResult:
    return read_resources(DATA / name, on=TODAY)


def _reasons(result: ReadResult, severity: str) -> dict[int | None, str]:
    return {finding.row: finding.what for finding in result.findings if finding.severity == severity}


def _kinds(result: ReadResult) -> list[tuple[str, str]]:
    return [(record.name, record.kind) for record in result.records]


@pytest.mark.parametrize("name", LAYOUTS)
def test_a_layout_is_told_by_its_headers_and_none_of_them_is_unknown(name: str) -> None:
    result = _read(name)
    assert result.format == LAYOUTS[name]
    assert [finding.column for finding in result.findings if finding.what == "知らない見出しです。"] == []


@pytest.mark.parametrize("name", [name for name in LAYOUTS if name.endswith(".csv")])
def test_a_layout_is_the_same_with_its_columns_in_another_order(name: str, tmp_path: Path) -> None:
    text = (DATA / name).read_bytes()
    rows = list(csv.reader(text.decode("cp932" if "cp932" in name else "utf-8-sig").splitlines()))
    with (tmp_path / name).open("w", encoding="utf-8", newline="") as stream:
        csv.writer(stream).writerows([list(reversed(row)) for row in rows])
    assert read_resources(tmp_path / name, on=TODAY).records == _read(name).records


def test_an_office_with_several_services_is_one_entry() -> None:
    result = _read("care_old.csv")
    assert [(r.name, r.kind, r.summary) for r in result.records] == [
        ("泉の杜デイ", "care_service", "実施サービス: 通所介護、訪問介護"),
        ("若葉ヘルパー", "care_service", "実施サービス: 訪問介護"),
    ]
    assert (result.rows, result.taken, result.refused) == (3, 3, 0)
    assert result.records[0].capacity is None  # it is that of one service only
    assert result.records[0].operator == "社会福祉法人泉会"


def test_services_in_one_cell_and_the_layout_of_the_ministry_are_read_too() -> None:
    assert _read("care_new.csv").records[0].summary == "実施サービス: 通所介護・短期入所"
    assert _read("care_jigyosho.csv").records[0].address == "みどり県泉市緑台1-2 泉ビル2階"


def test_of_childcare_lists_the_category_decides_and_an_unknown_one_is_doubted() -> None:
    result = _read("childcare_old.csv")
    assert [kind for _, kind in _kinds(result)] == ["preschool", "child_rearing_center", "preschool"]
    assert result.records[0].capacity == 120  # written 1,20
    assert result.records[1].audience == "0歳～3歳"
    assert list(_reasons(result, "doubtful")) == [4]
    assert ("認可等年月日", "昭和49年4月1日") in result.records[0].extra


def test_events_that_are_over_are_left_out_with_the_reason() -> None:
    result = _read("event_old.csv")
    assert [r.name for r in result.records][:2] == ["冬のこども工作", "今日までの展示"]
    assert _reasons(result, "refused") == {2: "終了したイベントです（終了日「2026-11-08」）。"}
    assert sorted(_reasons(result, "doubtful"), key=str) == [5, 6]
    assert {r.standing for r in result.records} == {"reference_facility"}
    craft = result.records[0]
    assert (craft.fee_yen, craft.capacity, craft.conditions) == (300, 20, ("reservation",))
    assert craft.address == "みどり県泉市緑台7 みどり交流館"
    assert [rule.raw for rule in craft.schedule] == ["2026-12-05〜2026-12-06 10:00〜15:00"]


def test_without_a_today_no_event_is_left_out() -> None:
    assert read_resources(DATA / "event_old.csv").taken == 5


def test_medical_institutions_are_reference_with_what_they_treat() -> None:
    for name in ("medical_old.csv", "medical_new.csv"):
        record = _read(name).records[0]
        assert (record.kind, record.standing) == ("hospital", "reference_facility")
        assert record.summary == "診療科目: 内科・外科"
        assert record.schedule[0].weekdays == ("mon", "tue", "wed", "thu", "fri")


def test_schools_that_are_closed_are_left_out_and_codes_say_the_kind() -> None:
    result = _read("education.csv")
    assert _kinds(result) == [
        ("みどり小学校", "elementary_school"),
        ("みどり中学校", "junior_high_school"),
        ("泉高等学校", "school"),
        ("閉じる中学校", "junior_high_school"),
    ]
    assert _reasons(result, "refused") == {5: "廃止された学校です（廃止年月日「2020-03-31」）。"}
    assert list(_reasons(result, "doubtful")) == [6]
    assert ("教育機関_学校コード", SCHOOL_CODE) in result.records[0].extra
    assert _read("education_plain_position.csv").records[0].lat == 35.1


def test_the_school_codes_of_the_ministry_have_a_title_and_cp932() -> None:
    result = _read("school_codes_cp932.csv")
    assert result.encoding == "cp932"
    assert _kinds(result) == [("髙﨑小学校", "elementary_school")]
    assert _reasons(result, "refused") == {4: "廃止された学校です（廃止年月日「平成31年3月31日」）。"}


def test_a_meeting_place_of_the_national_list_says_no_weekday_that_it_does_not_know() -> None:
    gym, salon, room, resting = _read("kayoinoba.csv").records
    assert (gym.kind, gym.standing, gym.summary) == ("salon", "participation_place", "体操\nお茶")
    assert [(r.weekdays, r.start, r.end) for r in gym.schedule] == [((), 600, 690)]
    assert gym.schedule[0].raw == "平日 10:00〜11:30 定休日: 土日祝"
    assert [(r.weekdays, r.start) for r in salon.schedule] == [(("tue",), 810), (("sat",), 600)]
    assert (gym.transport, salon.transport, room.transport) == ("no", "yes", None)
    assert (salon.lat, resting.status) == (None, "paused")


def test_a_meeting_place_of_the_national_list_keeps_the_weeks_and_the_holidays_that_it_states(
    tmp_path: Path,
) -> None:
    head = "No,市区町村コード,名称,所在地（都道府県から番地まで）,活動内容,運営日（平日）－開始,運営日（祝日）－開始,総合事業実施の有無"
    path = tmp_path / "t.csv"
    path.write_text(f"{head}\n1,999999,緑の会,緑台1,第2・4火曜日,10:00,13:00,\n", encoding="utf-8")
    (record,) = read_resources(path).records
    workday, holiday = record.schedule
    assert (workday.weekdays, workday.weeks, workday.start) == (("tue",), (2, 4), 600)
    assert (holiday.weekdays, holiday.occasion, holiday.start) == ((), "holidays", 780)
    assert record.municipality_code == "99999"


def test_a_number_of_the_national_list_that_stands_twice_is_one_entry_or_two_with_a_doubt() -> None:
    result = _read("kayoinoba.csv")
    assert (result.rows, result.taken, len(result.records)) == (5, 5, 4)
    assert sorted(_reasons(result, "doubtful"), key=str) == [4, 5, 6]


def test_new_public_facilities_say_yes_in_three_ways(tmp_path: Path) -> None:
    path = tmp_path / "t.csv"
    head = "全国地方公共団体コード,ID,名称,所在地_連結表記,車椅子可,バリアフリートイレ,筆談対応,郵便番号"
    rows = [
        "999999,1,甲館,緑台1,有,無,,9990001",
        "999999,2,乙館,緑台2,1,TRUE,0,999-0001",
        "999999,3,丙館,緑台3,△,FALSE,,",
    ]
    path.write_text("\n".join([head, *rows]) + "\n", encoding="utf-8")
    result = read_resources(path)
    assert [r.accessibility for r in result.records] == [
        ("wheelchair",),
        ("wheelchair", "multipurpose_toilet"),
        (),
    ]
    assert list(_reasons(result, "doubtful")) == [4]
    assert ("郵便番号", "9990001") in result.records[0].extra


def test_codes_of_national_land_data_are_read_by_edition() -> None:
    assert _kinds(_read("ksj_p14_2011.geojson")) == [
        ("緑の里", "elderly_welfare_center"),
        ("若葉の里", "care_facility"),
    ]
    newer = _read("ksj_p14_2021.geojson")
    assert _kinds(newer)[0] == ("みどり保育園", "preschool")
    assert [r.lat for r in newer.records] == [35.1, None, 35.12]  # the second is known to the prefecture only
    assert sorted(_reasons(newer, "doubtful"), key=str) == [3, 4]
    for name in ("ksj_p29_2013.geojson", "ksj_p29_2021.geojson"):
        assert _kinds(_read(name))[0] == ("みどり小学校", "elementary_school")
    assert _kinds(_read("ksj_p05_2022.geojson")) == [
        ("泉市役所", "city_office"),
        ("緑台公民館", "community_hall"),
        ("若葉集会所", "assembly_hall"),
    ]


def test_an_address_in_parts_says_nothing_twice() -> None:
    addresses = [record.address for record in _read("ksj_p14_2011.geojson").records]
    assert addresses == ["みどり県泉市緑台1-1", "みどり県泉市若葉2"]


def test_points_keep_their_attributes_and_the_geometry_is_the_position() -> None:
    result = _read("points.geojson")
    assert [(r.lat, r.lon) for r in result.records] == [
        (35.1, 139.1),
        (35.11, 139.11),
        (35.11, 139.11),
        (None, None),
    ]
    assert sorted(_reasons(result, "doubtful"), key=str) == [3, 5]


def test_one_point_abroad_is_a_doubt_about_its_row(tmp_path: Path) -> None:
    path = tmp_path / "t.geojson"
    text = (DATA / "points.geojson").read_text(encoding="utf-8")
    assert text.count("139.1,") == 1
    path.write_text(text.replace("139.1,", "0.0,"), encoding="utf-8")
    result = read_resources(path)
    assert (result.taken, result.records[0].lat) == (4, None)
    assert _reasons(result, "doubtful")[2] == "図形が日本の中の1つの点ではありません（日本の外）。"


def test_plane_metres_become_degrees() -> None:
    (record,) = _read("points_plane.geojson").records
    assert record.lat == pytest.approx(35.1165, abs=1e-4)
    assert record.lon == pytest.approx(139.636, abs=1e-2)


def test_a_file_of_areas_is_refused_with_the_command_that_takes_it() -> None:
    with pytest.raises(BadInput, match="tsunagite import districts"):
        _read("polygons.geojson")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('[{"town": "緑台"}]', "FeatureCollection ではありません"),
        ("{", "GeoJSON として読めません"),
        ('{"type": "FeatureCollection", "features": []}', "地物"),
        (
            '{"type": "FeatureCollection", "crs": {"type": "name", "properties": {"name": "EPSG:999999"}},'
            ' "features": [{"type": "Feature", "properties": {"名称": "a"},'
            ' "geometry": {"type": "Point", "coordinates": [139, 35]}}]}',
            "座標系が分かりません",
        ),
        (
            '{"type": "FeatureCollection", "features": [{"type": "Feature", "properties": {"名称": "a"},'
            ' "geometry": {"type": "Point", "coordinates": [35, 139]}}]}',
            "日本の範囲にありません",
        ),
    ],
)
def test_map_files_that_cannot_be_used_are_refused(text: str, expected: str, tmp_path: Path) -> None:
    path = tmp_path / "t.geojson"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(BadInput, match=expected) as refusal:
        read_resources(path)
    assert refusal.value.message.startswith("t.geojson")


def test_a_shapefile_of_points_in_cp932_and_metres_is_read(tmp_path: Path) -> None:
    path = tmp_path / "P29.shp"
    columns = [f"P29_{number:03d}" for number in range(1, 8)]
    values = ["99999", "16", "16001", "16001", "髙﨑小学校", "緑台9", "3"]
    pyogrio.raw.write(
        path,
        np.array([shapely.to_wkb(shapely.Point(-18000.0, -98000.0))], dtype=object),
        field_data=[np.array([value], dtype=object) for value in values],
        fields=columns,
        geometry_type="Point",
        crs="EPSG:6677",
        encoding="cp932",
        driver="ESRI Shapefile",
    )
    result = read_resources(path)
    record: ResourceRecord = result.records[0]
    assert (result.format, record.name, record.kind) == (
        "facility-p29-2013",
        "髙﨑小学校",
        "elementary_school",
    )
    assert record.lat == pytest.approx(35.1165, abs=1e-4)


def test_the_download_of_national_land_data_is_read_as_it_is(tmp_path: Path) -> None:
    path = tmp_path / "P29-21_99_GML.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.write(DATA / "ksj_p29_2021.geojson", "P29-21_99.geojson")
        archive.writestr("KS-META-P29-21_99.xml", "<x/>")
    result = read_resources(path)
    assert result.format == "facility-p29-2021"
    assert result.records == _read("ksj_p29_2021.geojson").records


def test_a_zip_without_points_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "t.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.write(DATA / "polygons.geojson", "polygons.geojson")
        archive.writestr("list.csv", "名称,住所\n")
    with pytest.raises(BadInput, match="点のデータが入っていません"):
        read_resources(path)


def test_every_format_can_be_asked_for_by_name_and_says_what_is_missing(tmp_path: Path) -> None:
    path = tmp_path / "t.csv"
    path.write_text("a,b\n1,2\n", encoding="utf-8")
    for known in FORMATS:
        assert recognise(("a", "b"), None, known) is None
        with pytest.raises(BadInput, match=known.label_ja):
            read_resources(path, format=known.name)
