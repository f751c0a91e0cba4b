"""An environment is believed only when it was finished, from these locks, in this place."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tools import environment
from tools.steps import StepFailed, run_logged


@pytest.fixture
def checkout(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A checkout whose installs are only written down."""
    for name in ("requirements.lock", "requirements-dev.lock", "pyproject.toml"):
        (tmp_path / name).write_text(name, encoding="utf-8")
    venv = tmp_path / ".venv"
    monkeypatch.setattr(environment, "ROOT", tmp_path)
    monkeypatch.setattr(environment, "VENV", venv)
    monkeypatch.setattr(environment, "PYTHON", venv / "bin" / "python")
    monkeypatch.setattr(environment, "UNFINISHED", venv / ".unfinished")
    monkeypatch.setattr(environment, "STAMP", venv / ".complete.json")
    return tmp_path


@pytest.fixture
def done(checkout: Path, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What prepare() did, in order."""
    steps: list[str] = []

    def create() -> None:
        steps.append("create")
        (checkout / ".venv" / "bin").mkdir(parents=True, exist_ok=True)
        environment.PYTHON.touch()

    monkeypatch.setattr(environment, "create", create)
    monkeypatch.setattr(environment, "usable", lambda: bool(environment.recorded()))
    monkeypatch.setattr(environment, "install_packages", steps.append)
    monkeypatch.setattr(environment, "install_project", lambda: steps.append("project"))
    return steps


def test_a_second_preparation_does_nothing(done: list[str]) -> None:
    environment.prepare("run")
    assert done == ["create", "run", "project"]
    environment.prepare("run")
    assert len(done) == 3


def test_the_test_environment_serves_the_application_too(done: list[str]) -> None:
    environment.prepare("dev")
    environment.prepare("run")
    assert done == ["create", "dev", "project"]


def test_a_changed_lock_brings_the_packages_again(done: list[str], checkout: Path) -> None:
    environment.prepare("run")
    (checkout / "requirements.lock").write_text("changed", encoding="utf-8")
    environment.prepare("run")
    assert done[3:] == ["run", "project"]


def test_an_interrupted_installation_is_never_believed(
    done: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def interrupted(_level: str) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as broken:
        broken.setattr(environment, "install_packages", interrupted)
        with pytest.raises(KeyboardInterrupt):
            environment.prepare("run")
    assert environment.recorded() == {}
    done.clear()
    environment.prepare("run")
    assert done == ["create", "run", "project"]


def test_a_failed_installation_of_the_project_keeps_the_packages(
    done: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def fails() -> None:
        raise StepFailed("入れられません。", "not installed.")

    with monkeypatch.context() as broken:
        broken.setattr(environment, "install_project", fails)
        with pytest.raises(StepFailed):
            environment.prepare("run")
    done.clear()
    environment.prepare("run")
    assert done == ["project"]


@pytest.mark.parametrize("stamp", ["", "[]", "null", json.dumps({"packages-run": "old"})])
def test_a_broken_or_foreign_stamp_is_not_believed(done: list[str], stamp: str) -> None:
    environment.prepare("run")
    done.clear()
    environment.STAMP.write_text(stamp, encoding="utf-8")
    environment.prepare("run")
    assert "run" in done


def test_a_failed_command_is_one_line_and_keeps_its_log(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.delenv("CI", raising=False)
    monkeypatch.setattr("tools.steps.ROOT", tmp_path)
    monkeypatch.setattr("tools.steps.SETUP", tmp_path / ".setup")
    with pytest.raises(StepFailed) as failure:
        run_logged(["sh", "-c", "echo the reason; exit 3"], "step", ("入れられません。", "not installed."))
    assert str(failure.value).count("\n") == 0
    assert ".setup/log/step.log" in str(failure.value)
    assert "the reason" in (tmp_path / ".setup" / "log" / "step.log").read_text(encoding="utf-8")
    assert capsys.readouterr().out == ""
