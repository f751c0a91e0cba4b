"""`tsunagite import population`: how many people live where, into the database."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

import numpy as np
import typer

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
from geo.population.model import Population
from resources.areas import catalogue_areas
from resources.clock import SystemClock
from resources.errors import BadInput
from resources.importing.locking import lock_imports
from resources.importing.population_files import PopulationImport, read_population_files
from resources.population import assign_districts, read_population, same_population, store_population


def register(group: typer.Typer) -> None:
    """Add the command to the group `import`."""
    group.command("population")(import_population)


def import_population(
    files: Annotated[
        list[Path], typer.Argument(help="人口（メッシュ別・町丁目別）。一緒に指定したものが1つの人口になる")
    ],
    year: Annotated[int | None, typer.Option(help="将来推計人口の年")] = None,
    database: DatabaseOption = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="何も書き込まずに結果だけを見る")] = False,
    report: Annotated[Path | None, typer.Option(help="気づいたことの一覧を書き出すCSV")] = None,
    as_json: JsonOption = False,
) -> None:
    """人口のファイルを読み、データベースの人口と入れ替える。"""
    settings = settings_for(database)
    refuse_memory(settings.database_url)
    kept = (sqlite_path(settings.database_url), key_file(settings))
    read = _read(files, year, ReportFile(report, (*files, *(path for path in kept if path))))
    changed = _is_new(settings, read.population) if dry_run else _apply(settings, read.population)
    entries = [_entry(file, cells, changed=changed) for file, cells in read.cells]
    show(entries, as_json=as_json, dry_run=dry_run, has_report=report is not None)
    if not as_json:
        _say_more(read.population)


def _read(files: list[Path], year: int | None, out: ReportFile) -> PopulationImport:
    """The files, with the report written before anything is changed: what cannot be reported is not done."""
    try:
        read = read_population_files(files, year=year)
    except BadInput as error:
        out.write([finding_of(error)])
        raise
    out.write(read.findings)
    return read


def _is_new(settings: Settings, population: Population) -> bool:
    with session_to_read(settings) as session:
        there = None if session is None else read_population(session)
        return there is None or not same_population(there, population)


def _apply(settings: Settings, population: Population) -> bool:
    """Replace what is there, unless it is the same; whether something changed."""
    with session_to_write(settings, SystemClock()) as session:
        lock_imports(session)
        there = read_population(session)
        if there is not None and same_population(there, population):
            return False
        store_population(session, population, clock=SystemClock())
        districts = catalogue_areas(session, own_only=False)
        if districts is not None:
            assign_districts(session, districts)
        return True


def _say_more(population: Population) -> None:
    hidden = int(np.isnan(population.counts).any(axis=1).sum())
    if hidden:
        typer.echo(f"年齢別の人数が公表されていない区画が {hidden:,} あります（0人とは数えません）。")
    typer.echo(population.source.line())


def _entry(file: str, cells: int, *, changed: bool) -> dict[str, Any]:
    return {
        "file": file,
        "format": "population",
        "encoding": "",
        "rows": cells,
        "taken": cells,
        "doubtful": 0,
        "refused": 0,
        "created": cells if changed else 0,
        "updated": 0,
        "unchanged": 0 if changed else cells,
    }
