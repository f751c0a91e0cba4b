"""`tsunagite import`: files that others wrote, into the database."""

from __future__ import annotations

import json
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Any

import typer

from api.cli.options import DatabaseOption, JsonOption, settings_for
from api.installing import key_file, municipality_organisation, open_existing, open_or_create, sqlite_path
from api.settings import Settings
from resources.clock import Clock, SystemClock, today
from resources.errors import BadInput, NotReady
from resources.importing import Finding, KnownDistricts, ReadResult, read_mapping, read_resource_files
from resources.importing.apply import apply_import, plan_import
from resources.importing.area_checks import BESIDE
from resources.importing.history import EmptyHistory
from resources.importing.plan import FilePlan, ImportPlan, make_plan
from resources.importing.report import write_report
from resources.importing.stored_districts import stored_districts

_CELL_COLUMNS = 10
_COUNTS = (
    ("rows", "行"),
    ("taken", "取込"),
    ("doubtful", "要確認"),
    ("refused", "除外"),
    ("created", "新規"),
    ("updated", "更新"),
    ("unchanged", "変化なし"),
)


def register(app: typer.Typer) -> None:
    """Add the group `import`."""
    group = typer.Typer(help="一覧のファイルを取り込む。", no_args_is_help=True)
    group.callback()(_group)
    group.command("resources")(import_resources)
    app.add_typer(group, name="import")


def _group() -> None:
    """一覧のファイルを取り込む。"""


def import_resources(
    files: Annotated[
        list[Path], typer.Argument(help="地域資源の一覧（CSV・TSV・XLSX）。追加情報は親と一緒に")
    ],
    format_name: Annotated[
        str, typer.Option("--format", help="auto, collection, facility, cafeteria, cafeteria-sessions")
    ] = "auto",
    mapping: Annotated[Path | None, typer.Option(help="見出しの対応表（CSV: header,field）")] = None,
    database: DatabaseOption = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="何も書き込まずに結果だけを見る")] = False,
    report: Annotated[Path | None, typer.Option(help="気づいたことの一覧を書き出すCSV")] = None,
    as_json: JsonOption = False,
) -> None:
    """地域資源の一覧を読み、データベースに取り込む（同じファイルをもう一度取り込んでも変わらない）。"""
    settings = settings_for(database)
    _refuse_memory(settings.database_url)
    clock = SystemClock()
    inputs = _inputs(files, mapping, settings)
    out = ReportFile(report, inputs)
    results = _read(files, format_name, mapping, _known_districts(settings), clock, out)
    plan = _plan(settings, results, out) if dry_run else _apply(settings, results, clock, out)
    _show(plan, as_json=as_json, dry_run=dry_run, report=report)


@dataclass(frozen=True)
class ReportFile:
    """Where the findings go, if anywhere, and what must not be overwritten by them."""

    path: Path | None
    inputs: tuple[Path, ...]

    def write(self, findings: Iterable[Finding]) -> None:
        """Replace the report. Raises BadInput when it cannot be written, or is an input."""
        if self.path is not None:
            write_report(self.path, findings, inputs=self.inputs)


def _refuse_memory(url: str) -> None:
    """A database in memory ends with the command: nothing that is imported would be kept."""
    in_memory = sqlite_path(url) is None or ":memory:" in url or "mode=memory" in url
    if url.startswith("sqlite") and in_memory:
        raise BadInput(
            "メモリーの中のデータベースには取り込めません（命令が終わると消えます）。",
            remedy="--database sqlite:///ファイル名 の形で指定してください。",
        )


def _inputs(files: list[Path], mapping: Path | None, settings: Settings) -> tuple[Path, ...]:
    beside = [path.parent / BESIDE for path in files]
    kept = [path for path in (mapping, sqlite_path(settings.database_url), key_file(settings)) if path]
    return (*files, *beside, *kept)


def _read(
    files: list[Path],
    format_name: str,
    mapping: Path | None,
    districts: KnownDistricts,
    clock: Clock,
    out: ReportFile,
) -> tuple[ReadResult, ...]:
    """Read everything before the database is opened for writing; the report is written in any case."""
    try:
        headers = read_mapping(mapping) if mapping else None
        results = read_resource_files(
            files, format=format_name, mapping=headers, districts=districts, on=today(clock)
        )
    except BadInput as error:
        out.write([_finding_of(error)])
        raise
    out.write(finding for result in results for finding in result.findings)
    for result in results:
        if result.import_refusal:
            raise result.import_refusal.as_bad_input()
    return results


def _finding_of(error: BadInput) -> Finding:
    return Finding(
        error.file or "", error.row, error.column, "refused", error.message, error.remedy or "", True
    )


def _known_districts(settings: Settings) -> KnownDistricts:
    """The districts of a database that is there already; none of one that is yet to be made."""
    try:
        opened = open_existing(settings)
    except NotReady:
        return KnownDistricts()
    try:
        with opened.session() as session:
            return stored_districts(session)
    finally:
        opened.close()


def _plan(settings: Settings, results: tuple[ReadResult, ...], out: ReportFile) -> ImportPlan:
    path = sqlite_path(settings.database_url)
    if path is not None and not path.exists():
        return make_plan(results, EmptyHistory())
    opened = open_existing(settings)
    try:
        with opened.session() as session:
            plan = plan_import(session, results)
        out.write(plan.findings)
        return plan
    finally:
        opened.close()


def _apply(settings: Settings, results: tuple[ReadResult, ...], clock: Clock, out: ReportFile) -> ImportPlan:
    opened, new_key = open_or_create(settings, clock=clock)
    if new_key:
        typer.echo(
            f"個人の欄を暗号化する鍵 {new_key} を作りました。データベースとは別の場所に控えを取ってください。",
            err=True,
        )
    try:
        with opened.session() as session:
            owner = municipality_organisation(session)
            plan = apply_import(session, results, owner=owner, clock=clock, imported_by="tsunagite import")
            out.write(plan.findings)  # before the commit: what cannot be reported is not done
        return plan
    finally:
        opened.close()


def _show(plan: ImportPlan, *, as_json: bool, dry_run: bool, report: Path | None) -> None:
    entries = [_summary(file) for file in plan.files]
    if as_json:
        typer.echo(json.dumps({"files": entries}, ensure_ascii=False))
        return
    typer.echo("\n".join(_table(entries)))
    doubts = sum(entry["doubtful"] + entry["refused"] for entry in entries)
    if doubts and not report:
        typer.echo(f"確かめてほしい行が {doubts} 行あります。--report FILE.csv で一覧を書き出せます。")
    if dry_run:
        typer.echo("試しに読んだだけで、データベースには何も書き込んでいません。")


def _summary(file: FilePlan) -> dict[str, Any]:
    result = file.result
    return {
        "file": result.file,
        "format": result.format,
        "encoding": result.encoding,
        "rows": result.rows,
        "taken": result.taken,
        "doubtful": file.doubtful,
        "refused": result.refused,
        "created": file.count("created"),
        "updated": file.count("updated"),
        "unchanged": file.count("unchanged", "linked"),
    }


def _table(entries: list[dict[str, Any]]) -> list[str]:
    """One line per file; Japanese characters count as two columns of the terminal."""
    width = max(_columns(entry["file"]) for entry in entries)
    lines = [_line("ファイル", [label for _, label in _COUNTS], width)]
    lines += [_line(entry["file"], [str(entry[key]) for key, _ in _COUNTS], width) for entry in entries]
    return lines


def _line(first: str, cells: list[str], width: int) -> str:
    padded = (" " * (_CELL_COLUMNS - _columns(cell)) + cell for cell in cells)
    return first + " " * (max(width, _CELL_COLUMNS) - _columns(first)) + "".join(padded)


def _columns(text: str) -> int:
    return sum(2 if unicodedata.east_asian_width(character) in "WFA" else 1 for character in text)
