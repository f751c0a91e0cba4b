"""Read the catalogue of a collection folder for a command, and say where somebody should look."""

from __future__ import annotations

from pathlib import Path

from matcher.collection import resources_file
from resources.importing import read_resources
from resources.snapshot import Snapshot, build_snapshot


def read_catalogue(folder: Path) -> tuple[Snapshot, str | None]:
    """The catalogue of resources.csv, and one line for the error stream when rows of it are doubtful."""
    file = resources_file(folder)
    read = read_resources(file)
    return build_snapshot(read.records), _doubts(file, read.doubtful)


def _doubts(file: Path, rows: int) -> str | None:
    if not rows:
        return None
    see = f"tsunagite import resources {file} --dry-run --report 一覧.csv"
    return f"{file}: 確かめてほしい行が {rows} 行あります。一覧は {see} で見られます。"
