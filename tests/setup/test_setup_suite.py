"""The test run ends with the right status, and says what was not run."""

from __future__ import annotations

from pathlib import Path

import pytest

from tools import browser, suite
from tools.steps import StepFailed

OUTPUT = """\
SKIPPED [3] tests/x/test_y.py:12: shared folder absent (set TSUNAGITE_SHARED)
0.12s call     tests/x/test_shared.py::test_shared
\x1b[33mnot run: 3 tests of shared (folder absent)\x1b[0m
\x1b[32m======= \x1b[32m\x1b[1m12 passed\x1b[0m, \x1b[33m3 skipped\x1b[0m\x1b[32m in 61.02s (0:01:01)\x1b[0m\x1b[32m =======\x1b[0m
"""


def test_pytests_last_line_and_the_count_of_shared_tests_are_repeated() -> None:
    assert suite.spoken_at_the_end(OUTPUT) == [
        "pytest: 12 passed, 3 skipped in 61.02s (0:01:01)",
        "not run: 3 tests of shared (folder absent)",
    ]


def test_one_failed_step_fails_the_run_and_the_others_still_run() -> None:
    report, ran = suite.Report(), []
    for name, status in (("first", 0), ("second", 3), ("third", 0)):
        report.time(name, lambda name=name, status=status: (ran.append(name), status)[1])  # type: ignore[misc]
    assert ran == ["first", "second", "third"]
    assert report.close() == 1


def test_a_program_that_is_not_there_is_a_failed_step() -> None:
    assert suite.call(["/nowhere/ruff"]) != 0


@pytest.mark.parametrize(
    ("long", "with_browser", "expected"),
    [
        (False, True, ["-m", "not long"]),
        (False, False, ["-m", "not long and not browser"]),
        (True, False, ["-m", "long and not browser"]),
        (True, True, ["-m", "long"]),
    ],
)
def test_the_selection_leaves_out_only_what_was_asked(
    long: bool, with_browser: bool, expected: list[str]
) -> None:
    assert suite.selection(long, with_browser) == expected


class Recorder:
    """Stands for the programs that the run starts; all of them succeed."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.selections: list[list[str]] = []
        self.called: list[tuple[str, ...]] = []
        monkeypatch.setattr(suite, "call", self.call)
        monkeypatch.setattr(suite, "pytest", self.pytest)

    def call(self, command: tuple[str, ...]) -> int:
        self.called.append(command)
        return 0

    def pytest(self, arguments: list[str], _notes: list[str], _chromium: Path | None, _log: str) -> int:
        self.selections.append(arguments)
        return 0


def test_without_a_browser_all_the_other_tests_run_and_then_the_run_fails(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def none_here() -> Path:
        raise StepFailed("Chromium がありません", f"run: {browser.COMMAND}")

    recorder, report = Recorder(monkeypatch), suite.Report()
    monkeypatch.delenv("BROWSER", raising=False)
    monkeypatch.setattr(browser, "ensure", none_here)
    suite.tests(report, long=False)
    assert recorder.selections == [[*suite.IN_PARALLEL, "-m", "not long and not browser"]]
    assert any(browser.COMMAND in note for note in report.notes)
    assert report.close() == 1


def test_browser_skip_ends_with_the_result_of_the_rest(monkeypatch: pytest.MonkeyPatch) -> None:
    recorder, report = Recorder(monkeypatch), suite.Report()
    monkeypatch.delenv("CI", raising=False)
    monkeypatch.setenv("BROWSER", "skip")
    suite.tests(report, long=False)
    assert recorder.selections == [[*suite.IN_PARALLEL, "-m", "not long and not browser"]]
    assert report.close() == 0


def test_the_long_tests_run_one_after_another_behind_the_others(monkeypatch: pytest.MonkeyPatch) -> None:
    recorder, report = Recorder(monkeypatch), suite.Report()
    monkeypatch.delenv("CI", raising=False)
    monkeypatch.setenv("BROWSER", "skip")
    suite.tests(report, long=True)
    assert recorder.selections[1:] == [["-m", "long and not browser"]]


def test_after_the_tests_both_benchmarks_are_checked_and_a_loss_fails_the_run(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    recorder, report = Recorder(monkeypatch), suite.Report()
    monkeypatch.delenv("CI", raising=False)
    monkeypatch.setenv("BROWSER", "skip")
    suite.tests(report, long=False)
    assert [command[2:] for command in recorder.called] == [("bench", "--check"), ("bench.geo", "--check")]
    monkeypatch.setattr(suite, "call", lambda command: int("bench.geo" in command))
    suite.tests(report, long=False)
    assert report.close() == 1
