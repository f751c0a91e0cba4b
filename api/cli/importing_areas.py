"""`tsunagite import districts`: the city's areas and those next door, into the database."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

import typer
from sqlmodel import Session

from api.cli.import_common import (
    ReportFile,
    finding_of,
    refuse_memory,
    session_to_read,
    session_to_write,
    show,
)
from api.cli.options import DatabaseOption, JsonOption, settings_for
from api.installing import key_file, sqlite_path
from api.settings import Settings
from geo.sources import Source
from resources.areas import AreaPlan, catalogue_areas, plan_areas, store_areas
from resources.clock import SystemClock
from resources.errors import BadInput
from resources.importing import Finding
from resources.importing.area_files import (
    BY_AREA,
    AreaImport,
    AreaQuestion,
    AreaSummary,
    read_area_files,
)
from resources.importing.locking import lock_imports
from resources.locating import relocate_all
from resources.population import assign_districts

_SHOWN_FINDINGS = 20


def register(group: typer.Typer) -> None:
    """Add the command to the group `import`."""
    group.command("districts")(import_districts)


def import_districts(
    files: Annotated[list[Path], typer.Argument(help="区域（.geojson、.shp、.gpkg、国土数値情報の .zip）")],
    outside: Annotated[list[Path] | None, typer.Option(help="隣の自治体の区域のファイル（何回でも）")] = None,
    kind: Annotated[str, typer.Option(help="種類。小学校区、中学校区、自治会、日常生活圏域 …")] = "",
    municipality: Annotated[
        list[str] | None,
        typer.Option(help="自分の市区町村コード5桁（何回でも）。ほかのコードの区域は隣の自治体とする"),
    ] = None,
    hierarchy: Annotated[
        str, typer.Option(help="階層の表（CSV: code,name,kind,parent_code）。auto は重なる面積で決める")
    ] = "",
    source: Annotated[str, typer.Option(help="出典として地図に書く名前")] = "",
    edition: Annotated[str, typer.Option(help="出典の版・年度")] = "",
    licence: Annotated[str, typer.Option(help="出典の利用条件")] = "",
    terms: Annotated[
        Path | None, typer.Option(help="国土数値情報に同梱の、自治体ごとの利用条件の表（.xlsx、.csv）")
    ] = None,
    database: DatabaseOption = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="何も書き込まずに結果だけを見る")] = False,
    report: Annotated[Path | None, typer.Option(help="気づいたことの一覧を書き出すCSV")] = None,
    as_json: JsonOption = False,
) -> None:
    """学区などの区域を読み、データベースに取り込む（同じファイルをもう一度取り込んでも変わらない）。"""
    settings = settings_for(database)
    refuse_memory(settings.database_url)
    question = AreaQuestion(
        kind=kind,
        municipalities=_codes(municipality or []),
        source=Source(source, edition, licence) if source or edition or licence else None,
        hierarchy=hierarchy,
        terms=terms,
    )
    read_too = [*(outside or []), *([terms] if terms else [])]
    out = ReportFile(report, _inputs([*files, *read_too], hierarchy, settings))
    read = _read(files, outside or [], question, out)
    plan = _plan(settings, read, out) if dry_run else _apply(settings, read, out)
    entries = [_entry(file, plan) for file in read.files]
    show(entries, as_json=as_json, dry_run=dry_run, has_report=report is not None, what="区域", unit="件")
    if not as_json:
        _say_findings(read, plan)


def _codes(stated: list[str]) -> tuple[str, ...]:
    """A code that is none is a wrong use of the command (status 2)."""
    for code in stated:
        if len(code) != 5 or not code.isascii() or not code.isdigit():
            raise typer.BadParameter("市区町村コードは5桁の数字です。", param_hint="--municipality")
    return tuple(stated)


def _inputs(files: list[Path], hierarchy: str, settings: Settings) -> tuple[Path, ...]:
    """What the report must not overwrite: a shapefile is several files."""
    beside = [path.with_suffix(suffix) for path in files for suffix in (".shx", ".dbf", ".prj", ".cpg")]
    table = Path(hierarchy) if hierarchy not in ("", BY_AREA) else None
    kept = [path for path in (table, sqlite_path(settings.database_url), key_file(settings)) if path]
    return (*files, *beside, *kept)


def _read(files: list[Path], outside: list[Path], question: AreaQuestion, out: ReportFile) -> AreaImport:
    try:
        read = read_area_files(files, question, outside=outside)
    except BadInput as error:
        out.write([finding_of(error)])
        raise
    out.write(read.findings)
    return read


def _plan(settings: Settings, read: AreaImport, out: ReportFile) -> AreaPlan:
    with session_to_read(settings) as session:
        if session is None:
            return AreaPlan(dict.fromkeys(read.areas.ids, "created"), 0, {})
        plan = plan_areas(session, read.areas, points=read.points)
        out.write(_all_findings(read, plan))
        return plan


def _apply(settings: Settings, read: AreaImport, out: ReportFile) -> AreaPlan:
    with session_to_write(settings, SystemClock()) as session:
        lock_imports(session)
        plan = store_areas(session, read.areas, points=read.points)
        _assign(session)
        out.write(_all_findings(read, plan))  # before the commit: what cannot be reported is not done
        return plan


def _assign(session: Session) -> None:
    """Mesh cells of a source without districts follow the new borders, and so do entries that state none."""
    relocate_all(session, actor="tsunagite import districts", clock=SystemClock())
    districts = catalogue_areas(session, own_only=False)
    if districts is not None:
        assign_districts(session, districts)


def _all_findings(read: AreaImport, plan: AreaPlan) -> list[Finding]:
    if not plan.left:
        return list(read.findings)
    what = f"同じ種類の区域のうち、今回のファイルにない {plan.left} 件はそのまま残しました。"
    return [
        *read.findings,
        Finding("(全体)", None, None, "note", what, "統廃合のときは画面で確かめてください。"),
    ]


def _entry(file: AreaSummary, plan: AreaPlan) -> dict[str, Any]:
    actions = [plan.actions[code] for code in file.codes]
    return {
        "file": file.file,
        "format": file.format,
        "encoding": file.encoding,
        "rows": file.rows,
        "taken": file.taken,
        "doubtful": file.doubtful,
        "refused": file.refused,
        "created": actions.count("created"),
        "updated": actions.count("updated"),
        "unchanged": actions.count("unchanged"),
    }


def _say_findings(read: AreaImport, plan: AreaPlan) -> None:
    """Under the table: what concerns the areas as a whole, and where they come from."""
    whole = [finding for finding in _all_findings(read, plan) if finding.row is None]
    for finding in whole[:_SHOWN_FINDINGS]:
        typer.echo(f"{finding.what} {finding.remedy}".rstrip())
    if len(whole) > _SHOWN_FINDINGS:
        typer.echo(f"ほか {len(whole) - _SHOWN_FINDINGS} 件は --report FILE.csv で見られます。")
    for source in read.areas.distinct_sources():
        typer.echo(source.line())
