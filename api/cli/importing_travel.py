"""`tsunagite import network` and `import gtfs`: streets and timetables for planners' questions."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

import typer

from api.cli.import_common import refuse_memory, show
from api.cli.options import DatabaseOption, JsonOption, parse_day, settings_for
from api.settings import Settings
from resources.clock import SystemClock, today


def register(group: typer.Typer) -> None:
    """Add the commands to the group `import`."""
    group.command("network")(import_network)
    group.command("gtfs")(import_gtfs)


def import_network(
    file: Annotated[Path, typer.Argument(help="道のファイル（OpenStreetMap の抽出、.osm.pbf）")],
    database: DatabaseOption = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="何も書き込まずに結果だけを見る")] = False,
    as_json: JsonOption = False,
) -> None:
    """道のファイルを読み、データベースの横に置く（gap と site の --travel network が使う）。"""
    from api.travel_files import network_file, read_streets
    from geo.travel.stored import network_bytes

    settings = _settings(database)
    streets = read_streets(file)
    action = _keep(network_file(settings), network_bytes(streets), dry_run=dry_run)
    show(
        [_entry(file, "osm", len(streets.metres), action)],
        as_json=as_json,
        dry_run=dry_run,
        has_report=True,
        what="区間",
    )
    if not as_json:
        typer.echo(f"道の点 {len(streets):,}、その間の区間 {len(streets.metres):,}")
        typer.echo(streets.source.line())


def import_gtfs(
    files: Annotated[
        list[Path], typer.Argument(help="GTFS-JP（zip かフォルダー）。一緒に指定したものが1つの時刻表になる")
    ],
    day: Annotated[
        str | None, typer.Option(help="どの日の時刻表にするか(YYYY-MM-DD)。既定は今日以後の平日")
    ] = None,
    database: DatabaseOption = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="何も書き込まずに結果だけを見る")] = False,
    as_json: JsonOption = False,
) -> None:
    """バスの時刻表を読み、データベースの横に置く（gap と site の --travel transit が使う）。"""
    from api.travel_files import first_day, joined_timetable, read_timetables, timetable_file
    from geo.travel.stored import timetable_bytes

    settings = _settings(database)
    chosen = parse_day(day, "--day") or first_day(today(SystemClock()))
    timetables = read_timetables(files, chosen)
    timetable = joined_timetable(timetables)
    action = _keep(timetable_file(settings), timetable_bytes(timetable), dry_run=dry_run)
    entries = [
        _entry(file, "gtfs", len(one.trips), action) for file, one in zip(files, timetables, strict=True)
    ]
    show(entries, as_json=as_json, dry_run=dry_run, has_report=True, what="便")
    if not as_json:
        rides = int(timetable.trips.max(initial=-1)) + 1
        typer.echo(f"停留所 {len(timetable.positions):,}、{chosen.isoformat()} に走る便 {rides:,}")
        typer.echo(timetable.source.line())


def _settings(database: str | None) -> Settings:
    settings = settings_for(database)
    refuse_memory(settings.database_url)
    return settings


def _keep(path: Path, content: bytes, *, dry_run: bool) -> str:
    from api.travel_files import keep, planned

    return planned(path, content) if dry_run else keep(path, content)


def _entry(file: Path, form: str, rows: int, action: str) -> dict[str, Any]:
    counts = {name: rows if name == action else 0 for name in ("created", "updated", "unchanged")}
    return {
        "file": file.name,
        "format": form,
        "encoding": "",
        "rows": rows,
        "taken": rows,
        "doubtful": 0,
        "refused": 0,
        **counts,
    }
