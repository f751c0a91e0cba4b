"""`tsunagite import`: files that others wrote, into the database."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated, Any

import typer
from sqlmodel import Session

from api.cli import (
    importing_addresses,
    importing_areas,
    importing_population,
    importing_template,
    importing_travel,
)
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
from geo.sources import Source
from resources.clock import Clock, SystemClock, today
from resources.errors import BadInput, NotReady
from resources.importing import KnownDistricts, ReadResult, read_mapping, read_resource_files
from resources.importing.apply import apply_import, plan_import
from resources.importing.area_checks import BESIDE
from resources.importing.column_mapping import ColumnMapping
from resources.importing.history import EmptyHistory
from resources.importing.plan import FilePlan, ImportPlan, make_plan
from resources.importing.saved_mappings import mapping_named, note_use
from resources.importing.stored_districts import stored_districts


def register(app: typer.Typer) -> None:
    """Add the group `import`."""
    group = typer.Typer(help="一覧のファイルを取り込む。", no_args_is_help=True)
    group.callback()(_group)
    group.command("resources")(import_resources)
    importing_template.register(group)
    importing_areas.register(group)
    importing_population.register(group)
    importing_addresses.register(group)
    importing_travel.register(group)
    app.add_typer(group, name="import")


def _group() -> None:
    """一覧のファイルを取り込む。"""


def import_resources(
    files: Annotated[
        list[Path],
        typer.Argument(
            help="地域資源の一覧（CSV・TSV・XLSX・GeoJSON・シェープファイルの点）。追加情報は親と一緒に"
        ),
    ],
    format_name: Annotated[
        str,
        typer.Option(
            "--format",
            help="auto か形式の名前（own, collection, facility, facility-care, event, kayoinoba, cafeteria, hsds など）",
        ),
    ] = "auto",
    mapping: Annotated[
        str | None, typer.Option(help="見出しの対応表（CSV: header,field）か、画面で保存した読み方の名前")
    ] = None,
    source: Annotated[str, typer.Option(help="出典の名前（公開元）")] = "",
    edition: Annotated[str, typer.Option(help="出典の版・年度")] = "",
    licence: Annotated[str, typer.Option(help="出典の利用条件。書かれていない一覧は外に出しません")] = "",
    database: DatabaseOption = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="何も書き込まずに結果だけを見る")] = False,
    report: Annotated[Path | None, typer.Option(help="気づいたことの一覧を書き出すCSV")] = None,
    as_json: JsonOption = False,
) -> None:
    """地域資源の一覧を読み、データベースに取り込む（同じファイルをもう一度取り込んでも変わらない）。"""
    settings = settings_for(database)
    refuse_memory(settings.database_url)
    clock = SystemClock()
    mapping_file = Path(mapping) if mapping and Path(mapping).exists() else None
    inputs = _inputs(files, mapping_file, settings)
    out = ReportFile(report, inputs)
    saved = _saved_mapping(settings, mapping) if mapping and mapping_file is None else None
    with _known_districts(settings) as districts:
        results = _read(files, format_name, mapping_file, districts, clock, out, saved)
    stated = Source(source, edition, licence)
    plan = _plan(settings, results, out) if dry_run else _apply(settings, results, stated, clock, out, saved)
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
    saved: ColumnMapping | None,
) -> tuple[ReadResult, ...]:
    """Read everything before the database is opened for writing; the report is written in any case."""
    try:
        headers = read_mapping(mapping) if mapping else None
        results = read_resource_files(
            files,
            format=format_name,
            mapping=headers,
            districts=districts,
            on=today(clock),
            mapped=(saved,) * len(files),
        )
    except BadInput as error:
        out.write([finding_of(error)])
        raise
    out.write(finding for result in results for finding in result.findings)
    for result in results:
        if result.import_refusal:
            raise result.import_refusal.as_bad_input()
    return results


def _saved_mapping(settings: Settings, name: str) -> ColumnMapping:
    """What the municipality saved under this name. Raises BadInput when there is no such file nor name."""
    found = None
    with session_to_read(settings) as session:
        if session is not None:
            found = mapping_named(session, _own_organisation(session), name)
    if found is None:
        raise BadInput(
            f"「{name}」というファイルも、その名前で保存した読み方もありません。",
            remedy="ファイルの場所か、画面「保存した読み方」の名前を指定してください。",
        )
    return found


def _own_organisation(session: Session) -> int:
    key = municipality_organisation(session).id
    assert key is not None
    return key


@contextmanager
def _known_districts(settings: Settings) -> Iterator[KnownDistricts]:
    """The districts of a database that is there already; none of one that is yet to be made."""
    try:
        opened = open_existing(settings)
    except NotReady:
        yield KnownDistricts()
        return
    try:
        with opened.session() as session:
            yield stored_districts(session)
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
    settings: Settings,
    results: tuple[ReadResult, ...],
    source: Source,
    clock: Clock,
    out: ReportFile,
    saved: ColumnMapping | None,
) -> ImportPlan:
    with session_to_write(settings, clock) as session:
        owner = municipality_organisation(session)
        plan = apply_import(
            session, results, owner=owner, clock=clock, imported_by="tsunagite import", source=source
        )
        if saved is not None:
            note_use(session, _own_organisation(session), [saved.name], clock=clock)
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
