"""`tsunagite import`: files that others wrote, into the database."""

from __future__ import annotations

import json
import unicodedata
from pathlib import Path
from typing import Annotated, Any

import typer

from api.cli.options import DatabaseOption, JsonOption, settings_for
from api.installing import municipality_organisation, open_existing, open_or_create, sqlite_path
from api.settings import Settings
from resources.clock import SystemClock
from resources.errors import BadInput, NotReady
from resources.importing import Finding, ReadResult, read_mapping, read_resource_files
from resources.importing.apply import apply_import, plan_import
from resources.importing.plan import FilePlan, ImportPlan, make_plan
from resources.importing.report import write_report
from resources.repository import list_districts

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
    results = _read(files, format_name, mapping, settings, report)
    plan = _plan(settings, results) if dry_run else _apply(settings, results)
    _show(plan, as_json=as_json, dry_run=dry_run, report=report)


def _read(
    files: list[Path], format_name: str, mapping: Path | None, settings: Settings, report: Path | None
) -> tuple[ReadResult, ...]:
    """Read everything before the database is opened for writing; the report is written in any case."""
    headers = read_mapping(mapping) if mapping else None
    try:
        results = read_resource_files(
            files, format=format_name, mapping=headers, districts=_known_districts(settings)
        )
    except BadInput as error:
        if report:
            write_report(report, [_finding_of(error)])
        raise
    if report:
        write_report(report, (finding for result in results for finding in result.findings))
    for result in results:
        if result.import_refusal:
            raise result.import_refusal.as_bad_input()
    return results


def _finding_of(error: BadInput) -> Finding:
    return Finding(
        error.file or "", error.row, error.column, "refused", error.message, error.remedy or "", True
    )


def _known_districts(settings: Settings) -> dict[str, str]:
    """The districts of a database that is there already; none of one that is yet to be made."""
    try:
        opened = open_existing(settings)
    except NotReady:
        return {}
    try:
        with opened.session() as session:
            return {district.code: district.name for district in list_districts(session)}
    finally:
        opened.close()


def _plan(settings: Settings, results: tuple[ReadResult, ...]) -> ImportPlan:
    path = sqlite_path(settings.database_url)
    if path is not None and not path.exists():
        return make_plan(results, {})
    opened = open_existing(settings)
    try:
        with opened.session() as session:
            return plan_import(session, results)
    finally:
        opened.close()


def _apply(settings: Settings, results: tuple[ReadResult, ...]) -> ImportPlan:
    clock = SystemClock()
    opened, new_key = open_or_create(settings, clock=clock)
    if new_key:
        typer.echo(
            f"個人の欄を暗号化する鍵 {new_key} を作りました。データベースとは別の場所に控えを取ってください。",
            err=True,
        )
    try:
        with opened.session() as session:
            owner = municipality_organisation(session)
            return apply_import(session, results, owner=owner, clock=clock, imported_by="tsunagite import")
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
        "doubtful": result.doubtful,
        "refused": result.refused,
        "created": file.count("created"),
        "updated": file.count("updated"),
        "unchanged": file.count("unchanged"),
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
