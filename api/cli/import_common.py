"""What the commands of `import` have in common: the database they write to, the report, the table of counts."""

from __future__ import annotations

import json
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import typer
from sqlmodel import Session

from api.installing import open_existing, open_or_create, sqlite_path
from api.settings import Settings
from resources.clock import Clock
from resources.errors import BadInput
from resources.importing import Finding
from resources.importing.report import write_report

_CELL_COLUMNS = 10
COUNTS = (
    ("rows", "行"),
    ("taken", "取込"),
    ("doubtful", "要確認"),
    ("refused", "除外"),
    ("created", "新規"),
    ("updated", "更新"),
    ("unchanged", "変化なし"),
)


@dataclass(frozen=True)
class ReportFile:
    """Where the findings go, if anywhere, and what must not be overwritten by them."""

    path: Path | None
    inputs: tuple[Path, ...]

    def write(self, findings: Iterable[Finding]) -> None:
        """Replace the report. Raises BadInput when it cannot be written, or is an input."""
        if self.path is not None:
            write_report(self.path, findings, inputs=self.inputs)


def refuse_memory(url: str) -> None:
    """A database in memory ends with the command: nothing that is imported would be kept."""
    in_memory = sqlite_path(url) is None or ":memory:" in url or "mode=memory" in url
    if url.startswith("sqlite") and in_memory:
        raise BadInput(
            "メモリーの中のデータベースには取り込めません（命令が終わると消えます）。",
            remedy="--database sqlite:///ファイル名 の形で指定してください。",
        )


def finding_of(error: BadInput) -> Finding:
    """The error as the one line of a report."""
    return Finding(
        error.file or "", error.row, error.column, "refused", error.message, error.remedy or "", True
    )


@contextmanager
def session_to_read(settings: Settings) -> Iterator[Session | None]:
    """A session on the database as it is; None where it is yet to be made."""
    path = sqlite_path(settings.database_url)
    if path is not None and not path.exists():
        yield None
        return
    opened = open_existing(settings)
    try:
        with opened.session() as session:
            yield session
    finally:
        opened.close()


@contextmanager
def session_to_write(settings: Settings, clock: Clock) -> Iterator[Session]:
    """A session that commits when the block ends well; the database is made where it is missing."""
    opened, new_key = open_or_create(settings, clock=clock)
    if new_key:
        typer.echo(
            f"個人の欄を暗号化する鍵 {new_key} を作りました。データベースとは別の場所に控えを取ってください。",
            err=True,
        )
    try:
        with opened.session() as session:
            yield session
    finally:
        opened.close()


def show(
    entries: Sequence[Mapping[str, Any]],
    *,
    as_json: bool,
    dry_run: bool,
    has_report: bool,
    what: str = "行",
    unit: str = "行",
) -> None:
    """The counts of each file, as JSON or as a table with what to do next."""
    if as_json:
        typer.echo(json.dumps({"files": list(entries)}, ensure_ascii=False))
        return
    typer.echo("\n".join(_table(entries)))
    doubts = sum(entry["doubtful"] + entry["refused"] for entry in entries)
    if doubts and not has_report:
        typer.echo(
            f"確かめてほしい{what}が {doubts} {unit}あります。--report FILE.csv で一覧を書き出せます。"
        )
    if dry_run:
        typer.echo("試しに読んだだけで、データベースには何も書き込んでいません。")


def _table(entries: Sequence[Mapping[str, Any]]) -> list[str]:
    """One line per file; Japanese characters count as two columns of the terminal."""
    width = max(_columns(entry["file"]) for entry in entries)
    lines = [_line("ファイル", [label for _, label in COUNTS], width)]
    lines += [_line(entry["file"], [str(entry[key]) for key, _ in COUNTS], width) for entry in entries]
    return lines


def _line(first: str, cells: list[str], width: int) -> str:
    padded = (" " * (_CELL_COLUMNS - _columns(cell)) + cell for cell in cells)
    return first + " " * (max(width, _CELL_COLUMNS) - _columns(first)) + "".join(padded)


def _columns(text: str) -> int:
    return sum(2 if unicodedata.east_asian_width(character) in "WFA" else 1 for character in text)
