"""Home-made lists and our own template: what a confirmed mapping makes of their rows."""

from __future__ import annotations

from dataclasses import replace
from io import BytesIO
from pathlib import Path

import pytest
from openpyxl import load_workbook
from sqlmodel import select

from resources.catalogue_writer import get_or_add_organisation
from resources.clock import FixedClock
from resources.code_lists import code_list
from resources.database import Database
from resources.errors import BadInput, Conflict, NotFound
from resources.folding import fold_header, fold_text
from resources.importing import KnownDistricts, ReadResult, read_resource_files
from resources.importing.column_mapping import ColumnMapping, header_fingerprint
from resources.importing.saved_mappings import (
    delete_mapping,
    list_mappings,
    mapping_for,
    mapping_named,
    rename_mapping,
    save_mapping,
)
from resources.importing.template import (
    EXAMPLE,
    EXPLANATION,
    LISTS,
    SHEET,
    template_columns,
    template_workbook,
)
from resources.records import ResourceRecord
from resources.schedules.words import rule_words
from resources.tables import SavedMapping

HEADERS = {
    "会の名": "name",
    "分け方": "category",
    "とき": "hours_note",
    "から": "start",
    "いくら": "fee",
    "だれ": "audience",
    "小学校": "district",
    "秘密": "",
}
DISTRICTS = KnownDistricts({"D01": "本町学区", "D02": "港学区"})


def mapping(**given: object) -> ColumnMapping:
    headers = {fold_header(header): field for header, field in HEADERS.items()}
    made = ColumnMapping(header_fingerprint([*HEADERS]), headers)
    return replace(made, **given)  # type: ignore[arg-type]


def read(folder: Path, *rows: str, how: ColumnMapping, before: str = "") -> ReadResult:
    path = folder / "一覧.csv"
    path.write_text(before + "\n".join([",".join(HEADERS), *rows]) + "\n", encoding="utf-8")
    return read_resource_files([path], mapped=[how], districts=DISTRICTS)[0]


def one(folder: Path, row: str, how: ColumnMapping) -> ResourceRecord:
    return read(folder, row, how=how).records[0]


def test_every_column_is_read_as_it_was_named(tmp_path: Path) -> None:
    record = one(tmp_path, "ひだまり,サロン,毎月第2・4火曜日,,100円,65歳以上,港学区,ひみつ", mapping())
    assert (record.name, record.kind, record.fee_yen, record.district) == ("ひだまり", "salon", 100, "D02")
    assert (record.age_min, record.age_max, record.audience) == (65, None, "65歳以上")
    assert record.schedule[0].weekdays == ("tue",)
    assert record.schedule[0].raw == "毎月第2・4火曜日"
    assert record.extra == (("分け方", "サロン"), ("秘密", "ひみつ"))
    assert record.standing == "participation_place"


def test_words_of_the_file_become_kinds_as_they_were_confirmed(tmp_path: Path) -> None:
    how = mapping(kinds={fold_text("お茶のみ"): "salon"}, kind="third_place")
    kinds = [one(tmp_path, f"会,{word},,,,,,", how).kind for word in ("お茶のみ", "こども食堂", "ほかの", "")]
    assert kinds == ["salon", "children_cafeteria", "third_place", "third_place"]


def test_a_category_that_nobody_explained_is_a_doubt_and_never_a_place_to_suggest(tmp_path: Path) -> None:
    result = read(tmp_path, "会,ほかの,,,,,,", how=mapping())
    assert result.records[0].standing == "reference_facility"
    assert [finding.column for finding in result.findings if finding.severity == "doubtful"] == ["分け方"]


def test_the_operator_of_the_whole_file_fills_what_is_empty(tmp_path: Path) -> None:
    assert one(tmp_path, "会,,,,,,,", mapping(operator="架空市社協")).operator == "架空市社協"


def test_words_that_are_no_schedule_stay_as_they_are_and_are_a_doubt(tmp_path: Path) -> None:
    result = read(tmp_path, "会,サロン,会長に聞いてください,,,,,", how=mapping())
    assert [rule.raw for rule in result.records[0].schedule] == ["会長に聞いてください"]
    assert result.records[0].schedule[0].weekdays == ()
    assert result.doubtful == 1


def test_an_unknown_district_is_a_doubt_and_a_row_without_a_name_is_refused(tmp_path: Path) -> None:
    result = read(tmp_path, "会,サロン,,,,,北学区,", ",サロン,,,,,,", how=mapping())
    assert (result.rows, result.taken, result.refused) == (2, 1, 1)
    assert result.records[0].district is None
    assert {finding.column for finding in result.findings if finding.severity != "note"} == {
        "小学校",
        "会の名",
    }


@pytest.mark.parametrize("name", ["合計", "合　計", "計", "小計"])
def test_a_row_that_adds_up_the_others_is_no_place(tmp_path: Path, name: str) -> None:
    result = read(tmp_path, "ひだまり,サロン,,,,,,", f"{name},,,,,,,", how=mapping(kinds={"サロン": "salon"}))
    assert [record.name for record in result.records] == ["ひだまり"]
    assert "合計の行" in result.findings[-1].what


def test_the_header_is_found_below_a_title(tmp_path: Path) -> None:
    result = read(tmp_path, "会,サロン,,,,,,", how=mapping(), before="一覧\n（社協）\n")
    assert result.sheets[0].header_row == 3
    assert result.record_rows == (4,)


def test_a_file_with_other_headers_is_not_read_with_this_mapping(tmp_path: Path) -> None:
    path = tmp_path / "別.csv"
    path.write_text("a,b\n1,2\n", encoding="utf-8")
    with pytest.raises(BadInput):
        read_resource_files([path], mapped=[mapping()])


def test_a_mapping_is_the_same_after_the_database(town: Database, clock: FixedClock) -> None:
    how = mapping(kind="salon", operator="社協", kinds={"お茶": "salon"}, name="社協の一覧")
    with town.session() as session:
        own = get_or_add_organisation(session, "みどり市", relation="own").id or 0
        other = get_or_add_organisation(session, "委託法人", relation="contractor").id or 0
        save_mapping(session, own, how.name, how, created_by="CSW", clock=clock)
    with town.session() as session:
        assert mapping_named(session, own, "社協の一覧") == how
        assert mapping_for(session, own, {how.fingerprint, "x"}) == how
        assert mapping_for(session, other, {how.fingerprint}) is None
        assert mapping_named(session, other, "社協の一覧") is None
        save_mapping(session, own, how.name, replace(how, kind="peer_group"), created_by="CSW", clock=clock)
        with pytest.raises(BadInput):
            save_mapping(session, own, how.name, replace(how, fingerprint="z"), created_by="", clock=clock)
        with pytest.raises(BadInput):
            save_mapping(session, own, " ", how, created_by="", clock=clock)
    with town.session() as session:
        saved = session.exec(select(SavedMapping)).one()
        found = mapping_named(session, own, "社協の一覧")
        assert found is not None
        assert found.kind == "peer_group"
        with pytest.raises(NotFound):
            rename_mapping(session, other, saved.public_id, saved.version, "別の名")
        with pytest.raises(Conflict):
            delete_mapping(session, own, saved.public_id, saved.version + 1)
        rename_mapping(session, own, saved.public_id, saved.version, "別の名")
    with town.session() as session:
        assert [row.name for row in list_mappings(session, own)] == ["別の名"]


def filled(rows: list[dict[str, object]], districts: dict[str, str] | None = None) -> bytes:
    """A template that somebody filled in and saved."""
    book = load_workbook(BytesIO(template_workbook(districts or DISTRICTS.names)))
    sheet = book[SHEET]
    headers = [cell.value for cell in sheet[1]]
    for row in rows:
        sheet.append([row.get(str(header)) for header in headers])
    stream = BytesIO()
    book.save(stream)
    return stream.getvalue()


def test_a_filled_template_comes_back_whole(tmp_path: Path) -> None:
    path = tmp_path / "登録.xlsx"
    path.write_bytes(
        filled(
            [
                {
                    "名称": "みなとの会",
                    "名称カナ": "ミナトノカイ",
                    "種別": "居場所",
                    "運営主体": "みなと",
                    "運営主体種別": "NPO",
                    "対象年齢_下限": 18,
                    "対象年齢_上限": "49",
                    "利用条件": "事前予約;会員登録",
                    "学区": "港学区",
                    "所在地": "架空市港町1",
                    "方書": None,
                    "提供方法": "来所",
                    "曜日": "月;水",
                    "開始時刻": "13:00",
                    "終了時刻": "17:00",
                    "頻度": "隔週",
                    "定員": 8,
                    "空き": 2,
                    "費用_円": "無料",
                    "送迎": "要相談",
                    "状態": "休止中",
                    "情報更新日": "2026-07-14",
                    "電話": "0770-00-0001",
                    "担当者": "担当",
                    "備考": "はじめて",
                }
            ]
        )
    )
    result = read_resource_files([path], districts=DISTRICTS)[0]
    assert (result.format, result.rows, result.taken, result.refused) == ("own", 1, 1, 0)
    record = result.records[0]
    assert record.name == "みなとの会"
    assert (record.kind, record.status, record.transport) == ("third_place", "paused", "negotiable")
    assert (record.age_min, record.age_max, record.capacity, record.openings) == (18, 49, 8, 2)
    assert (record.fee_yen, record.district) == (0, "D02")
    assert record.conditions == ("reservation", "membership")
    rule = record.schedule[0]
    assert (rule.weekdays, rule.start, rule.end, rule.frequency) == (("mon", "wed"), 780, 1020, "biweekly")
    assert str(record.confirmed_on) == "2026-07-14"


def test_the_examples_of_the_template_are_read_without_a_doubt_but_only_as_examples(tmp_path: Path) -> None:
    columns = template_columns()
    examples = [{column.header: column.examples[n] or None for column in columns} for n in (0, 1)]
    path = tmp_path / "例.xlsx"
    path.write_bytes(filled(examples))
    result = read_resource_files([path])[0]
    assert (result.rows, result.taken, result.doubtful) == (2, 2, 0), result.findings
    path.write_bytes(template_workbook({}))
    assert read_resource_files([path])[0].rows == 0


def test_every_list_of_the_template_refers_to_the_hidden_sheet(tmp_path: Path) -> None:
    book = load_workbook(BytesIO(template_workbook(DISTRICTS.names)))
    assert book.sheetnames == [SHEET, EXAMPLE, EXPLANATION, LISTS]
    assert book[LISTS].sheet_state == "hidden"
    rules = {str(rule.sqref): rule for rule in book[SHEET].data_validations.dataValidation}
    lists = [column for column in template_columns() if column.values]
    assert len(rules) == len(lists)
    for rule in rules.values():
        cells = book[LISTS][rule.formula1.split("!")[1].replace("$", "")]
        assert all(cell.value for (cell,) in cells)
    kinds = next(rule for area, rule in rules.items() if area.startswith("D2"))
    values = [cell.value for (cell,) in book[LISTS][kinds.formula1.split("!")[1].replace("$", "")]]
    assert values == [code.label_ja for code in code_list("resource_kind")]
    assert kinds.showErrorMessage


def test_every_value_that_the_template_offers_is_one_that_the_import_knows(tmp_path: Path) -> None:
    lists = [column for column in template_columns() if column.values and column.values != "districts"]
    rows = [
        {"名称": f"会{number}", column.header: code.label_ja, "種別": "サロン"}
        | {column.header: code.label_ja}
        for column in lists
        for number, code in enumerate(code_list(column.values))
    ]
    path = tmp_path / "全部.xlsx"
    path.write_bytes(filled([{**row, "名称": f"会{place}"} for place, row in enumerate(rows)]))
    result = read_resource_files([path], districts=DISTRICTS)[0]
    doubts = [finding for finding in result.findings if finding.severity != "note"]
    assert doubts == []


@pytest.mark.parametrize(
    ("header", "row", "words"),
    [
        ("頻度,曜日,開始時刻,終了時刻", "第2・4,火,10:00,12:00", "第2・4火曜 10:00〜12:00"),
        ("頻度,曜日", "毎月第3日曜,", "第3日曜"),
        ("頻度,開始時刻", "毎週水曜,10:00", "毎週 水曜 10:00〜"),
        (
            "曜日,開始時刻",
            "月～土（第2・4土曜を除く）,9:00",
            "毎週 月〜土曜 9:00〜（第2土曜、第4土曜を除く）",
        ),
        ("曜日,開始時刻", "第1・2・3・4水曜,9:00", "第1・2・3・4水曜 9:00〜"),
        ("曜日,開催日時", "火,職員にたずねる日の午後", "火曜"),
    ],
)
def test_days_keep_the_weeks_and_exceptions_that_their_columns_state(
    tmp_path: Path, header: str, row: str, words: str
) -> None:
    path = tmp_path / "会.csv"
    path.write_text(
        f"整理番号,名称,対象年齢_下限,利用条件,規模,{header}\n1,本町の会,,,,{row}\n", encoding="utf-8"
    )
    (rule,) = read_resource_files([path])[0].records[0].schedule
    assert rule_words(rule) == words
    assert all(part in rule.raw for part in row.split(",")[:1])


def test_a_list_says_which_fields_and_agencies_belong_to_a_place(tmp_path: Path) -> None:
    path = tmp_path / "会.csv"
    header = "整理番号,名称,対象年齢_下限,利用条件,規模,資源分野,関わる機関,保険,謝金,受入の余地"
    row = "1,本町の会,,,,権利擁護・虐待防止;啓発活動,社協;保健所,社協の保険,なし,見学から"
    path.write_text(f"{header}\n{row}\n", encoding="utf-8")
    (record,) = read_resource_files([path])[0].records
    assert record.resource_fields == ("rights", "awareness")
    assert record.agencies == ("社協", "保健所")
    assert (record.insurance, record.honorarium, record.capacity_soft) == ("社協の保険", "なし", "見学から")
