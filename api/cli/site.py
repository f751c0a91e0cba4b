"""`tsunagite site`: where one more place, or a few, would help most."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Annotated

import typer

from api.cli.base_layer_options import BaseLayerOption, BaseSourceOption, base_on_the_line
from api.cli.gap import (
    AgeOption,
    CollectionOption,
    FromOption,
    KindOption,
    MinutesOption,
    ModeOption,
    OnOption,
    ToOption,
    WeekdayOption,
    asked_on_the_line,
    city_on_the_line,
    input_files,
)
from api.cli.options import DatabaseOption, JsonOption, parse_day
from api.cli.travel_options import (
    DayOption,
    GtfsOption,
    NetworkOption,
    TravelOption,
    travel_on_the_line,
    with_travel,
)
from resources.atomic_file import replace_bytes


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command(name="site")(site_command)


def site_command(
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
    add: Annotated[int, typer.Option(min=1, max=10, help="増やす場所の数")] = 1,
    on: OnOption = None,
    out: Annotated[
        Path | None, typer.Option(help="書き出すファイル(.csv .xlsx .json .geojson .gpkg)")
    ] = None,
    map_file: Annotated[Path | None, typer.Option("--map", help="地図を書くファイル(.html)")] = None,
    base_layer: BaseLayerOption = None,
    base_source: BaseSourceOption = "",
    database: DatabaseOption = None,
    as_json: JsonOption = False,
) -> None:
    """あと1か所から数か所を、どこに開くと多くの人に届くかを示す。"""
    from api.planning.documents import site_document
    from api.planning.in_words import sites_in_words
    from api.planning.siting import sites  # scipy's solver loads slowly

    base = base_on_the_line(base_layer, base_source, map_file)
    by = travel_on_the_line(travel, network, gtfs, day)
    question = asked_on_the_line(kind, age, weekday, start, end, minutes, mode, by.name)
    city, doubts = city_on_the_line(collection, database, parse_day(on))
    city = with_travel(city, question, by, collection=collection, database=database)
    city = replace(city, base=base)
    answer = sites(city, question, add)
    document = site_document(city, answer)
    inputs = (*input_files(collection, by), *([base_layer] if base_layer else ()))
    if out:
        from api.planning.site_files import sites_as

        replace_bytes(out, sites_as(document, out.suffix), inputs=inputs)
    if map_file:
        from api.planning.site_maps import write_site_map

        write_site_map(city, answer, map_file, inputs=inputs)
    typer.echo(json.dumps(document, ensure_ascii=False) if as_json else sites_in_words(city, answer))
    for line in (*(f"{file} に書きました。" for file in (out, map_file) if file), doubts):
        if line:
            typer.echo(line, err=True)
