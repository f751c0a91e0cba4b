"""No row is lost, columns are found by name, and reading depends on nothing but the content."""

from __future__ import annotations

import csv
import random
import tempfile
from dataclasses import replace
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from resources.code_lists import code_list
from resources.errors import AppError
from resources.importing import ReadResult, read_resource_files, read_resources
from resources.importing.identity import plain_digest, row_hash

DATA = Path(__file__).parents[2] / "data" / "importing"
TABLES = ["collection.csv", "facility_old.csv", "facility_new.csv", "cafeteria.csv"]
FIELDS = {
    "collection": ["資源ID", "名称", "種別", "緯度", "経度", "開始時刻", "費用_円", "状態", "ほか"],
    "facility": [
        "名称",
        "住所",
        "緯度",
        "経度",
        "種別",
        "利用可能曜日",
        "開始時間",
        "利用可能日時特記事項",
        "定員",
    ],
    "cafeteria": [
        "ID",
        "名称",
        "住所",
        "開催頻度",
        "開催曜日",
        "開催日",
        "開催開始時間",
        "参加費_大人",
        "学区",
    ],
}
WORDS = [
    "",
    " ",
    "-",
    "0",
    "1",
    "35.1",
    "139.7",
    "139,7",
    "第2・4火曜日",
    "月火",
    "25:99",
    "無料",
    "非公開",
    "\t居場所",
]
CELLS = st.one_of(
    st.sampled_from(WORDS),
    st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=12),
)


def _outcome(path: Path) -> ReadResult | str:
    try:
        return read_resource_files([path])[0]
    except AppError as refusal:
        return refusal.message


def _write(path: Path, rows: list[list[str]]) -> None:
    with path.open("w", encoding="utf-8", newline="") as stream:
        csv.writer(stream).writerows(rows)


@settings(max_examples=25, deadline=None)
@given(table=st.sampled_from(TABLES), seed=st.randoms(use_true_random=False))
def test_the_order_of_columns_does_not_matter(table: str, seed: random.Random) -> None:
    with (DATA / table).open(encoding="utf-8-sig", newline="") as stream:
        rows = list(csv.reader(stream))
    order = list(range(len(rows[0])))
    seed.shuffle(order)
    with tempfile.TemporaryDirectory() as folder:
        straight, mixed = Path(folder, "a.csv"), Path(folder, "b.csv")
        _write(straight, rows)
        _write(mixed, [[row[index] for index in order] for row in rows])
        assert read_resources(straight).records == read_resources(mixed).records


@settings(max_examples=60, deadline=None)
@given(kind=st.sampled_from(list(FIELDS)), data=st.data())
def test_every_row_is_taken_or_refused_and_nothing_but_an_app_error_is_raised(
    kind: str, data: st.DataObject
) -> None:
    header = FIELDS[kind]
    rows = data.draw(st.lists(st.lists(CELLS, min_size=0, max_size=len(header) + 1), max_size=8))
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "t.csv")
        _write(path, [header, *rows])
        outcome = _outcome(path)
    if isinstance(outcome, str):
        assert "\n" not in outcome
        return
    there = [row for row in rows if any(cell.strip() for cell in row)]
    result = outcome
    assert result.rows == len(there)
    assert result.rows == result.taken + result.refused
    assert result.taken == len(result.records)
    assert result.doubtful <= result.taken
    refused = {f.row for f in result.findings if f.severity == "refused"}
    assert len(refused) == result.refused


def test_rows_are_counted_as_a_spreadsheet_does_although_a_cell_has_line_breaks(tmp_path: Path) -> None:
    path = tmp_path / "t.csv"
    path.write_text('名称,住所\n"館\nひとつ",緑台1\n\n,緑台2\n', encoding="utf-8")
    result = read_resources(path)
    assert [(f.row, f.severity) for f in result.findings] == [(4, "refused")]
    assert result.record_rows == (2,)


def test_a_title_above_the_header_is_passed_over(tmp_path: Path) -> None:
    path = tmp_path / "t.csv"
    path.write_text("みどり市の公民館,\n令和8年,\n名称,住所\n本町公民館,本町1\n", encoding="utf-8")
    result = read_resources(path)
    assert [r.name for r in result.records] == ["本町公民館"]
    assert result.record_rows == (4,)


def test_rows_of_commas_only_are_no_rows(tmp_path: Path) -> None:
    path = tmp_path / "t.csv"
    path.write_text("名称,住所\n本町公民館,本町1\n" + ",\n" * 900, encoding="utf-8")
    assert read_resources(path).rows == 1


def test_a_repeated_header_is_reported_and_the_first_column_counts(tmp_path: Path) -> None:
    path = tmp_path / "t.csv"
    path.write_text("名称,住所,名称\nひとつ,本町1,ふたつ\n", encoding="utf-8")
    result = read_resources(path)
    assert result.records[0].name == "ひとつ"
    assert result.records[0].extra == (("名称", "ふたつ"),)
    assert [(f.row, f.column) for f in result.findings] == [(1, "名称")]


def test_an_unknown_column_is_reported_and_its_values_are_kept(tmp_path: Path) -> None:
    path = tmp_path / "t.csv"
    path.write_text("名称,住所,面積\nひとつ,本町1,300\n", encoding="utf-8")
    result = read_resources(path)
    assert result.records[0].extra == (("面積", "300"),)
    assert [(f.severity, f.column) for f in result.findings] == [("note", "面積")]


def test_a_mapping_names_headers_that_nobody_knows(tmp_path: Path) -> None:
    path = tmp_path / "t.csv"
    path.write_text("場の名,ところ\nひとつ,本町1\n", encoding="utf-8")
    result = read_resources(path, mapping={"場の名": "名称", "ところ": "address"})
    assert (result.records[0].name, result.records[0].address) == ("ひとつ", "本町1")


def test_collection_lists_resolve_to_codes_and_unknown_values_stay_as_written(tmp_path: Path) -> None:
    path = tmp_path / "c.csv"
    header = "資源ID,名称,種別,利用条件,送迎,曜日,開始時刻,終了時刻,頻度,空き,対象年齢_下限,状態"
    path.write_text(
        f"{header}\nK1,館,サロン,会員登録;町内の推薦,要相談,月;木,１０時,12:30,月2,0,,公開中\n",
        encoding="utf-8",
    )
    result = read_resources(path)
    (record,) = result.records
    assert record.kind in code_list("resource_kind")
    assert record.conditions == ("membership", "町内の推薦")
    assert record.transport == "negotiable"
    assert (record.openings, record.age_min, record.capacity) == (0, None, None)
    (rule,) = record.schedule
    assert (rule.weekdays, rule.start, rule.end, rule.frequency) == (
        ("mon", "thu"),
        600,
        750,
        "twice_monthly",
    )
    assert rule.raw == "月;木 １０時〜12:30 月2"
    assert [f.column for f in result.findings if f.severity == "doubtful"] == ["利用条件"]
    assert result.import_refusal is None


def test_equal_content_has_an_equal_hash_whatever_the_id() -> None:
    first, second = read_resources(DATA / "collection.csv").records
    assert row_hash(first, plain_digest) != row_hash(second, plain_digest)
    again = read_resources(DATA / "collection_utf16be.csv").records
    assert [row_hash(record, plain_digest) for record in again] == [
        row_hash(first, plain_digest),
        row_hash(second, plain_digest),
    ]
    assert row_hash(replace(first, key="K9"), plain_digest) == row_hash(first, plain_digest)
