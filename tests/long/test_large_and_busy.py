"""What takes minutes: a prefecture's list, many workers at once, every field of a row gone wrong."""

from __future__ import annotations

import csv
import json
import random
import re
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Lock

import httpx2
import pytest
from fastapi import FastAPI

from api.accounts.demo import DEMO_ACCOUNTS
from api.app import create_app
from api.cli.main import run_with
from api.settings import Settings
from resources.demo import demo_city
from resources.errors import AppError
from resources.importing import ReadResult, read_resources
from tests.browser.conftest import running_server

pytestmark = [pytest.mark.long, pytest.mark.timeout(1800)]

COPIES, WORKERS, QUESTIONS, BROKEN_FILES = 134, 20, 400, 3000
# One name's tries are counted before they are checked, so that many at once cannot slip past the lockout:
# twenty people who share the demo's account sign in one after another.
SIGNING_IN = Lock()
NASTY = (
    "",
    " ",
    "-1",
    "9" * 400,
    "NaN",
    "∞",
    "=1+1",
    '"',
    "\n",
    "\x00",
    "ｱ",
    "𠮷",
    "休止中;終了",
    "24:00",
    "25:61",
)


def demo_rows() -> list[list[str]]:
    with (demo_city() / "resources.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.reader(file))


def write(path: Path, rows: list[list[str]]) -> Path:
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows(rows)
    return path


def read(path: Path) -> ReadResult | str:
    """What was read, or the line that refuses it."""
    try:
        return read_resources(path)
    except AppError as refusal:
        return refusal.message


def test_thirty_thousand_places_are_imported_once_and_change_nothing_the_second_time(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    header, *rows = demo_rows()
    many = [[f"{row[0]}-{n}", f"{row[1]} 第{n}", *row[2:]] for n in range(COPIES) for row in rows]
    command = ["import", "resources", str(write(tmp_path / "resources.csv", [header, *many])), "--json"]
    command += ["--database", f"sqlite:///{tmp_path / 'large.db'}"]
    counts = []
    for _ in range(2):
        assert run_with(command) == 0
        (file,) = json.loads(capsys.readouterr().out)["files"]
        counts.append((file["taken"], file["created"], file["updated"]))
    assert counts == [(len(many), len(many), 0), (len(many), 0, 0)]


def test_a_row_gone_wrong_in_any_field_is_read_or_refused_in_one_line(tmp_path: Path) -> None:
    header, *rows = demo_rows()
    chance = random.Random(20261121)
    for number in range(BROKEN_FILES):
        row = list(chance.choice(rows))
        for _ in range(chance.randint(1, 3)):
            row[chance.randrange(len(row))] = chance.choice(NASTY)
        path = write(tmp_path / f"{number % 50}.csv", [header, row])
        outcome = read(path)
        if isinstance(outcome, str):
            assert "\n" not in outcome
        else:
            assert outcome.rows == outcome.taken + outcome.refused


def test_twenty_workers_at_once_all_get_their_suggestions(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'demo.db'}"
    assert run_with(["demo", "--database", url]) == 0
    app: FastAPI = create_app(Settings(database_url=url))
    with running_server(app) as address, ThreadPoolExecutor(WORKERS) as workers:
        answers = list(workers.map(lambda _: ask(address, QUESTIONS // WORKERS), range(WORKERS)))
    assert [status for statuses in answers for status in statuses] == [200] * QUESTIONS


def ask(address: str, times: int) -> list[int]:
    """Sign in as the demo worker and ask for suggestions; the statuses."""
    account = DEMO_ACCOUNTS[0]
    with httpx2.Client(base_url=address, headers={"Origin": address}, timeout=60) as client:
        with SIGNING_IN:
            form = {"form_token": token(client.get("/sign-in").text), "sign_in_name": account.sign_in_name}
            client.post("/sign-in", data={**form, "password": account.password})
        need = {
            "form_token": token(client.get("/suggestions").text),
            "note": "編み物が好き。静かな所がいい。",
        }
        return [client.post("/suggestions", data=need).status_code for _ in range(times)]


def token(page: str) -> str:
    found = re.search(r'name="form_token" value="([^"]+)"', page)
    assert found
    return found.group(1)
