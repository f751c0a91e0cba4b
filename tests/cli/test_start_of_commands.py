"""A command loads what it needs and nothing else: people wait for every import."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

from resources.demo import demo_city

SLOW = ("scipy.optimize", "pandas", "geopandas", "matplotlib", "osmium", "folium", "fastapi")
ALL_OF_SCIPY = ("scipy", *SLOW)
RUN = """
import json, sys
from api.cli.main import run_with
status = run_with(json.loads(sys.argv[1]))
print(json.dumps([status, [name for name in json.loads(sys.argv[2]) if name in sys.modules]]), file=sys.stderr)
"""


def loaded(arguments: list[str], watched: tuple[str, ...]) -> list[str]:
    """The modules that are there after the command; it must succeed."""
    command = [sys.executable, "-c", RUN, json.dumps(arguments), json.dumps(watched)]
    ended = subprocess.run(command, capture_output=True, text=True, check=True, cwd=Path(__file__).parents[2])
    status, found = json.loads(ended.stderr.splitlines()[-1])
    assert status == 0
    return list(found)


def test_the_help_loads_neither_maps_nor_pages_nor_solvers() -> None:
    assert loaded(["--help"], ALL_OF_SCIPY) == []


def test_a_match_loads_neither_maps_nor_solvers_nor_the_database() -> None:
    folder = str(demo_city())
    one = json.loads((demo_city() / "needs.jsonl").read_text(encoding="utf-8").splitlines()[0])["id"]
    arguments = ["match", "--collection", folder, "--need", one]
    assert loaded(arguments, (*ALL_OF_SCIPY, "sqlmodel", "alembic")) == []


def test_gaps_load_sparse_matrices_but_neither_maps_nor_the_solver() -> None:
    assert loaded(["gap", "--collection", str(demo_city()), "--kind", "居場所"], (*SLOW, "sqlmodel")) == []
