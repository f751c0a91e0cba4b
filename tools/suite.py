"""The test run: every check, one after another, and a summary with the right exit status.

python -m tools.suite check    linters and types
python -m tools.suite test     that, the tests that are not long, the smallest benchmarks: what CI runs
python -m tools.suite long     that with the long tests too
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from tools import browser
from tools.steps import ROOT, StepFailed, finish

BIN = ROOT / ".venv" / "bin"
RESULTS = ROOT / "test-results"
PYTHON = str(BIN / "python")
NOT_OURS = ("--config", 'extend-exclude = [".setup"]')  # ruff reads .gitignore only where there is a .git
CHECKS: dict[str, Sequence[str]] = {
    "ruff check": (str(BIN / "ruff"), "check", *NOT_OURS, "."),
    "ruff format": (str(BIN / "ruff"), "format", "--check", *NOT_OURS, "."),
    "mypy": (str(BIN / "mypy"),),
    "mypy tools": (str(BIN / "mypy"), "-p", "tools"),
    "import-linter": (str(BIN / "lint-imports"),),
}
IN_PARALLEL = ("-n", "auto", "--maxprocesses", "4", "--dist", "loadfile")
"""A process a core; the tests of a file stay together, for what they set up once."""
BENCH = (PYTHON, "-m", "bench", "--check")
BENCH_GEO = (PYTHON, "-m", "bench.geo", "--check")
CONCLUSION = re.compile(r"^=+ .*\bin \d[\d.]*s.*=+$")  # pytest's last line
NOT_RUN = re.compile(r"^(?:not run|shared): .*\d")  # what tests/conftest.py prints, one line per marker
COLOUR = re.compile(r"\x1b\[[0-9;]*m")


@dataclass
class Report:
    """What each step did, for the summary."""

    rows: list[tuple[str, int, float]] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)

    def time(self, name: str, step: Callable[[], int]) -> None:
        """Run one step and keep its status; the steps after it run whatever it did."""
        print(f"\n── {name}", flush=True)
        begun = time.monotonic()
        status = step()
        self.rows.append((name, status, time.monotonic() - begun))

    def close(self) -> int:
        """Print the summary; 0 only when every step succeeded."""
        failed = [name for name, status, _ in self.rows if status]
        print("\n══ まとめ (summary)")
        for name, status, seconds in self.rows:
            print(f"{'失敗 FAILED' if status else '合格 ok':<12} {name:<18} {seconds:7.1f} s")
        for note in self.notes:
            print(note)
        total = sum(seconds for _, _, seconds in self.rows)
        if failed:
            print(f"不合格: {'、'.join(failed)} (failed; {total:.0f} s)", flush=True)
            return 1
        print(f"すべて合格しました (all passed; {total:.0f} s)", flush=True)
        return 0


def call(command: Sequence[str]) -> int:
    """Run a check in plain sight; a program that is not there is a failure, not a crash."""
    try:
        return subprocess.run(command, cwd=ROOT, check=False).returncode
    except OSError as error:
        print(f"失敗: {error} (failed: the program could not be started)", flush=True)
        return 127


def selection(long: bool, with_browser: bool) -> list[str]:
    """pytest's -m for the long tests or for all the others."""
    return ["-m", " and ".join(["long" if long else "not long", *([] if with_browser else ["not browser"])])]


def spoken_at_the_end(output: str) -> list[str]:
    """From pytest's output: its last line, and what conftest says of tests that were not run."""
    lines = [COLOUR.sub("", line).strip() for line in output.splitlines()]
    conclusion = [line for line in lines if CONCLUSION.match(line)][-1:]
    not_run = [line for line in lines if NOT_RUN.match(line)]
    return [f"pytest: {line.strip('= ')}" for line in conclusion] + not_run


def pytest(arguments: Sequence[str], notes: list[str], chromium: Path | None, log_name: str) -> int:
    """The tests, shown while they run and kept in test-results/."""
    RESULTS.mkdir(exist_ok=True)
    colour = ["--color=yes"] if sys.stdout.isatty() else []
    environment = {**os.environ, **({"CHROMIUM": str(chromium)} if chromium else {})}
    command = [PYTHON, "-m", "pytest", *colour, *arguments]
    with (
        (RESULTS / log_name).open("wb") as log,
        subprocess.Popen(
            command, cwd=ROOT, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT
        ) as run,
    ):
        assert run.stdout is not None
        while chunk := os.read(run.stdout.fileno(), 65536):
            sys.stdout.buffer.write(chunk)
            sys.stdout.buffer.flush()
            log.write(chunk)
    notes += spoken_at_the_end((RESULTS / log_name).read_text(encoding="utf-8", errors="replace"))
    return run.returncode


def tests(report: Report, long: bool) -> None:
    """Tests with the browser where there is one; where it is missing, all the others and then a failure."""
    chromium: Path | None = None
    trouble: StepFailed | None = None
    if browser.skipped():
        report.notes.append("BROWSER=skip: ブラウザのテストは行っていません (browser tests were left out)")
    else:
        try:
            chromium = browser.ensure()
        except StepFailed as error:
            trouble = error
    with_browser = chromium is not None
    quick = [*IN_PARALLEL, *selection(False, with_browser)]
    report.time("pytest", lambda: pytest(quick, report.notes, chromium, "pytest.log"))
    if long:  # one after another: they measure time and memory
        chosen = selection(True, with_browser)
        report.time("pytest (long)", lambda: pytest(chosen, report.notes, chromium, "pytest-long.log"))
    if trouble:
        report.rows.append(("browser", 1, 0.0))
        report.notes.append(str(trouble))
    report.time("bench --check", lambda: call(BENCH))
    report.time("bench.geo --check", lambda: call(BENCH_GEO))


def main() -> int:
    """The run named on the command line."""
    mode = sys.argv[1]
    if mode != "check":
        browser.skipped()  # refused in CI before anything else runs
    report = Report()
    for name, command in CHECKS.items():
        report.time(name, lambda command=command: call(command))  # type: ignore[misc]
    if mode != "check":
        tests(report, long=mode == "long")
    return report.close()


if __name__ == "__main__":
    finish(main)
