"""T01: everything works where there is no network at all."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from api.cli.main import run_with
from resources.demo import demo_city
from tests.conftest import REPOSITORY
from tools.browser import complaint, find_browser

pytestmark = pytest.mark.closed_network


@pytest.fixture(scope="module")
def namespace() -> list[str]:
    """The start of a command that runs in a namespace of its own, without any network."""
    command = ["unshare", "-rn"]
    try:
        allowed = subprocess.run([*command, "true"], capture_output=True, check=False).returncode == 0
    except FileNotFoundError:
        allowed = False
    if not allowed:
        pytest.skip("unshare -rn is refused on this machine")
    return command


@pytest.mark.browser
def test_T01_complete_pages_and_the_map_file_need_no_network(
    namespace: list[str], tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    chromium = find_browser()
    if chromium is None:
        pytest.fail(str(complaint()), pytrace=False)
    database, map_file = f"sqlite:///{tmp_path / 'demo.db'}", tmp_path / "map.html"
    assert run_with(["demo", "--database", database]) == 0
    matched = ["match", "--collection", str(demo_city()), "--need", "N01", "--map", str(map_file)]
    assert run_with(matched) == 0
    capfd.readouterr()
    visit = [sys.executable, "-m", "tests.offline.closed_network", database, str(map_file), str(chromium)]
    done = subprocess.run(
        [*namespace, *visit], cwd=REPOSITORY, capture_output=True, text=True, timeout=240, check=False
    )
    assert done.returncode == 0, done.stderr[-3000:]
    seen = json.loads(done.stdout.splitlines()[-1])
    assert seen["closed"], "the namespace has a network after all"
    assert len(seen["pages"]) >= 10
    assert all(seen["pages"].values()), seen["pages"]
    assert (seen["failed"], seen["console"]) == ([], [])
    assert "編み物" in seen["suggestions_text"]
    assert seen["map_shapes"] > 0
    assert seen["map_file_shapes"] > 0


def test_T01_the_command_line_needs_no_network(namespace: list[str], tmp_path: Path) -> None:
    program = [sys.executable, "-c", "from api.cli.main import run; run()"]
    for arguments in (
        ["demo", "--database", f"sqlite:///{tmp_path / 'demo.db'}"],
        ["match", "--collection", str(demo_city()), "--need", "N01"],
        ["evaluate", str(demo_city())],
        ["doctor", "--collection", str(demo_city())],
    ):
        done = subprocess.run(
            [*namespace, *program, *arguments],
            cwd=REPOSITORY,
            env={**os.environ, "LANG": "C.UTF-8"},
            capture_output=True,
            text=True,
            timeout=120,
            check=False,
        )
        assert done.returncode == 0, done.stderr[-2000:]
