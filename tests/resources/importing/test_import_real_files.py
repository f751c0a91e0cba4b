"""Files that municipalities really publish: every one is read, and what became of its rows is pinned."""

from __future__ import annotations

from pathlib import Path

import pytest

from resources.code_lists import code_list
from resources.database import Database
from resources.errors import BadInput
from resources.importing import ReadResult, read_resources
from resources.importing.apply import plan_import
from resources.importing.field_changes import field_changes
from resources.repository import load_records
from resources.scope import Scope
from resources.snapshot import build_snapshot
from tests.resources.importing.conftest import Importing

ROWS: dict[str, tuple[str, str, int, int, int, int]] = {
    "kawasaki_papamama_ksj/Elementary_loc.geojson": ("facility-p29-2013", "utf-8", 117, 117, 0, 0),
    "kawasaki_papamama_ksj/MiddleSchool_loc.geojson": ("facility-p29-2013", "utf-8", 57, 57, 0, 0),
    "kawasaki_papamama_ksj/nurseryFacilities.geojson": ("facility-own", "utf-8", 245, 245, 3, 0),
    "yaizu_city/まちなか涼みどころ/machinakasuzumidokoro.csv": ("facility-own", "utf-8-sig", 108, 108, 7, 0),
    "yaizu_city/ベジチェック設置場所/vegecheck.csv": ("facility-own", "utf-8", 17, 17, 0, 0),
    "yaizu_city/中学校/222127_junior_high_school.csv": ("facility-old", "utf-8-sig", 9, 9, 0, 0),
    "yaizu_city/公園一覧/222127_park_info.csv": ("facility-own", "utf-8", 142, 142, 0, 0),
    "yaizu_city/図書館/222127_library.csv": ("facility-old", "utf-8-sig", 11, 11, 2, 0),
    "yaizu_city/地域交流センター/222127_community_center.csv": ("facility-old", "utf-8-sig", 9, 9, 0, 0),
    "yaizu_city/子育て支援施設/222127_child_rearing_support_center.csv": (
        "facility-old",
        "utf-8-sig",
        9,
        9,
        0,
        0,
    ),
    "yaizu_city/子育て施設一覧/222127_preschool.csv": ("facility-childcare-old", "utf-8", 60, 60, 44, 0),
    "yaizu_city/小学校/222127_elementary_school.csv": ("facility-old", "utf-8-sig", 13, 13, 0, 0),
    "yaizu_city/市役所・センター/222127_facilities_smartmap.csv": ("facility-old", "utf-8-sig", 28, 28, 1, 0),
    "yaizu_city/放課後等デイサービス一覧/222127_hokago_dayservices.csv": (
        "facility-own",
        "utf-8",
        15,
        15,
        0,
        0,
    ),
    "yaizu_city/文化会館・資料館/222127_facilities_culture.csv": ("facility-old", "utf-8-sig", 6, 6, 0, 0),
    "yaizu_city/福祉会館/222127_facilities_welfare.csv": ("facility-old", "utf-8-sig", 2, 2, 0, 0),
    "yaizu_city/要配慮者利用施設/yohairyosya.csv": ("facility-own", "cp932", 277, 277, 1, 0),
    "yaizu_city/避難所一覧/222127_hinannjo.csv": ("facility-own", "utf-8", 56, 56, 0, 0),
    "kodomo_shokudo_multi/opendata/fukui/sakai/15_182109_kodomoshokudo.csv": (
        "cafeteria-old",
        "utf-8-sig",
        6,
        6,
        2,
        0,
    ),
    "kodomo_shokudo_multi/opendata/tokyo/131059_bunkyo_kodomosyokudo.csv": (
        "cafeteria-new",
        "utf-8-sig",
        7,
        7,
        3,
        0,
    ),
    "kodomo_shokudo_multi/opendata/tokyo/131083_kotoku_kodomosyokudo.csv": (
        "cafeteria-new",
        "utf-8-sig",
        24,
        24,
        0,
        0,
    ),
    "kodomo_shokudo_multi/opendata/tokyo/131105_meguroku_kodomosyokudo.csv": (
        "cafeteria-new",
        "utf-8-sig",
        11,
        11,
        0,
        0,
    ),
    "kodomo_shokudo_multi/opendata/tokyo/131113_otaku_kodomosyokudo_tsuika.csv": (
        "cafeteria-sessions",
        "utf-8-sig",
        1,
        0,
        0,
        1,
    ),
    "kodomo_shokudo_multi/opendata/tokyo/131156_suginamiku_kodomosyokudo.csv": (
        "cafeteria-new",
        "utf-8-sig",
        42,
        42,
        2,
        0,
    ),
    "kodomo_shokudo_multi/opendata/tokyo/131181_arakawaku_kodomosyokudo.csv": (
        "cafeteria-new",
        "utf-8-sig",
        6,
        6,
        6,
        0,
    ),
    "kodomo_shokudo_multi/opendata/tokyo/131202_nerimaku_kodomosyokudo.csv": (
        "cafeteria-new",
        "utf-8-sig",
        40,
        40,
        4,
        0,
    ),
    "kodomo_shokudo_multi/opendata/tokyo/132012_hachioji_kodomosyokudo.csv": (
        "cafeteria-new",
        "utf-8-sig",
        49,
        49,
        0,
        0,
    ),
    "kodomo_shokudo_multi/opendata/tokyo/132055_omeshi_kodomosyokudo.csv": (
        "cafeteria-new",
        "utf-8-sig",
        10,
        10,
        3,
        0,
    ),
    "kodomo_shokudo_multi/opendata/tokyo/132071_akishimashi_kodomosyokudo.csv": (
        "cafeteria-new",
        "utf-8-sig",
        6,
        6,
        1,
        0,
    ),
    "kodomo_shokudo_multi/opendata/tokyo/132080_chofushi_kodomosyokudo.csv": (
        "cafeteria-new",
        "utf-8-sig",
        25,
        25,
        0,
        0,
    ),
    "kodomo_shokudo_multi/opendata/tokyo/132101_koganeishi_kodomosyokudo.csv": (
        "cafeteria-new",
        "utf-8-sig",
        2,
        2,
        2,
        0,
    ),
    "kodomo_shokudo_multi/opendata/tokyo/132128_hinoshi_kodomosyokudo_tsuika.csv": (
        "cafeteria-sessions",
        "utf-8-sig",
        3,
        0,
        0,
        3,
    ),
    "kodomo_shokudo_multi/opendata/tokyo/132152_kunitachishi_kodomosyokudo.csv": (
        "cafeteria-new",
        "utf-8-sig",
        12,
        12,
        1,
        0,
    ),
    "kodomo_shokudo_multi/opendata/tokyo/132195_komaeshi_kodomosyokudo.csv": (
        "cafeteria-new",
        "utf-8-sig",
        6,
        6,
        0,
        0,
    ),
    "kodomo_shokudo_multi/opendata/tokyo/132233_musashimurayamashi_kodomosyokudo.csv": (
        "cafeteria-new",
        "utf-8-sig",
        7,
        7,
        1,
        0,
    ),
    "kodomo_shokudo_multi/opendata/tokyo/132292_nishitokyoshi_kodomosyokudo.csv": (
        "cafeteria-new",
        "utf-8-sig",
        26,
        26,
        3,
        0,
    ),
}
"""file: (format, encoding, rows, taken, doubtful, refused). 追加情報 without its parent list is refused."""


SUFFIXES = (".csv", ".xlsx", ".geojson", ".json", ".shp", ".txt")
NO_LISTS = {
    "見出しが見つかりません": 37,
    "文章のファイルで、行と列の表になっていません": 1,
    "引用符": 1,
    "GeoJSON の FeatureCollection ではありません": 16,
    "点のデータがありません（面のファイルです）": 5,
}
"""What the other files are refused for: descriptions of columns, population, timetables, town points, districts."""
ENOUGH = 0.97
NEVER_SUGGESTED = {"park", "shelter", "health_spot", "cooling_spot"}


def _files(shared: Path) -> dict[str, Path]:
    """Every file that somebody could give to `tsunagite import resources`."""
    root = shared / "realdata"
    found = (path for path in sorted(root.rglob("*")) if path.suffix.lower() in SUFFIXES)
    return {str(path.relative_to(root)): path for path in found}


def _lists(shared: Path) -> dict[str, Path]:
    return {name: path for name, path in _files(shared).items() if name in ROWS}


def _figures(result: ReadResult) -> tuple[str, str, int, int, int, int]:
    return result.format, result.encoding, result.rows, result.taken, result.doubtful, result.refused


def _refusal(path: Path) -> str:
    with pytest.raises(BadInput) as refusal:
        read_resources(path)
    assert refusal.value.message.startswith(path.name)
    assert "対処: " in refusal.value.message
    assert "\n" not in refusal.value.message
    return refusal.value.message


@pytest.fixture(scope="module")
def results(shared: Path) -> dict[str, ReadResult]:
    """Every real list, read once."""
    return {name: read_resources(path) for name, path in _lists(shared).items()}


@pytest.mark.shared
def test_every_real_list_is_read_and_its_rows_are_counted(results: dict[str, ReadResult]) -> None:
    assert {name: _figures(result) for name, result in results.items()} == ROWS


@pytest.mark.shared
def test_every_other_real_file_is_refused_with_what_it_is(shared: Path) -> None:
    others = [path for name, path in _files(shared).items() if name not in ROWS]
    messages = [_refusal(path) for path in others]
    counted = {words: sum(words in message for message in messages) for words in NO_LISTS}
    assert counted == NO_LISTS
    assert len(messages) == sum(NO_LISTS.values())


@pytest.mark.shared
def test_nearly_every_real_row_has_exactly_one_standing_and_the_others_their_reason(
    results: dict[str, ReadResult],
) -> None:
    rows = sum(result.rows for result in results.values())
    records = [record for result in results.values() for record in result.records]
    assert all(record.standing in code_list("resource_standing") for record in records)
    assert len(records) / rows >= ENOUGH
    for result in results.values():
        reasons = {finding.row for finding in result.findings if finding.severity == "refused"}
        assert result.rows == result.taken + len(reasons)


@pytest.mark.shared
def test_of_all_real_files_only_places_to_take_part_in_can_be_suggested(
    results: dict[str, ReadResult], bring: Importing, town: Database
) -> None:
    bring(*results.values())
    given = [record for result in results.values() for record in result.records]
    with town.session() as session:
        suggested = build_snapshot(load_records(session, Scope.operator())).records
    taking_part = [record for record in given if record.standing == "participation_place"]
    assert {record.kind for record in suggested} == {"children_cafeteria", "third_place"}
    assert sorted(record.name for record in suggested) == sorted(record.name for record in taking_part)
    assert {record.kind for record in given} >= NEVER_SUGGESTED


@pytest.mark.shared
def test_a_second_import_of_all_real_files_changes_nothing(
    results: dict[str, ReadResult], bring: Importing
) -> None:
    first = bring(*results.values())
    second = bring(*results.values())
    assert {row.action for file in first.files for row in file.rows} <= {"created", "linked"}
    assert {row.action for file in second.files for row in file.rows} == {"unchanged"}
    assert not second.changes_entries


@pytest.mark.shared
def test_reading_a_real_list_twice_gives_the_same(shared: Path, results: dict[str, ReadResult]) -> None:
    for name, path in _lists(shared).items():
        assert read_resources(path) == results[name]


@pytest.mark.shared
def test_a_changed_real_file_updates_its_entries_in_place_and_names_the_fields(
    shared: Path, bring: Importing, town: Database, tmp_path: Path
) -> None:
    name = "yaizu_city/福祉会館/222127_facilities_welfare.csv"
    old = shared / "realdata" / name
    (tmp_path / old.parent.name).mkdir()
    new = tmp_path / old.parent.name / old.name
    text = old.read_text(encoding="utf-8-sig")
    office, renamed = read_resources(old).records[1].operator, "改名した課"
    assert office
    new.write_text(text.replace(office, renamed), encoding="utf-8")
    bring(read_resources(old))
    with town.session() as session:
        plan = plan_import(session, [read_resources(new)])
    updated = [row for row in plan.files[0].rows if row.action == "updated"]
    assert updated
    assert all(field_changes(row) == {"operator": (office, renamed)} for row in updated)
    done = bring(read_resources(new))
    assert (done.files[0].count("updated"), done.files[0].count("created")) == (len(updated), 0)
