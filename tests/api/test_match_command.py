"""`tsunagite match` and `tsunagite evaluate` as a user runs them."""

from __future__ import annotations

import json
import resource
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from api.cli.main import run_with

SMALL_CITY = Path(__file__).parents[1] / "data" / "small_city"
INPUTS = ("resources.csv", "needs.jsonl", "districts.csv", "districts.geojson", "population_mesh.csv")


def run(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, str, str]:
    status = run_with(list(arguments))
    captured = capsys.readouterr()
    return status, captured.out, captured.err


def test_every_person_gets_a_json_line(capsys: pytest.CaptureFixture[str]) -> None:
    status, out, _ = run(capsys, "match", "--collection", str(SMALL_CITY), "--json")
    lines = [json.loads(line) for line in out.splitlines()]
    assert status == 0
    assert [line["need"] for line in lines] == [f"S{number}" for number in range(1, 9)]
    assert all(line["eligible"] + sum(line["excluded"].values()) == 18 for line in lines)


def test_a_copy_without_the_judgements_gives_the_same_bytes(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    copy = tmp_path / "copy"
    copy.mkdir()
    for name in INPUTS:
        shutil.copy(SMALL_CITY / name, copy / name)
    for folder, out in ((SMALL_CITY, tmp_path / "a.jsonl"), (copy, tmp_path / "b.jsonl")):
        assert run(capsys, "match", "--collection", str(folder), "--out", str(out))[0] == 0
    first = (tmp_path / "a.jsonl").read_bytes()
    assert first == (tmp_path / "b.jsonl").read_bytes()
    assert first.count(b"\n") == 8


def test_only_the_input_files_are_opened(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    copy = tmp_path / "copy"
    shutil.copytree(SMALL_CITY, copy)
    for name in ("qrels.txt", "forbidden.tsv", "extensions.tsv", "unmet.txt", "duplicates.csv"):
        (copy / name).write_bytes(b"\xff\xfe broken")
    assert run(capsys, "match", "--collection", str(copy), "--json")[0] == 0


@pytest.mark.shared
def test_sixty_people_take_less_than_ten_seconds_with_start_up(shared: Path, tmp_path: Path) -> None:
    out = tmp_path / "run.jsonl"
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run(
        [
            sys.executable,
            "-c",
            "from api.cli.main import run; run()",
            *("match", "--collection", str(shared / "eval" / "mizuhama"), "--out", str(out)),
        ],
        check=True,
        stdout=subprocess.DEVNULL,
    )
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    spent = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    assert len(out.read_text(encoding="utf-8").splitlines()) == 60
    assert spent < 10.0


def test_the_result_is_readable_japanese_with_reasons(capsys: pytest.CaptureFixture[str]) -> None:
    status, out, _ = run(capsys, "match", "--collection", str(SMALL_CITY), "--need", "S1")
    assert status == 0
    assert "1. ひだまり（居場所、P01）" in out
    assert "希望欄の「漫画」に、この場所の「漫画」が合います。" in out
    assert "相談できる場所" in out


def test_what_nothing_serves_is_said(capsys: pytest.CaptureFixture[str]) -> None:
    out = run(capsys, "match", "--collection", str(SMALL_CITY), "--need", "S7")[1]
    assert "充足できていないニーズ: 本人の状況に応えられる場所が、一覧にありません。" in out


def test_why_names_all_reasons_of_one_place(capsys: pytest.CaptureFixture[str]) -> None:
    arguments = ["match", "--collection", str(SMALL_CITY), "--need", "S3", "--why", "P03"]
    status, out, _ = run(capsys, *arguments)
    assert status == 0
    assert "利用条件: この学区に住む方だけが対象です（本人は別の学区）。" in out
    assert "相談できます: 利用条件「学区内在住」に当たりませんが" in out
    line = json.loads(run(capsys, *arguments, "--json")[1])
    assert [(reason["code"], reason["negotiable"]) for reason in line["reasons"]] == [("eligibility", True)]
    open_line = run(capsys, "match", "--collection", str(SMALL_CITY), "--need", "S1", "--why", "P01")[1]
    assert "参加できる場所です" in open_line
    assert "候補に挙がっています。" in open_line


def test_why_says_of_an_open_place_where_it_stands_and_what_it_lacks(
    capsys: pytest.CaptureFixture[str],
) -> None:
    person = ["match", "--collection", str(SMALL_CITY), "--need", "S1"]
    everything = json.loads(run(capsys, *person, "--json")[1])["suggestions"]
    last = everything[-1]["resource"]
    arguments = [*person, "--top", "1", "--why", last]
    words = run(capsys, *arguments)[1]
    assert f"か所のうち{len(everything)}位です。上位に入らなかったわけ:\n  - " in words
    line = json.loads(run(capsys, *arguments, "--json")[1])
    assert (line["eligible"], line["reasons"], line["standing"]["suggested"]) == (True, [], False)
    assert all(sentence in words for sentence in line["standing"]["behind"])


def test_the_day_asked_for_is_written_into_the_result(capsys: pytest.CaptureFixture[str]) -> None:
    arguments = ["match", "--collection", str(SMALL_CITY), "--need", "S1", "--json"]
    assert json.loads(run(capsys, *arguments)[1])["on"] == "2026-10-20"
    assert json.loads(run(capsys, *arguments, "--on", "2027-04-01")[1])["on"] == "2027-04-01"


@pytest.mark.parametrize(
    "arguments",
    [
        ["match"],
        ["match", "--collection", "x", "--need-text", "y"],
        ["match", "--need-text", "　"],
        ["match", "--collection", str(SMALL_CITY), "--why", "P01"],
        ["match", "--collection", str(SMALL_CITY), "--on", "昨日"],
        ["match", "--collection", str(SMALL_CITY), "--top", "0"],
        ["match", "--need-text", "文", "--lat", "135.9", "--lon", "35.0"],
        ["evaluate"],
    ],
)
def test_wrong_usage_ends_with_two(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert run(capsys, *arguments)[0] == 2


def test_bad_input_is_one_line_and_ends_with_one(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    copy = tmp_path / "copy"
    shutil.copytree(SMALL_CITY, copy)
    with (copy / "needs.jsonl").open("a", encoding="utf-8") as stream:
        stream.write("{だめ\n")
    status, out, err = run(capsys, "match", "--collection", str(copy))
    assert (status, out) == (1, "")
    assert err.count("\n") == 1
    assert "needs.jsonl 9行目: JSON として読めません。 対処: " in err
    for arguments in (["--need", "S99"], ["--need", "S1", "--why", "P99"]):
        status, out, err = run(capsys, "match", "--collection", str(SMALL_CITY), *arguments)
        assert (status, out, err.count("\n")) == (1, "", 1)


def test_a_result_that_cannot_be_written_is_refused(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    status, _, err = run(capsys, "match", "--collection", str(SMALL_CITY), "--out", str(tmp_path))
    assert status == 1
    assert "書き込めません" in err


def test_a_result_never_replaces_a_file_of_the_collection(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    copy = tmp_path / "copy"
    shutil.copytree(SMALL_CITY, copy)
    before = {file.name: file.read_bytes() for file in copy.iterdir()}
    (tmp_path / "link").symlink_to(copy)
    for folder, option in ((copy, "--out"), (tmp_path / "link", "--out"), (copy, "--map")):
        for name in before:
            status, out, err = run(
                capsys, "match", "--collection", str(copy), "--need", "S1", option, str(folder / name)
            )
            assert (status, out) == (1, "")
            assert f"{name}: 読み込むファイルには書き込めません。 対処: " in err
    assert {file.name: file.read_bytes() for file in copy.iterdir()} == before


@pytest.mark.parametrize("command", [["match", "--json", "--collection"], ["evaluate", "--json"]])
def test_doubtful_rows_are_counted_on_the_error_stream_only(
    command: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    status, out, err = run(capsys, *command, str(SMALL_CITY))  # one row lies outside its district
    assert (status, err.count("\n")) == (0, 1)
    assert "確かめてほしい行が 1 行あります。" in err
    assert "--dry-run --report" in err
    assert all(json.loads(line) for line in out.splitlines())
    copy = tmp_path / "copy"
    shutil.copytree(SMALL_CITY, copy)
    (copy / "districts.geojson").unlink()  # without outlines nobody can tell
    assert run(capsys, *command, str(copy))[2] == ""


def test_evaluate_puts_the_engine_beside_its_yardsticks(capsys: pytest.CaptureFixture[str]) -> None:
    status, out, _ = run(capsys, "evaluate", str(SMALL_CITY), "--json")
    assert status == 0
    assert list(json.loads(out)["small_city"]) == ["engine", "BM25", "BM25 + filters"]
    words = run(capsys, "evaluate", str(SMALL_CITY))[1]
    assert "nDCG@10" in words
    assert (
        words.count("相談できる先の再現率 –  合う先のない人: 当たり – 見逃し – 誤り –") == 2
    )  # BM25 answers neither
    assert "S1" not in words
