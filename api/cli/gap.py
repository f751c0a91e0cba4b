"""`tsunagite gap`: which district is short of what, for whom, and how sure that is."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from api.cli.base_layer_options import BaseLayerOption, BaseSourceOption, base_on_the_line
from api.cli.options import DatabaseOption, JsonOption, parse_day
from api.cli.travel_options import (
    DayOption,
    GtfsOption,
    NetworkOption,
    TravelAsked,
    TravelOption,
    travel_on_the_line,
    with_travel,
)
from api.planning.question import PlannerQuestion, question_from
from matcher.collection import FILES
from resources.errors import BadInput

if TYPE_CHECKING:
    from api.planning.city import City
    from api.planning.gaps import Answer

KindOption = Annotated[list[str], typer.Option("--kind", help="種別(居場所、就労体験 …)。いくつでも")]
AgeOption = Annotated[str | None, typer.Option("--age", help="年齢(15-39、65- …)。なければ全年齢")]
WeekdayOption = Annotated[
    list[str] | None, typer.Option("--weekday", help="曜日(土、平日、土日 …)。いくつでも")
]
FromOption = Annotated[str | None, typer.Option("--from", help="この時刻から(9:00)")]
ToOption = Annotated[str | None, typer.Option("--to", help="この時刻まで(17:00)")]
MinutesOption = Annotated[float, typer.Option("--minutes", help="何分以内に行けるか")]
ModeOption = Annotated[str, typer.Option("--mode", help="移動の方法(徒歩、自転車、バス、車)")]
CollectionOption = Annotated[Path | None, typer.Option(help="コレクションのフォルダー")]
OnOption = Annotated[str | None, typer.Option("--on", help="この日の時点で(YYYY-MM-DD)")]


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command(name="gap")(gap_command)


def gap_command(
    kind: KindOption,
    collection: CollectionOption = None,
    age: AgeOption = None,
    weekday: WeekdayOption = None,
    start: FromOption = None,
    end: ToOption = None,
    minutes: MinutesOption = 30.0,
    mode: ModeOption = "徒歩",
    travel: TravelOption = None,
    network: NetworkOption = None,
    gtfs: GtfsOption = None,
    day: DayOption = None,
    on: OnOption = None,
    out: Annotated[Path | None, typer.Option(help="書き出すファイル(.csv .xlsx .geojson .gpkg)")] = None,
    map_file: Annotated[
        Path | None, typer.Option("--map", help="地図を書くファイル(.html .png .pdf)")
    ] = None,
    base_layer: BaseLayerOption = None,
    base_source: BaseSourceOption = "",
    database: DatabaseOption = None,
    as_json: JsonOption = False,
) -> None:
    """学区ごとに、足りているか、誰に足りないか、どれだけ確かかを示す。"""
    from api.planning.gaps import gaps  # sparse matrices and polygons load slowly

    base = base_on_the_line(base_layer, base_source, map_file)
    by = travel_on_the_line(travel, network, gtfs, day)
    question = asked_on_the_line(kind, age, weekday, start, end, minutes, mode, by.name)
    city, doubts = city_on_the_line(collection, database, parse_day(on))
    city = with_travel(city, question, by, collection=collection, database=database)
    if collection is not None:
        from api.planning.unmet import unmet_of_collection  # the engine and its dictionary, half a second

        city = replace(city, unmet=unmet_of_collection(collection, city.snapshot, on=city.on))
    city = replace(city, base=base)
    answer = gaps(city, question)
    inputs = (*input_files(collection, by), *([base_layer] if base_layer else ()))
    _put_out(city, answer, inputs, out=out, map_file=map_file, as_json=as_json)
    if doubts:
        typer.echo(doubts, err=True)


def asked_on_the_line(
    kinds: list[str],
    age: str | None,
    weekdays: list[str] | None,
    start: str | None,
    end: str | None,
    minutes: float,
    mode: str,
    travel: str,
) -> PlannerQuestion:
    """The question of the command line. A field that cannot be read is a wrong use of the command (status 2)."""
    try:
        return question_from(
            kinds=kinds,
            age=age,
            weekdays=weekdays or (),
            start=start,
            end=end,
            minutes=minutes,
            mode=mode,
            travel=travel,
        )
    except BadInput as error:
        raise typer.BadParameter(error.message, param_hint=f"--{error.field}") from error


def city_on_the_line(
    collection: Path | None, database: str | None, on: date | None
) -> tuple[City, str | None]:
    """The city that the command line names: a collection folder, else the database."""
    if collection is not None:
        from api.planning.city import city_of_collection

        return city_of_collection(collection, on=on)
    from api.planning.stored_city import city_of_database  # SQLModel takes half a second to import

    return city_of_database(database, on=on), None


def input_files(collection: Path | None, by: TravelAsked) -> tuple[Path, ...]:
    """What was read, and must not be overwritten by a result."""
    return (*((collection / name for name in FILES) if collection else ()), *by.files)


def _put_out(
    city: City,
    answer: Answer,
    inputs: tuple[Path, ...],
    *,
    out: Path | None,
    map_file: Path | None,
    as_json: bool,
) -> None:
    from api.planning.documents import gap_document
    from api.planning.in_words import gap_in_words

    if out:
        from api.planning.exports import write_gaps

        write_gaps(city, answer, out, inputs=inputs)
    if map_file:
        from api.planning.maps import write_gap_map

        write_gap_map(city, answer, map_file, inputs=inputs)
    if as_json:
        typer.echo(json.dumps(gap_document(city, answer), ensure_ascii=False))
    else:
        typer.echo(gap_in_words(city, answer))
    for written in filter(None, (out, map_file)):
        typer.echo(f"{written} に書きました。", err=True)
