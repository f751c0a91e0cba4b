"""The command line's contract: exit status 0 done, 1 refused with one clear line, 2 usage."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from api.cli import main
from api.cli.main import run_with
from resources.demo import demo_city

Capture = pytest.CaptureFixture[str]


def refusal(capsys: Capture, *arguments: str) -> str:
    """Run a command that must be refused; the one line that it says."""
    assert run_with(list(arguments)) == 1
    said = capsys.readouterr().err.strip()
    assert said
    assert "\n" not in said
    assert "Traceback" not in said
    return said


@pytest.mark.parametrize(
    "arguments",
    [
        ["no-such-command"],
        ["match"],
        ["match", "--collection", "x", "--need-text", "y"],
        ["match", "--collection", str(demo_city()), "--why", "R001"],
        ["match", "--collection", str(demo_city()), "--on", "昨日"],
        ["match", "--collection", str(demo_city()), "--top", "0"],
        ["import", "resources"],
        ["doctor", "--on", "2026-99-99"],
        ["serve", "--port", "99999"],
    ],
)
def test_a_wrong_way_of_asking_ends_with_status_2(arguments: list[str], capsys: Capture) -> None:
    assert run_with(arguments) == 2
    assert "Traceback" not in capsys.readouterr().err


def test_every_command_can_speak_json(capsys: Capture) -> None:
    import typer

    group = typer.main.get_command(main.build_app())
    pending = list(group.commands.items())
    missing = []
    while pending:
        name, command = pending.pop()
        if hasattr(command, "commands"):
            pending += [(f"{name} {sub}", c) for sub, c in command.commands.items()]
        elif "--json" not in {option for parameter in command.params for option in parameter.opts}:
            missing.append(name)
    assert missing == []


def test_the_demo_loads_matches_and_says_how_to_open_the_pages(tmp_path: Path, capsys: Capture) -> None:
    url = f"sqlite:///{tmp_path / 'demo.db'}"
    assert run_with(["demo", "--database", url]) == 0
    printed = capsys.readouterr().out
    assert "tsunagite serve" in printed
    assert "利用者名 demo" in printed
    assert "一つだけ合わず" in printed


def test_the_demo_speaks_json_and_is_not_loaded_twice(tmp_path: Path, capsys: Capture) -> None:
    url = f"sqlite:///{tmp_path / 'demo.db'}"
    assert run_with(["demo", "--database", url, "--json"]) == 0
    line = json.loads(capsys.readouterr().out)
    assert len(line["match"]["suggestions"]) == 20
    before = (tmp_path / "demo.db").read_bytes()
    assert "既にあります" in refusal(capsys, "demo", "--database", url)
    assert run_with(["demo", "--database", url, "--if-missing"]) == 0
    assert (tmp_path / "demo.db").read_bytes() == before


def test_a_real_database_never_becomes_a_demo(tmp_path: Path, capsys: Capture) -> None:
    url = f"sqlite:///{tmp_path / 'city.db'}"
    assert run_with(["import", "resources", str(demo_city() / "resources.csv"), "--database", url]) == 0
    capsys.readouterr()
    refusal(capsys, "demo", "--database", url)


def test_importing_the_same_file_twice_changes_nothing(tmp_path: Path, capsys: Capture) -> None:
    command = ["import", "resources", str(demo_city() / "resources.csv"), "--json"]
    command += ["--database", f"sqlite:///{tmp_path / 'city.db'}"]
    counts = []
    for _ in range(2):
        assert run_with(command) == 0
        (file,) = json.loads(capsys.readouterr().out)["files"]
        counts.append((file["rows"], file["created"], file["updated"], file["unchanged"]))
    assert counts == [(224, 224, 0, 0), (224, 0, 0, 224)]


def test_a_dry_run_makes_no_database(tmp_path: Path, capsys: Capture) -> None:
    command = ["import", "resources", str(demo_city() / "resources.csv"), "--dry-run"]
    assert run_with([*command, "--database", f"sqlite:///{tmp_path / 'city.db'}"]) == 0
    assert list(tmp_path.iterdir()) == []
    capsys.readouterr()


@pytest.mark.parametrize("line", ["これはJSONではない", "[1]", '{"id": "X"', '{"text": "idがない"}', "{}"])
def test_a_needs_line_of_no_use_is_named_with_file_row_and_remedy(
    tmp_path: Path, capsys: Capture, line: str
) -> None:
    folder = copy_of_inputs(tmp_path)
    needs = folder / "needs.jsonl"
    kept = needs.read_text(encoding="utf-8").splitlines()
    needs.write_text("\n".join([*kept[:2], line, *kept[2:]]), encoding="utf-8")
    said = refusal(capsys, "match", "--collection", str(folder))
    assert "needs.jsonl" in said
    assert "3行目" in said
    assert "対処" in said


def test_without_the_judgement_files_the_output_is_byte_identical(tmp_path: Path, capsys: Capture) -> None:
    folder = copy_of_inputs(tmp_path)
    outputs = []
    for source in (demo_city(), folder):
        assert run_with(["match", "--collection", str(source), "--json"]) == 0
        outputs.append(capsys.readouterr().out)
    assert outputs[0] == outputs[1]
    assert len(outputs[0].splitlines()) == 60


def test_every_run_line_adds_up_to_the_catalogue(capsys: Capture) -> None:
    assert run_with(["match", "--collection", str(demo_city()), "--json"]) == 0
    for text in capsys.readouterr().out.splitlines():
        line = json.loads(text)
        assert line["eligible"] + sum(line["excluded"].values()) == 224
        second = sum(len(place["also_registered"]) for place in line["suggestions"])
        assert min(20, line["eligible"]) - second <= len(line["suggestions"]) <= min(20, line["eligible"])


def test_the_map_of_one_person_is_written_without_outside_addresses(tmp_path: Path, capsys: Capture) -> None:
    file = tmp_path / "map.html"
    command = ["match", "--collection", str(demo_city()), "--need", "N01", "--map", str(file)]
    assert run_with(command) == 0
    capsys.readouterr()
    page = file.read_text(encoding="utf-8")
    assert "鉄道模型の日" in page
    assert 'src="http' not in page


def test_a_map_shows_neither_the_persons_home_nor_a_volunteers(tmp_path: Path, capsys: Capture) -> None:
    file = tmp_path / "map.html"
    command = ["match", "--collection", str(demo_city()), "--need", "N01", "--map", str(file)]
    assert run_with(command) == 0
    capsys.readouterr()
    page = file.read_text(encoding="utf-8")
    assert "135.9326" not in page  # N01 lives at 35.036053, 135.932618
    assert "135.9619" not in page  # R128, a volunteers' group, sits at 35.011709, 135.961895
    assert "本人の学区" in page
    assert "位置不明" in page


def test_a_setting_of_no_use_is_named(capsys: Capture, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TSUNAGITE_PORT", "八千")
    assert "TSUNAGITE_PORT" in refusal(capsys, "serve")


def test_doctor_reports_duplicates_stale_entries_and_contradictions(capsys: Capture) -> None:
    assert run_with(["doctor", "--collection", str(demo_city()), "--json"]) == 0
    report = json.loads(capsys.readouterr().out)
    assert {"a", "b", "probability"} <= set(report["duplicates"][0])
    assert ["R127", "R128"] in [[pair["a"], pair["b"]] for pair in report["duplicates"]]
    assert report["stale"]


def test_doctor_says_what_is_missing_on_a_new_machine(tmp_path: Path, capsys: Capture) -> None:
    said = refusal(capsys, "doctor", "--database", f"sqlite:///{tmp_path / 'none.db'}")
    assert "tsunagite demo" in said


def test_serving_a_database_that_is_not_there_is_refused_before_anything_listens(
    tmp_path: Path, capsys: Capture
) -> None:
    said = refusal(capsys, "serve", "--database", f"sqlite:///{tmp_path / 'none.db'}")
    assert "tsunagite demo" in said


def test_an_unexpected_failure_is_one_line_without_a_traceback(
    capsys: Capture, monkeypatch: pytest.MonkeyPatch
) -> None:
    def break_down() -> None:
        raise ZeroDivisionError("private detail")

    monkeypatch.setattr(main, "build_app", lambda _command: lambda *_args, **_kw: break_down())
    said = refusal(capsys, "anything")
    assert "ZeroDivisionError" in said
    assert "private detail" not in said


def test_a_key_file_is_never_overwritten(tmp_path: Path, capsys: Capture) -> None:
    file = tmp_path / "city.key"
    assert run_with(["key", str(file)]) == 0
    kept = file.read_bytes()
    capsys.readouterr()
    assert "二度と読めません" in refusal(capsys, "key", str(file))
    assert file.read_bytes() == kept


def copy_of_inputs(folder: Path) -> Path:
    """The demo city without its judgement files."""
    for name in ("resources.csv", "needs.jsonl", "districts.csv", "districts.geojson", "population_mesh.csv"):
        shutil.copy(demo_city() / name, folder / name)
    return folder
