"""What is missing from the figures is said wherever the figures go."""

from __future__ import annotations

import csv
import io
import json
import tempfile
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path

import numpy as np
import pyogrio
import pypdf
import pytest
import shapely

from api.planning import clustering as clustering_module
from api.planning.city import City, city_of_collection
from api.planning.clustering import clustering_of
from api.planning.district_card import district_card
from api.planning.documents import gap_document, site_document
from api.planning.exports import gaps_as
from api.planning.gaps import gaps
from api.planning.in_words import gap_in_words, sites_in_words
from api.planning.located import located
from api.planning.maps import map_as
from api.planning.matrix import matrix_answer, matrix_notes
from api.planning.pictures import gap_picture
from api.planning.question import PlannerQuestion, question_from
from api.planning.site_files import sites_as
from api.planning.site_maps import site_map
from api.planning.siting import sites
from api.planning.unmet import unmet_of_collection
from api.planning.venues import venue_candidates
from geo.statistics.autocorrelation import NotComputed
from resources.errors import BadInput
from resources.records import ResourceRecord
from resources.snapshot import build_snapshot

SMALL = Path(__file__).resolve().parents[2] / "data" / "small_city"
HIDDEN = "秘匿された1メッシュの人は、年齢別の数に入っていません。"
UNPLACED = "位置が分からない場所が2か所あり、届く人の計算に入っていません。"
CAUTION = "公民館は取り込んだままでは参加先ではないので、参加先に変えたものだけを数えました。"
ASKED = question_from(kinds=["居場所", "公民館"], age="19-39")


@pytest.fixture(scope="module")
def small() -> City:
    return city_of_collection(SMALL)[0]


@pytest.fixture(scope="module")
def city(small: City) -> City:
    """Two more places without a position, and one cell whose ages are not published."""
    assert small.population is not None
    counts = small.population.counts.copy()
    counts[0] = np.nan
    more = [
        ResourceRecord(f"Z{n}", "場所", kind, district="T1", delivery=("on_site",))
        for n, kind in enumerate(("third_place", "community_hall"))
    ]
    snapshot = build_snapshot([*small.snapshot.records, *more])
    return replace(small, snapshot=snapshot, population=replace(small.population, counts=counts))


def pdf(city: City, question: PlannerQuestion) -> str:
    reader = pypdf.PdfReader(io.BytesIO(gap_picture(city, gaps(city, question), ".pdf")))
    return "".join(page.extract_text() for page in reader.pages).replace("\n", "")


def geopackage(city: City, question: PlannerQuestion) -> str:
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "gap.gpkg"
        file.write_bytes(gaps_as(city, gaps(city, question), ".gpkg"))
        return str(pyogrio.read_info(file)["layer_metadata"]["sources"])


def one_more(form: str) -> Callable[[City, PlannerQuestion], str]:
    return lambda city, question: sites_as(site_document(city, sites(city, question, 1)), form).decode(
        "utf-8-sig"
    )


CHANNELS: dict[str, Callable[[City, PlannerQuestion], str]] = {
    "text": lambda city, question: gap_in_words(city, gaps(city, question)),
    "json": lambda city, question: json.dumps(gap_document(city, gaps(city, question)), ensure_ascii=False),
    "csv": lambda city, question: gaps_as(city, gaps(city, question), ".csv").decode("utf-8-sig"),
    "gpkg": geopackage,
    "html": lambda city, question: map_as(city, gaps(city, question), ".html").decode(),
    "pdf": pdf,
    "card": lambda city, question: "\n".join(district_card(city, question, "T1").notes),
    "matrix": lambda city, question: "\n".join(matrix_notes(city, matrix_answer(city, question))),
    "site text": lambda city, question: sites_in_words(city, sites(city, question, 1)),
    "site map": lambda city, question: site_map(city, sites(city, question, 1)),
    "site csv": one_more(".csv"),
    "site json": one_more(".json"),
    "site geojson": one_more(".geojson"),
}


@pytest.mark.parametrize("channel", CHANNELS)
def test_hidden_people_unknown_positions_and_cautions_are_said_once_on_every_channel(
    city: City, small: City, channel: str
) -> None:
    said = CHANNELS[channel](city, ASKED)
    assert [said.count(sentence) for sentence in (HIDDEN, UNPLACED, CAUTION)] == [1, 1, 1]
    plain = CHANNELS[channel](small, question_from(kinds=["居場所"], age="19-39"))
    assert not [part for part in ("秘匿された", "位置が分からない", "取り込んだまま") if part in plain]


def test_a_file_of_sites_names_venues_and_states_the_question_and_the_speed(small: City) -> None:
    hall = ResourceRecord(
        "V1", "=山の公民館", "community_hall", lat=35.059375, lon=136.059375, delivery=("on_site",)
    )
    found = sites(small, question_from(kinds=["居場所"]), 1, candidates=venue_candidates([hall]))
    lines = list(csv.reader(sites_as(site_document(small, found), ".csv").decode("utf-8-sig").splitlines()))
    row = dict(zip(lines[0], lines[1], strict=True))
    assert (row["名称"], row["学区ID"]) == ("'=山の公民館", "T3")
    below = [line[0] for line in lines[3:]]
    assert "居場所 / 全年齢 / 曜日を問わず / 徒歩30分以内" in below
    assert "移動: 徒歩30分以内(時速4km、迂回率1.3)" in below


def test_only_open_venues_are_candidates_and_stated_districts_stay(small: City) -> None:
    there = ResourceRecord("V1", "館", "community_hall", lat=35.059375, lon=136.059375)
    records = [
        there,
        replace(there, key="V2", status="retired"),
        replace(there, key="V3", status="paused"),
        replace(there, key="V4", district="T1"),
        replace(there, key="V5", lat=None),
    ]
    found = venue_candidates(records)
    assert found is not None
    assert found.codes.tolist() == ["V1", "V4"]
    districts = located(found.district_ids, found.positions, small.boundaries)
    assert districts.tolist() == ["T3", "T1"]
    assert located(found.district_ids, found.positions, None).tolist() == ["", "T1"]
    assert venue_candidates(records[1:3]) is None


@pytest.mark.parametrize("draw", ["gap", "site"])
def test_an_outline_that_cannot_be_drawn_is_refused_with_what_to_do(small: City, draw: str) -> None:
    assert small.boundaries is not None
    shapes = small.boundaries.shapes.copy()
    shapes[0] = shapely.LineString([(136.0, 35.0), (136.1, 35.0)])
    broken = replace(small, boundaries=replace(small.boundaries, shapes=shapes))
    question = question_from(kinds=["居場所"])
    with pytest.raises(BadInput, match="面"):
        if draw == "gap":
            map_as(broken, gaps(broken, question), ".html")
        else:
            site_map(broken, sites(broken, question, 1))


def test_an_unmet_need_without_a_district_is_in_the_total_of_the_city(tmp_path: Path) -> None:
    need = json.loads((SMALL / "needs.jsonl").read_text(encoding="utf-8").splitlines()[0])
    placeless = {key: value for key, value in need.items() if key != "district"}
    (tmp_path / "needs.jsonl").write_text(
        "".join(json.dumps({**part, "id": f"N{n}"}) + "\n" for n, part in enumerate((need, placeless))),
        encoding="utf-8",
    )
    nothing = build_snapshot([])
    found = unmet_of_collection(tmp_path, nothing, on=date(2026, 11, 21))
    assert found == {need["district"]: 1, "": 1}
    city = replace(city_of_collection(SMALL)[0], unmet=found)
    assert gaps(city, question_from(kinds=["居場所"])).report.city.unmet_needs == 2


def test_who_touches_whom_is_not_worked_out_where_nothing_is_made_of_it(
    small: City, monkeypatch: pytest.MonkeyPatch
) -> None:
    def never(*_: object) -> None:
        raise AssertionError("worked out for nothing")

    monkeypatch.setattr(clustering_module, "touching", never)
    found = clustering_of(small, gaps(small, question_from(kinds=["居場所"])))
    assert isinstance(found, NotComputed)
    assert "100区域から" in found.why
