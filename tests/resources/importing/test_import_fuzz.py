"""Bytes changed at random in small files of every format end in entries or in one line, within bounds of memory."""

from __future__ import annotations

import json
import subprocess
import sys

import pytest

from tests.conftest import REPOSITORY

SECONDS = 20
MOST_MB = 500


def fuzz(seconds: int) -> dict[str, float]:
    """The outcome of a run in a process of its own; hypothesis says something of its own before it."""
    done = subprocess.run(
        [sys.executable, "-m", "tests.resources.importing.fuzzing", str(seconds)],
        cwd=REPOSITORY,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr[-4000:]
    figures: dict[str, float] = json.loads(done.stdout.splitlines()[-1])
    return figures


@pytest.mark.timeout(120)
def test_broken_files_of_every_format_are_read_or_refused() -> None:
    figures = fuzz(SECONDS)
    assert 0 < figures["read"] < figures["files"]
    assert figures["peak_mb"] <= MOST_MB
