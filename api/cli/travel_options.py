"""How `gap` and `site` are told which travel-time model to use, and where its data are."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Annotated

import typer

from api.cli.options import parse_day, settings_for
from api.planning.city import City
from api.planning.question import PlannerQuestion
from api.planning.travelling import DIRECT, NETWORK, TRANSIT, travelling_by
from geo.travel import TravelData
from resources.errors import NotReady

TravelOption = Annotated[
    str | None,
    typer.Option(
        "--travel",
        help="所要時間の出し方(direct 直線距離、network 道路網、transit バスの時刻表)。既定は direct",
    ),
]
NetworkOption = Annotated[
    Path | None, typer.Option("--network", help="道のファイル(.osm.pbf)。なければ取り込んだもの")
]
GtfsOption = Annotated[
    list[Path] | None,
    typer.Option("--gtfs", help="GTFS-JP(zip かフォルダー、何回でも)。なければ取り込んだもの"),
]
DayOption = Annotated[
    str | None, typer.Option("--day", help="時刻表のどの日か(YYYY-MM-DD)。既定は --on 以後の、尋ねた曜日")
]


@dataclass(frozen=True)
class TravelAsked:
    """The model's name, the files given on the line, and the day of the timetable."""

    name: str = DIRECT
    network: Path | None = None
    gtfs: tuple[Path, ...] = ()
    day: date | None = None

    @property
    def files(self) -> tuple[Path, ...]:
        """What must not be overwritten by a result."""
        return (*([self.network] if self.network else []), *self.gtfs)


def travel_on_the_line(
    travel: str | None, network: Path | None, gtfs: list[Path] | None, day: str | None
) -> TravelAsked:
    """A file names its model; a file for another model than --travel is a wrong use of the command (status 2)."""
    of_files = [name for name, given in ((NETWORK, network), (TRANSIT, gtfs)) if given]
    name = travel or (of_files[0] if of_files else DIRECT)
    if any(other != name for other in of_files):
        raise typer.BadParameter(
            "--network は --travel network と、--gtfs は --travel transit とだけ使えます。",
            param_hint="--travel",
        )
    if day and not gtfs:
        raise typer.BadParameter(
            "--gtfs と一緒に使います。取り込んだ時刻表の日は取り込むときに決まります。", param_hint="--day"
        )
    return TravelAsked(name, network, tuple(gtfs or ()), parse_day(day, "--day"))


def with_travel(
    city: City,
    question: PlannerQuestion,
    asked: TravelAsked,
    *,
    collection: Path | None,
    database: str | None,
) -> City:
    """The city with the data of the model, whose source stands under every map. Raises BadInput, NotReady."""
    if asked.name == DIRECT:
        return city
    from api.travel_files import first_day, joined_timetable, read_streets, read_timetables

    if asked.network:
        data = TravelData(network=read_streets(asked.network))
    elif asked.gtfs:
        day = asked.day or first_day(city.on, question.supply.weekdays)
        data = TravelData(timetable=joined_timetable(read_timetables(asked.gtfs, day)))
    else:
        data = _kept(asked.name, collection, database)
    return travelling_by(city, data, question.mode)


def _kept(name: str, collection: Path | None, database: str | None) -> TravelData:
    """What was imported for the database; a collection has nothing of the kind."""
    from api.travel_files import kept_network, kept_timetable

    if collection is not None:
        option = "--network 道.osm.pbf" if name == NETWORK else "--gtfs 時刻表.zip"
        what = "道のデータ" if name == NETWORK else "時刻表"
        raise NotReady(f"コレクションには{what}がありません。{option} を付けてください。")
    settings = settings_for(database)
    if name == NETWORK:
        return TravelData(network=kept_network(settings))
    return TravelData(timetable=kept_timetable(settings))
