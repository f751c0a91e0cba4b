"""`tsunagite match`: who could go where, why, and why not."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from api.cli.base_layer_options import BaseLayerOption, BaseSourceOption, base_on_the_line
from api.cli.match_text import NO_ID, in_words, refusals_in_words, standing_in_words
from api.cli.options import DatabaseOption, JsonOption, parse_day, settings_for
from api.cli.reading_collections import read_catalogue
from geo.districts import Districts
from matcher.collection import FILES, read_people
from matcher.engine.explaining.refusals import Refusal, refusals
from matcher.engine.match import Engine, MatchResult, as_run_line, judge, match
from matcher.engine.need import Need
from matcher.engine.standing import Standing, standing
from resources.atomic_file import replace_file
from resources.clock import SystemClock, today
from resources.errors import NotFound
from resources.snapshot import Snapshot, build_snapshot

if TYPE_CHECKING:
    from geo.maps.base_layer import BaseLayer

SHOWN_OF_MANY = 3


@dataclass(frozen=True)
class _Task:
    """Whom to match against what, on which day.

    `inputs` are files that a result must not replace, `doubts` what to say of the catalogue at the end,
    `base` the background of the map.
    """

    needs: tuple[Need, ...]
    snapshot: Snapshot
    on: date
    inputs: tuple[Path, ...] = ()
    doubts: str | None = None
    base: BaseLayer | None = None


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command(name="match")(match_command)


def match_command(
    collection: Annotated[Path | None, typer.Option(help="コレクションのフォルダー")] = None,
    need: Annotated[str | None, typer.Option(help="この人だけ(needs.jsonl の id)")] = None,
    need_text: Annotated[str | None, typer.Option(help="聞き取りの文(コレクションの代わり)")] = None,
    age: Annotated[int | None, typer.Option(min=0, max=130, help="年齢")] = None,
    lat: Annotated[float | None, typer.Option(min=20, max=46, help="住まいの緯度")] = None,
    lon: Annotated[float | None, typer.Option(min=122, max=154, help="住まいの経度")] = None,
    database: DatabaseOption = None,
    top: Annotated[int, typer.Option(min=1, help="挙げる場所の数")] = 20,
    on: Annotated[str | None, typer.Option(help="この日の時点で(YYYY-MM-DD)")] = None,
    why_resource: Annotated[str | None, typer.Option("--why", help="この場所が挙がらない理由")] = None,
    out: Annotated[Path | None, typer.Option(help="結果を書くファイル(JSONL、1人1行)")] = None,
    map_file: Annotated[Path | None, typer.Option("--map", help="地図を書くファイル(HTML)")] = None,
    base_layer: BaseLayerOption = None,
    base_source: BaseSourceOption = "",
    as_json: JsonOption = False,
) -> None:
    """本人のニーズに合う参加先を、理由と注意をつけて挙げる。"""
    if (collection is None) == (need_text is None):
        raise typer.BadParameter("--collection か --need-text の、どちらか一つを指定してください。")
    if need_text is not None and not need_text.strip():
        raise typer.BadParameter("--need-text が空です。聞き取りの文を入れてください。")
    base = base_on_the_line(base_layer, base_source, map_file)
    if collection is not None:
        task = _collection_task(collection, need, parse_day(on))
    else:
        written = Need(id=NO_ID, text=need_text or "", age=age, lat=lat, lon=lon)
        task = _database_task(written, database, parse_day(on))
    task = replace(task, base=base, inputs=(*task.inputs, *([base_layer] if base_layer else ())))
    if (why_resource or map_file) and len(task.needs) != 1:
        raise typer.BadParameter("--why と --map には、--need で一人を指定してください。")
    if why_resource:
        _print_why(task, why_resource, top=top, as_json=as_json)
    else:
        _match_all(task, collection, top=top, out=out, map_file=map_file, as_json=as_json)
    if task.doubts:
        typer.echo(task.doubts, err=True)


def _match_all(
    task: _Task, collection: Path | None, *, top: int, out: Path | None, map_file: Path | None, as_json: bool
) -> None:
    engine = Engine()
    results = [match(person, task.snapshot, top=top, on=task.on, engine=engine) for person in task.needs]
    if map_file:
        from api.cli.match_map import map_of  # folium takes half a second to import

        page = map_of(results[0], task.needs[0], task.snapshot, _outlines(collection), task.base)
        replace_file(map_file, [page], inputs=task.inputs)
    _put_out(results, task, out=out, as_json=as_json)


def _put_out(results: Sequence[MatchResult], task: _Task, *, out: Path | None, as_json: bool) -> None:
    if out:
        replace_file(out, (f"{_line(result)}\n" for result in results), inputs=task.inputs)
    if as_json:
        for result in results:
            typer.echo(_line(result))
    elif out:
        typer.echo(f"{len(results)}人分の結果を {out} に書きました。")
    else:
        shown = None if len(results) == 1 else SHOWN_OF_MANY
        records = {record.key: record for record in task.snapshot.records}
        for person, result in zip(task.needs, results, strict=True):
            typer.echo(in_words(result, person, records, shown=shown))


def _collection_task(folder: Path, need_id: str | None, on: date | None) -> _Task:
    people = read_people(folder)
    needs = people.needs if need_id is None else (people.need(need_id),)
    snapshot, doubts = read_catalogue(folder)
    day = on or snapshot.newest_confirmed_on or today(SystemClock())
    return _Task(needs, snapshot, day, tuple(folder / name for name in FILES), doubts)


def _database_task(need: Need, database: str | None, on: date | None) -> _Task:
    return _Task((need,), _stored_snapshot(database), on or today(SystemClock()))


def _stored_snapshot(database: str | None) -> Snapshot:
    # With a collection no database is needed, and SQLModel takes half a second to import.
    from api.installing import open_existing
    from resources.quality.stored_limits import load_limits
    from resources.repository import load_records
    from resources.scope import Scope

    opened = open_existing(settings_for(database))
    try:
        with opened.session() as session:
            return build_snapshot(load_records(session, Scope.operator()), limits=load_limits(session))
    finally:
        opened.close()


def _outlines(folder: Path | None) -> Districts | None:
    """The outlines of the collection's districts, where it has them."""
    file = folder / "districts.geojson" if folder else None
    if file is None or not file.is_file():
        return None
    from resources.boundaries import read_boundaries

    return read_boundaries(file)


def _print_why(task: _Task, resource: str, *, top: int, as_json: bool) -> None:
    (need,) = task.needs
    records = {record.key: record for record in task.snapshot.records}
    if resource not in records:
        raise NotFound(f"地域資源「{resource}」はありません。資源ID を確かめてください。")
    judged = judge(need, task.snapshot, task.on, Engine())
    found = refusals(task.snapshot.row_of(resource), judged.excluded, judged.context)
    stands = standing(judged, resource, top=top)
    if as_json:
        typer.echo(json.dumps(_why_line(task, resource, found, stands), ensure_ascii=False))
    elif stands:
        typer.echo(standing_in_words(need, records[resource], stands, records))
    else:
        typer.echo(refusals_in_words(need, records[resource], found))


def _why_line(
    task: _Task, resource: str, found: Sequence[Refusal], stands: Standing | None
) -> dict[str, object]:
    reasons = [asdict(refusal) | {"negotiable": refusal.ask is not None} for refusal in found]
    return {
        "need": task.needs[0].id,
        "on": task.on.isoformat(),
        "resource": resource,
        "eligible": not found,
        "reasons": reasons,
        "standing": asdict(stands) if stands else None,
    }


def _line(result: MatchResult) -> str:
    return json.dumps(as_run_line(result), ensure_ascii=False)
