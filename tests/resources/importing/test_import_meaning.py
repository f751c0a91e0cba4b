"""What municipal cells mean: hours, fees, kinds, places, 学区."""

from __future__ import annotations

from datetime import time
from pathlib import Path

import openpyxl
import pytest

from resources.importing import KnownDistricts, read_resource_files, read_resources
from resources.importing.fees import amount
from resources.importing.hours import read_weekdays
from resources.importing.identity import match_equals, source_system
from resources.importing.kinds import kind_of_category, standing_of
from resources.importing.numbers import whole_number
from resources.schedules.clock_times import time_of_day
from resources.schedules.parsing import parse_schedule
from resources.spreadsheet_text import safe_cell

DATA = Path(__file__).parents[2] / "data" / "importing"
WORKDAYS = ("mon", "tue", "wed", "thu", "fri")


@pytest.mark.parametrize(
    ("text", "rules"),
    [
        ("毎月第2・4火曜日", [(("tue",), None, None, "twice_monthly")]),
        ("第４土曜日", [(("sat",), None, None, "monthly")]),
        ("月1回　17時～19時", [((), 1020, 1140, "monthly")]),
        ("平日 10:00〜15:00", [(WORKDAYS, 600, 900, None)]),
        ("第２日曜日、第４土曜日", [(("sun",), None, None, "monthly"), (("sat",), None, None, "monthly")]),
        ("不定期開催　10時～", [((), 600, None, "irregular")]),
        ("偶数月の第３土曜日", [(("sat",), None, None, "monthly")]),
        ("①午後５時30分～６時30分 ②14:00～16:00", [((), 1050, 1110, None), ((), 840, 960, None)]),
        ("【開館時間】8:30～17:15 【休館日】土・日、祝日", [(WORKDAYS, 510, 1035, "weekly")]),
        (
            "【開館時間】9:00～21:30 【休館日】月曜日（月曜日が祝日のときはその翌平日）",
            [(("tue", "wed", "thu", "fri", "sat", "sun"), 540, 1290, "weekly")],
        ),
        (
            "【開館時間】平日9：00～17：00 土日祝　10：00～19：00 【休館日】月曜日",
            [(WORKDAYS[1:], 540, 1020, None), (("sat", "sun"), 600, 1140, None), ((), 600, 1140, None)],
        ),
    ],
)
def test_hours_in_prose_become_rules(text: str, rules: list[tuple[object, ...]]) -> None:
    parsed = parse_schedule(text)
    assert parsed.understood
    assert [(r.weekdays, r.start, r.end, r.frequency) for r in parsed.rules] == rules


@pytest.mark.parametrize(
    "text",
    [
        "第3水曜日もしくは木曜日",
        "毎月第４または第５金曜日",
        "毎月第３",
        "夏季（4月～10月）18:00　冬季（11月～3月）17:00",
        "8:30～17:00（外来）12:00～20:00（見舞い）24時間（救急）",
        "9:00～19:00 9:00～17:00（土・日・祝休日）",
        "開催日は当日発表",
        "最終月曜日・火曜日",
    ],
)
def test_hours_that_are_not_certain_become_no_rule_and_are_reported(text: str) -> None:
    parsed = parse_schedule(text)
    assert not parsed.understood
    assert parsed.rules == ()


@pytest.mark.parametrize(
    ("text", "minutes"),
    [
        ("13:00", 780),
        ("１３：００", 780),
        ("午後5時半", 1050),
        ("9時05分", 545),
        ("24:00", 1440),
        ("25:00", None),
        ("非公開", None),
        ("", None),
        ("12:60", None),
        ("13", None),
    ],
)
def test_times_of_day(text: str, minutes: int | None) -> None:
    assert time_of_day(text) == minutes


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("月火水木金", WORKDAYS),
        ("水曜日", ("wed",)),
        ("日木", ("thu", "sun")),
        ("月～金", WORKDAYS),
        ("土日祝", ("sat", "sun")),
        ("", ()),
        ("第2土曜日", None),
        ("要確認", None),
    ],
)
def test_weekday_cells(text: str, days: tuple[str, ...] | None) -> None:
    assert read_weekdays(text) == days


@pytest.mark.parametrize(
    ("text", "yen"),
    [("300", 300), ("0 ", 0), ("無料", 0), ("１００円", 100), ("1,200円", 1200), ("カンパ", None)],
)
def test_fees(text: str, yen: int | None) -> None:
    assert amount(text) == yen


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("15名程度", 15),
        ("約２０人", 20),
        ("10人まで", 10),
        ("３〜５人", None),
        ("若干名", None),
        ("15人以上", None),
    ],
)
def test_how_many_as_people_write_it(text: str, number: int | None) -> None:
    assert whole_number(text) == number


def test_a_cafeteria_row_keeps_what_it_says() -> None:
    result = read_resources(DATA / "cafeteria.csv")
    first, second, third = result.records
    assert first.name == "みどり食堂ﾊｰﾌﾞ"  # the spelling is the publisher's
    assert first.address == "みどり区緑台1-1"
    assert first.fee_yen == 300
    assert first.fee_note == "幼児無料 小学生無料 大人300円"
    assert first.conditions == ("reservation",)
    (rule,) = first.schedule
    assert (rule.weekdays, rule.start, rule.end, rule.frequency) == (("tue",), 1020, None, "twice_monthly")
    assert rule.raw == "毎月第2・4火曜日 17:00 非公開（開催頻度4）"
    assert (second.kind, second.status, second.capacity_soft) == ("third_place", "paused", "応相談")
    assert second.fee_yen is None
    assert third.fee_note == "大人カンパ"
    assert all(record.key == "" for record in result.records)


def test_a_withheld_address_leaves_neither_address_nor_position() -> None:
    record = read_resources(DATA / "cafeteria.csv").records[1]
    assert (record.address, record.lat, record.lon) == ("", None, None)


def test_text_wins_over_the_frequency_code_and_the_contradiction_is_reported(tmp_path: Path) -> None:
    path = tmp_path / "t.csv"
    path.write_text("名称,開催頻度,開催日\nひとつ,1,第３木曜日\n", encoding="utf-8")
    result = read_resources(path)
    assert result.records[0].schedule[0].frequency == "monthly"
    assert [f.column for f in result.findings if f.severity == "doubtful"] == ["開催頻度"]


def test_further_sessions_join_their_parent_and_orphans_are_refused() -> None:
    parent, sessions = read_resource_files([DATA / "cafeteria.csv", DATA / "cafeteria_tsuika.csv"])
    assert [(rule.weekdays, rule.frequency) for rule in parent.records[0].schedule] == [
        (("tue",), "twice_monthly"),
        (("thu",), "weekly"),
        (("sat",), "monthly"),
    ]
    assert (sessions.rows, sessions.taken, sessions.refused) == (3, 2, 1)
    assert [f.row for f in sessions.findings if f.severity == "refused"] == [4]


def test_a_workbook_with_two_sheets_is_one_list_and_its_sessions(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    main, more = book.active, book.create_sheet("追加情報")
    main.title = "基本情報"
    main.append(
        [
            "NO",
            "都道府県コード又は市区町村コード",
            "名称",
            "住所",
            "開催曜日",
            "開催開始時間",
            "開催終了時間",
            "定員",
        ]
    )
    main.append([1, 11, "みどり食堂", "緑台1", "土", time(11, 30), time(13, 0), 20.0])
    main.append([2, 11, '=CONCAT("a","b")', "緑台2", "日", None, None, None])
    main.append([None, None, None, " "])
    more.append(["ID", "開催曜日", "開催開始時間"])
    more.append([1, "木", time(17, 0)])
    book.save(tmp_path / "list.xlsx")
    result = read_resources(tmp_path / "list.xlsx")
    assert (result.format, result.encoding, result.rows, result.taken) == ("cafeteria-old", "xlsx", 3, 3)
    assert [(r.weekdays, r.start, r.end) for r in result.records[0].schedule] == [
        (("sat",), 690, 780),
        (("thu",), 1020, None),
    ]
    assert result.records[0].capacity == 20
    assert result.records[1].name.startswith("=CONCAT")  # a formula is text, never evaluated


def test_facilities_get_kind_and_standing_from_what_they_are() -> None:
    hall, school, odd = read_resources(DATA / "facility_old.csv").records
    assert (hall.kind, hall.standing) == ("community_hall", "candidate_venue")
    assert (school.kind, school.standing) == ("elementary_school", "candidate_venue")
    assert (odd.kind, odd.standing) == ("public_facility", "reference_facility")
    assert hall.accessibility == ("wheelchair", "multipurpose_toilet")


def test_a_swapped_position_of_a_municipal_row_is_left_out_and_the_row_is_taken() -> None:
    result = read_resources(DATA / "facility_old.csv")
    assert (result.records[1].lat, result.records[1].lon) == (None, None)
    assert (3, "緯度", "doubtful") in [(f.row, f.column, f.severity) for f in result.findings]
    assert (result.rows, result.taken, result.refused) == (4, 3, 1)


def test_a_place_outside_its_municipality_and_a_slipped_code_are_reported() -> None:
    result = read_resources(DATA / "facility_new.csv")
    found = {(f.row, f.column) for f in result.findings if f.severity == "doubtful"}
    assert found == {(2, "町字ID"), (2, "所在地_町字"), (3, "所在地_全国地方公共団体コード")}
    assert result.records[1].address == "長野県諏訪郡境1-1 ２階"


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("公民館", "community_hall"),
        ("認可私立保育所", "preschool"),
        ("②老人福祉施設", "care_facility"),
        ("市立総合病院", "hospital"),
        ("居場所", "third_place"),
        ("宇宙基地", None),
        ("", None),
    ],
)
def test_category_words(text: str, kind: str | None) -> None:
    assert kind_of_category(text) == kind


def test_an_unknown_category_is_kept_and_only_a_reference(tmp_path: Path) -> None:
    path = tmp_path / "t.csv"
    path.write_text("名称,住所,種別\nひとつ,本町1,宇宙基地\n", encoding="utf-8")
    result = read_resources(path)
    assert (result.records[0].kind, result.records[0].standing) == ("宇宙基地", "reference_facility")
    assert result.doubtful == 1
    assert standing_of("宇宙基地") == "reference_facility"


@pytest.mark.parametrize(
    ("text", "district"),
    [("笹塚小", "S1"), ("S2", "S2"), ("中幡小学校区", "S2"), ("未就学児", None), ("笹塚小;中幡小", None)],
)
def test_a_district_is_set_only_when_it_is_one_of_the_known(
    text: str, district: str | None, tmp_path: Path
) -> None:
    path = tmp_path / "t.csv"
    path.write_text(f"名称,開催曜日,学区\nひとつ,土,{text}\n", encoding="utf-8")
    result = read_resources(path, districts=KnownDistricts({"S1": "笹塚小学校区", "S2": "中幡小学校"}))
    assert result.records[0].district == district
    assert ("学区", text) in result.records[0].extra


def test_equal_rows_keep_their_places_when_a_file_is_reordered() -> None:
    assert match_equals(["a", "b"], ["a", "b"]) == [0, 1]
    assert match_equals(["b", "a"], ["a", "b"]) == [1, 0]
    assert match_equals(["c", "b"], ["a", "b"]) == [0, 1]
    assert match_equals(["b", "c", "d"], ["a", "b"]) == [1, 0, 2]


def test_editions_of_one_list_share_a_source_system() -> None:
    assert source_system("cafeteria-old", "472115_ibasyo_20221003.csv") == "cafeteria:ibasyo"
    assert source_system("cafeteria-new", "472115_ibasyo_20250401 (1).csv") == "cafeteria:ibasyo"
    assert source_system("facility-old", "222127_library.csv") == "facility:library"


@pytest.mark.parametrize("text", ["=cmd|' /C calc'!A0", "+1", "-1", "@x", "\tx", "\rx"])
def test_a_report_cell_is_never_a_formula(text: str) -> None:
    assert safe_cell(text) == f"'{text}"
