"""`tsunagite import addresses`: a list of towns (町字) by which addresses are located, into the database."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Any

import typer

from api.cli.import_common import refuse_memory, session_to_read, session_to_write, show
from api.cli.options import DatabaseOption, JsonOption, settings_for
from api.settings import Settings
from geo.addresses.model import Town
from geo.addresses.reading import TownFile
from geo.sources import Source
from resources.addresses import same_towns, store_towns
from resources.clock import SystemClock
from resources.code_lists import code_list
from resources.importing.locking import lock_imports
from resources.importing.town_files import TownImport, read_town_import
from resources.locating import Located, relocate_all

_ACTOR = "tsunagite import addresses"


@dataclass(frozen=True)
class _Done:
    """Whether the list was new, and what came of the entries that are there (None: nobody looked)."""

    changed: bool
    located: Located | None = None


def register(group: typer.Typer) -> None:
    """Add the command to the group `import`."""
    group.command("addresses")(import_addresses)


def import_addresses(
    files: Annotated[
        list[Path],
        typer.Argument(help="町字の一覧（町字マスターと位置、geolonia、位置参照情報。フォルダーや zip も）"),
    ],
    prefecture: Annotated[
        list[str] | None, typer.Option(help="この都道府県の町字だけを取り込む（何回でも）")
    ] = None,
    source: Annotated[str, typer.Option(help="出典の名前（書かなければ形式から決める）")] = "",
    edition: Annotated[str, typer.Option(help="出典の版・年度")] = "",
    licence: Annotated[str, typer.Option(help="出典の利用条件")] = "",
    attribution: Annotated[str, typer.Option(help="出典の表示に書く文")] = "",
    database: DatabaseOption = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="何も書き込まずに結果だけを見る")] = False,
    as_json: JsonOption = False,
) -> None:
    """町字の一覧を読み、データベースに取り込む。緯度・経度のない地域資源には町の代表点を入れる。"""
    settings = settings_for(database)
    refuse_memory(settings.database_url)
    read = read_town_import(
        files, Source(source, edition, licence, attribution), prefectures=tuple(prefecture or ())
    )
    done = _look(settings, read) if dry_run else _apply(settings, read)
    entries = [_entry(file, changed=done.changed) for file in read.files]
    if as_json:
        typer.echo(json.dumps({"files": entries, "located": _counts(done.located)}, ensure_ascii=False))
        return
    show(entries, as_json=False, dry_run=dry_run, has_report=True, what="町字", unit="件")
    _say_more(read, done)


def _look(settings: Settings, read: TownImport) -> _Done:
    with session_to_read(settings) as session:
        return _Done(session is None or not same_towns(session, read.towns, read.source))


def _apply(settings: Settings, read: TownImport) -> _Done:
    """Replace the list of this name and look at every entry again."""
    clock = SystemClock()
    with session_to_write(settings, clock) as session:
        lock_imports(session)
        changed = store_towns(session, read.towns, read.source, clock=clock)
        return _Done(changed, relocate_all(session, actor=_ACTOR, clock=clock))


def _entry(file: TownFile, *, changed: bool) -> dict[str, Any]:
    return {
        "file": file.file,
        "format": file.format,
        "encoding": "",
        "rows": file.rows,
        "taken": file.taken,
        "doubtful": 0,
        "refused": file.rows - file.taken,
        "created": file.taken if changed else 0,
        "updated": 0,
        "unchanged": 0 if changed else file.taken,
    }


def _counts(located: Located | None) -> dict[str, Any] | None:
    if located is None:
        return None
    return {
        "outcomes": dict(sorted(located.outcomes.items())),
        "positions": located.positions,
        "districts": located.districts,
        "several_districts": located.several_districts,
        "no_district": located.no_district,
        "changed": len(located.changed),
    }


def _say_more(read: TownImport, done: _Done) -> None:
    without = _without_point(read.towns)
    if without:
        typer.echo(f"代表点のない町字が {without:,} あります（名前だけを照らし合わせます）。")
    typer.echo(read.source.line())
    if not read.source.licence:
        typer.echo("利用条件が書かれていません。--licence で書いておけます。")
    if done.located is None:
        return
    for code, count in sorted(done.located.outcomes.items()):
        typer.echo(f"緯度・経度のない地域資源 {code_list('address_outcome').label(code)}: {count} 件")
    if done.located.changed:
        typer.echo(f"位置か学区を入れた地域資源: {len(done.located.changed)} 件")


def _without_point(towns: Sequence[Town]) -> int:
    return sum(town.lat is None for town in towns)
