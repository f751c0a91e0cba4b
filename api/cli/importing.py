"""`tsunagite import`: files that others wrote, into the database."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

import typer

from api.cli import importing_areas, importing_population, importing_travel
from api.cli.import_common import (
    ReportFile,
    finding_of,
    refuse_memory,
    session_to_read,
    session_to_write,
    show,
)
from api.cli.options import DatabaseOption, JsonOption, settings_for
from api.installing import key_file, municipality_organisation, open_existing, sqlite_path
from api.settings import Settings
from resources.clock import Clock, SystemClock, today
from resources.errors import BadInput, NotReady
from resources.importing import KnownDistricts, ReadResult, read_mapping, read_resource_files
from resources.importing.apply import apply_import, plan_import
from resources.importing.area_checks import BESIDE
from resources.importing.history import EmptyHistory
from resources.importing.plan import FilePlan, ImportPlan, make_plan
from resources.importing.stored_districts import stored_districts


def register(app: typer.Typer) -> None:
    """Add the group `import`."""
    group = typer.Typer(help="一覧のファイルを取り込む。", no_args_is_help=True)
    group.callback()(_group)
    group.command("resources")(import_resources)
    importing_areas.register(group)
    importing_population.register(group)
    importing_travel.register(group)
    app.add_typer(group, name="import")


def _group() -> None:
    """一覧のファイルを取り込む。"""


def import_resources(
    files: Annotated[
        list[Path], typer.Argument(help="地域資源の一覧（CSV・TSV・XLSX）。追加情報は親と一緒に")
    ],
    format_name: Annotated[
        str, typer.Option("--format", help="auto, collection, facility, cafeteria, cafeteria-sessions, hsds")
    ] = "auto",
    mapping: Annotated[Path | None, typer.Option(help="見出しの対応表（CSV: header,field）")] = None,
    database: DatabaseOption = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="何も書き込まずに結果だけを見る")] = False,
    report: Annotated[Path | None, typer.Option(help="気づいたことの一覧を書き出すCSV")] = None,
    licence: Annotated[
        str, typer.Option(help="ファイルの利用条件（例 CC BY 4.0）。ないものは外に出さない")
    ] = "",
    as_json: JsonOption = False,
) -> None:
    """地域資源の一覧を読み、データベースに取り込む（同じファイルをもう一度取り込んでも変わらない）。"""
    settings = settings_for(database)
    refuse_memory(settings.database_url)
    clock = SystemClock()
    inputs = _inputs(files, mapping, settings)
    out = ReportFile(report, inputs)
    results = _read(files, format_name, mapping, _known_districts(settings), clock, out)
    plan = _plan(settings, results, out) if dry_run else _apply(settings, results, clock, out, licence)
    entries = [_summary(file) for file in plan.files]
    show(entries, as_json=as_json, dry_run=dry_run, has_report=report is not None)


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
        out.write([finding_of(error)])
        raise
    out.write(finding for result in results for finding in result.findings)
    for result in results:
        if result.import_refusal:
            raise result.import_refusal.as_bad_input()
    return results


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
    with session_to_read(settings) as session:
        if session is None:
            return make_plan(results, EmptyHistory())
        plan = plan_import(session, results)
        out.write(plan.findings)
        return plan


def _apply(
    settings: Settings, results: tuple[ReadResult, ...], clock: Clock, out: ReportFile, licence: str
) -> ImportPlan:
    with session_to_write(settings, clock) as session:
        owner = municipality_organisation(session)
        plan = apply_import(
            session, results, owner=owner, clock=clock, imported_by="tsunagite import", licence=licence
        )
        out.write(plan.findings)  # before the commit: what cannot be reported is not done
        return plan


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
