"""`tsunagite import resources`: exit status, one line for a refusal, the JSON of the contract, the report."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import pytest

from api.cli.main import run_with
from resources.encryption import write_new_key

DATA = Path(__file__).parents[2] / "data" / "importing"
KEYS = [
    "file",
    "format",
    "encoding",
    "rows",
    "taken",
    "doubtful",
    "refused",
    "created",
    "updated",
    "unchanged",
]


@pytest.fixture
def database_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where a database may be made; its key is there."""
    write_new_key(tmp_path / "key")
    monkeypatch.setenv("TSUNAGITE_KEY_FILE", str(tmp_path / "key"))
    return tmp_path / "t.db"


def _run(database_file: Path, *arguments: object) -> int:
    address = f"sqlite:///{database_file}"
    return run_with(["import", "resources", *map(str, arguments), "--database", address])


def test_json_has_the_keys_of_the_contract_and_the_second_run_changes_nothing(
    database_file: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    files = [DATA / "collection.csv", DATA / "facility_old.csv"]
    assert _run(database_file, *files, "--json") == 0
    first = json.loads(capsys.readouterr().out)["files"]
    assert [list(entry) for entry in first] == [KEYS, KEYS]
    assert [list(entry.values())[3:] for entry in first] == [[2, 2, 0, 0, 2, 0, 0], [4, 3, 2, 1, 3, 0, 0]]
    assert _run(database_file, *files, "--json") == 0
    second = json.loads(capsys.readouterr().out)["files"]
    assert [list(entry.values())[7:] for entry in second] == [[0, 0, 2], [0, 0, 3]]


def test_rows_that_become_one_entry_are_taken_and_created_once(
    database_file: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    files = [DATA / "care_old.csv", DATA / "education_plain_position.csv", DATA / "points.geojson"]
    assert _run(database_file, *files, "--json") == 0
    counts = json.loads(capsys.readouterr().out)["files"]
    assert [list(entry.values())[3:] for entry in counts] == [
        [3, 3, 1, 0, 2, 0, 0],
        [1, 1, 0, 0, 1, 0, 0],
        [4, 4, 2, 0, 4, 0, 0],
    ]
    assert _run(database_file, DATA / "polygons.geojson") == 1
    assert "tsunagite import districts" in capsys.readouterr().err


def test_a_dry_run_makes_no_database(database_file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert _run(database_file, DATA / "collection.csv", "--dry-run") == 0
    assert not database_file.exists()
    assert "何も書き込んでいません" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("content", "start"),
    [
        ("資源ID,名称,種別,状態\nK1,a,ふしぎ,公開中\n", "bad.csv 2行目 「種別」列: "),
        ("資源ID,名称,種別,緯度,経度,状態\nK1,a,居場所,135,35,公開中\n", "bad.csv 2行目 「緯度」列: "),
        ("%PDF-1.4", "bad.csv: "),
        ("", "bad.csv: "),
    ],
)
def test_a_refused_file_exits_1_with_one_line_and_leaves_the_database_as_it_was(
    content: str, start: str, database_file: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "bad.csv").write_text(content, encoding="utf-8")
    assert _run(database_file, DATA / "facility_old.csv", tmp_path / "bad.csv") == 1
    captured = capsys.readouterr()
    assert captured.out == ""
    (line,) = captured.err.splitlines()
    assert line.startswith(start)
    assert "対処: " in line
    assert not database_file.exists()


def test_the_report_lists_every_finding_also_of_a_refused_collection(
    database_file: Path, tmp_path: Path
) -> None:
    (tmp_path / "c.csv").write_text(
        "資源ID,名称,種別,状態,費用_円\nK1,a,ふしぎ,公開中,=1+1\n,b,居場所,公開中,0\n", encoding="utf-8"
    )
    assert _run(database_file, tmp_path / "c.csv", "--report", tmp_path / "r.csv") == 1
    assert (tmp_path / "r.csv").read_bytes().startswith(b"\xef\xbb\xbf")
    with (tmp_path / "r.csv").open(encoding="utf-8-sig", newline="") as stream:
        rows = list(csv.reader(stream))
    assert rows[0] == ["ファイル", "行", "列", "区分", "内容", "対処"]
    assert [(row[1], row[2], row[3]) for row in rows[1:]] == [
        ("1", "", "参考"),
        ("2", "種別", "要確認"),
        ("2", "費用_円", "要確認"),
        ("3", "資源ID", "取り込まず"),
    ]


def test_an_unknown_format_exits_1_and_names_the_known_ones(
    database_file: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert _run(database_file, DATA / "collection.csv", "--format", "excel") == 1
    assert "auto、own、collection、" in capsys.readouterr().err


def test_a_mapping_file_is_checked(
    database_file: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "t.csv").write_text("場の名,ところ\nひとつ,本町1\n", encoding="utf-8")
    mapping = tmp_path / "m.csv"
    mapping.write_text("header,field\n場の名,名称\nところ,住処\n", encoding="utf-8")
    assert _run(database_file, tmp_path / "t.csv", "--mapping", mapping) == 1
    assert "住処" in capsys.readouterr().err
    mapping.write_text("header,field\n場の名,名称\nところ,住所\n", encoding="utf-8")
    assert _run(database_file, tmp_path / "t.csv", "--mapping", mapping) == 0


def test_a_report_never_replaces_what_is_read(
    database_file: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Neither the list, under whatever name, nor the mapping, the database or its key."""
    (tmp_path / "list.csv").write_text("名称,住所\nひとつ,本町1\n", encoding="utf-8")
    (tmp_path / "hard.csv").hardlink_to(tmp_path / "list.csv")
    (tmp_path / "m.csv").write_text("header,field\n場の名,名称\n", encoding="utf-8")
    assert _run(database_file, tmp_path / "list.csv") == 0
    capsys.readouterr()
    for name in ("list.csv", "../" + tmp_path.name + "/list.csv", "hard.csv", "m.csv", "t.db", "key"):
        before = (tmp_path / name).read_bytes()
        files = (tmp_path / "list.csv", "--mapping", tmp_path / "m.csv")
        assert _run(database_file, *files, "--report", tmp_path / name) == 1
        assert "読み込むファイルには書き込めません" in capsys.readouterr().err
        assert (tmp_path / name).read_bytes() == before


def test_a_report_that_cannot_be_written_leaves_the_database_as_it_was(
    database_file: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert _run(database_file, DATA / "collection.csv", "--report", tmp_path / "no" / "r.csv") == 1
    assert not database_file.exists()
    assert "書き込めません" in capsys.readouterr().err


def test_the_report_tells_what_the_catalogue_says_against_a_list(
    database_file: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for name, remark in (("a.csv", "朝"), ("b.csv", "夜")):
        (tmp_path / name).write_text(f"名称,住所,説明\nひとつ,本町1,{remark}\n", encoding="utf-8")
    assert _run(database_file, tmp_path / "a.csv") == 0
    capsys.readouterr()
    for more in (["--dry-run"], []):
        assert _run(database_file, tmp_path / "b.csv", "--json", "--report", tmp_path / "r.csv", *more) == 0
        (entry,) = json.loads(capsys.readouterr().out)["files"]
        assert (entry["doubtful"], entry["created"]) == (1, 1)
        assert "同じ場所かもしれません" in (tmp_path / "r.csv").read_text(encoding="utf-8-sig")


def test_linked_rows_are_counted_as_unchanged(
    database_file: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "a.csv").write_text("名称,住所\nひとつ,本町1\n", encoding="utf-8")
    (tmp_path / "b.csv").write_text("住所,名称\n本町1,ひとつ\n", encoding="utf-8")
    assert _run(database_file, tmp_path / "a.csv", tmp_path / "b.csv", "--json") == 0
    files = json.loads(capsys.readouterr().out)["files"]
    assert [(file["created"], file["unchanged"]) for file in files] == [(1, 0), (0, 1)]


@pytest.mark.parametrize(
    "address", ["sqlite://", "sqlite:///", "sqlite:///:memory:", "sqlite:///file::memory:?uri=true"]
)
def test_a_database_in_memory_is_refused_because_nothing_would_be_kept(
    address: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run_with(["import", "resources", str(DATA / "collection.csv"), "--database", address]) == 1
    (line,) = capsys.readouterr().err.splitlines()
    assert "メモリー" in line
    assert "対処: " in line


def test_a_day_to_come_is_found_by_the_command(database_file: Path, tmp_path: Path) -> None:
    (tmp_path / "c.csv").write_text(
        "資源ID,名称,種別,状態,情報更新日\nK1,a,居場所,公開中,2999-01-01\n", encoding="utf-8"
    )
    assert _run(database_file, tmp_path / "c.csv", "--report", tmp_path / "r.csv") == 0
    assert "先の日付" in (tmp_path / "r.csv").read_text(encoding="utf-8-sig")
