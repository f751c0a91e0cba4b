"""Where the browser comes from, and what is said when there is none."""

from __future__ import annotations

from pathlib import Path

import pytest

from tools import browser
from tools.steps import StepFailed


@pytest.fixture
def program(tmp_path: Path) -> Path:
    """A program that stands for a browser."""
    path = tmp_path / "my-chromium"
    path.write_text("#!/bin/sh\n", encoding="utf-8")
    path.chmod(0o755)
    return path


@pytest.fixture
def nothing_installed(monkeypatch: pytest.MonkeyPatch) -> None:
    """A machine without chromium, where we are not root."""
    monkeypatch.delenv("CHROMIUM", raising=False)
    monkeypatch.setattr(browser, "find_browser", lambda: None)
    monkeypatch.setattr(browser.os, "geteuid", lambda: 1000)


def test_the_environment_variable_names_the_browser(program: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CHROMIUM", str(program))
    assert browser.find_browser() == program


def test_a_wrong_name_is_not_replaced_by_another_browser(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CHROMIUM", "/nowhere/chromium")
    assert browser.find_browser() is None
    with pytest.raises(StepFailed, match="/nowhere/chromium"):
        browser.ensure()


@pytest.mark.parametrize("name", browser.NAMES)
def test_the_usual_names_are_found_on_the_path(
    program: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    monkeypatch.delenv("CHROMIUM", raising=False)
    monkeypatch.setenv("PATH", str(program.parent))
    found = program.rename(program.with_name(name))
    assert browser.find_browser() == found


@pytest.mark.usefixtures("nothing_installed")
def test_without_a_browser_and_without_root_the_one_command_is_named() -> None:
    with pytest.raises(StepFailed) as failure:
        browser.ensure()
    assert "sudo apt-get install -y chromium fonts-noto-cjk libatomic1" in str(failure.value)
    assert "\n" not in str(failure.value)
    assert failure.value.status != 0


def test_a_person_may_leave_browser_tests_out(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("CI", raising=False)
    monkeypatch.setenv("BROWSER", "skip")
    assert browser.skipped()
    monkeypatch.delenv("BROWSER")
    assert not browser.skipped()


def test_ci_may_not_leave_browser_tests_out(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CI", "true")
    monkeypatch.setenv("BROWSER", "skip")
    with pytest.raises(StepFailed, match="BROWSER=skip") as failure:
        browser.skipped()
    assert failure.value.status != 0
