"""Areas and population in the database, on both kinds: exact, repeatable, and nothing of one kind lost to another."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
import shapely
from sqlalchemy import text

from api import schema
from geo.areas.features import shape_array
from geo.areas.model import Areas, joined
from geo.population.model import AgeBand, Population
from geo.sources import Source
from resources.area_kinds import kind_code, kind_label, kind_level, kind_of_catalogue
from resources.areas import catalogue_areas, catalogue_kind, plan_areas, store_areas, stored_areas
from resources.clock import FixedClock
from resources.database import Database
from resources.errors import BadInput
from resources.population import assign_districts, read_population, same_population, store_population
from resources.repository import list_districts

NOTE = Source("試験の区域", "2026年度", "CC BY 4.0", "境界は目安です")


def areas(*ids: str, kind: str = "elementary_district", own: bool = True, south: float = 35.0) -> Areas:
    """A row of squares of 0.1 degrees from 135 E."""
    return Areas(
        ids=ids,
        names=tuple(f"{key}の名" for key in ids),
        shapes=shape_array(
            shapely.box(135 + place / 10, south, 135.1 + place / 10, south + 0.1) for place in range(len(ids))
        ),
        kinds=(kind,) * len(ids),
        municipalities=("22999",) * len(ids),
        parents=("",) * len(ids),
        own=np.full(len(ids), own),
        sources=(NOTE,) * len(ids),
    )


def test_areas_come_back_as_they_were_stored(database: Database) -> None:
    given = joined([areas("A", "B"), areas("X", own=False, south=36.0)])
    given = replace(given, parents=("市", "", ""))
    with database.session() as session:
        store_areas(session, given)
    with database.session() as session:
        back = stored_areas(session)
    assert back is not None
    for column in ("ids", "names", "kinds", "municipalities", "parents", "sources"):
        assert getattr(back, column) == getattr(given, column)
    assert (back.own == given.own).all()
    assert shapely.equals_identical(back.shapes, given.shapes).all()


def test_storing_the_same_areas_again_changes_nothing(database: Database) -> None:
    for expected in ("created", "unchanged"):
        with database.session() as session:
            assert set(store_areas(session, areas("A", "B")).actions.values()) == {expected}


def test_a_changed_area_is_updated_and_those_that_are_missing_stay(database: Database) -> None:
    with database.session() as session:
        store_areas(session, areas("A", "B", "C"))
    renamed = replace(areas("A", "B"), names=("Aの名", "新しい名"))
    with database.session() as session:
        plan = store_areas(session, renamed)
        assert (plan.actions, plan.left) == ({"A": "unchanged", "B": "updated"}, 1)
    with database.session() as session:
        assert [row.name for row in list_districts(session)] == ["Aの名", "新しい名", "Cの名"]


def test_a_plan_writes_nothing(database: Database) -> None:
    with database.session() as session:
        assert set(plan_areas(session, areas("A")).actions.values()) == {"created"}
    with database.session() as session:
        assert stored_areas(session) is None


def test_a_stated_point_wins_over_one_inside_the_area(database: Database) -> None:
    with database.session() as session:
        store_areas(session, areas("A", "B"), points={"A": (35.01, 135.02)})
        rows = list_districts(session)
    assert [(row.lat, row.lon) for row in rows] == [
        (35.01, 135.02),
        (pytest.approx(35.05), pytest.approx(135.15)),
    ]


def test_an_area_of_another_kind_never_replaces_one_with_its_id(database: Database) -> None:
    with database.session() as session:
        store_areas(session, areas("中央"))
    with (
        pytest.raises(BadInput, match="「中央」は、すでに小学校区「中央の名」"),
        database.session() as session,
    ):
        store_areas(session, areas("中央", kind="junior_high_district", south=35.05))
    with database.session() as session:  # the same area with its kind put right
        assert store_areas(session, areas("中央", kind="district")).actions == {"中央": "updated"}


def test_the_catalogue_sees_its_own_districts_and_not_those_above_or_next_door(database: Database) -> None:
    with database.session() as session:
        store_areas(session, areas("C1", "C2", kind="junior_high_district"))
        assert catalogue_kind(session) == "junior_high_district"
        store_areas(session, areas("E1", "E2"))
        store_areas(session, areas("X1", own=False, south=36.0))
    with database.session() as session:
        assert [row.code for row in list_districts(session)] == ["E1", "E2"]
        own, with_neighbours = catalogue_areas(session), catalogue_areas(session, own_only=False)
    assert own is not None
    assert own.ids == ("E1", "E2")
    assert with_neighbours is not None
    assert with_neighbours.ids == ("E1", "E2", "X1")


def test_a_database_without_areas_has_none(database: Database) -> None:
    with database.session() as session:
        assert catalogue_kind(session) is None
        assert catalogue_areas(session) is None
        assert list_districts(session) == []


@pytest.mark.parametrize(
    ("word", "code"),
    [
        ("小学校区", "elementary_district"),
        ("中学校区", "junior_high_district"),
        ("町内会", "neighborhood_association"),
        ("市", "municipality"),
        ("block", "block"),
        ("ブロック", "block"),
        (" 独自の区分 ", "独自の区分"),
    ],
)
def test_kinds_are_known_by_code_label_and_other_words(word: str, code: str) -> None:
    assert kind_code(word) == code


def test_an_unknown_kind_is_its_own_label_and_comes_last() -> None:
    assert (kind_label("独自"), kind_level("独自")) == ("独自", 0)
    assert kind_of_catalogue(["独自", "block", "living_area"]) == "living_area"
    assert kind_of_catalogue(["独自"]) == "独自"


def test_districts_of_an_older_database_are_the_citys_own(database: Database) -> None:
    schema.downgrade(database, "0001")
    with database.engine.begin() as connection:
        connection.execute(
            text(
                "INSERT INTO district (created_at, code, name, kind, source)"
                " VALUES ('2026-01-01 00:00:00', 'D1', 'ひがし', 'elementary_district', '')"
            )
        )
    schema.upgrade(database)
    with database.session() as session:
        (row,) = list_districts(session)
    assert (row.code, row.own, row.municipality_code, row.licence, row.note) == ("D1", True, "", "", "")


BANDS = (AgeBand(0, 5), AgeBand(6, 17), AgeBand(75, None))
CELLS = Population(
    codes=np.array(["5336000112", "5336000111", "5336000111"]),  # a cell on the border is there once per city
    lats=np.array([35.05, 35.051000000000002, np.nan]),
    lons=np.array([135.05, 135.15, np.nan]),
    district_ids=np.array(["", "", ""]),
    totals=np.array([0.1 + 0.2, np.nan, 7.0]),
    bands=BANDS,
    counts=np.array([[1 / 3, np.nan, 1e-12], [np.nan] * 3, [0.0, 2.0, 5.0]]),
    singles=np.array([np.nan, 1.5, 0.0]),
    source=Source("国勢調査", "2020年", "政府統計の利用規約", "秘匿あり"),
)


def assert_same(one: Population, other: Population) -> None:
    assert (one.bands, one.source) == (other.bands, other.source)
    assert one.codes.tolist() == other.codes.tolist()
    assert one.district_ids.tolist() == other.district_ids.tolist()
    for column in ("lats", "lons", "totals", "counts"):
        np.testing.assert_array_equal(getattr(one, column), getattr(other, column), strict=True)
    assert (one.singles is None) == (other.singles is None)
    if one.singles is not None and other.singles is not None:
        np.testing.assert_array_equal(one.singles, other.singles)


@pytest.mark.parametrize(
    "given",
    [
        CELLS,
        replace(CELLS, singles=None),
        replace(CELLS, bands=(), counts=np.zeros((3, 0))),
        replace(CELLS, district_ids=np.array(["D1", "", "D2"])),
    ],
)
def test_a_population_comes_back_exactly_with_what_is_hidden(
    given: Population, database: Database, clock: FixedClock
) -> None:
    with database.session() as session:
        store_population(session, given, clock=clock)
    with database.session() as session:
        back = read_population(session)
    assert back is not None
    assert_same(back, given)
    assert same_population(back, given)


def test_a_new_population_replaces_the_old_one(database: Database, clock: FixedClock) -> None:
    smaller = replace(CELLS, codes=np.array(["a", "b", "c"]), singles=None)
    for population in (CELLS, smaller):
        with database.session() as session:
            store_population(session, population, clock=clock)
    with database.session() as session:
        back = read_population(session)
    assert back is not None
    assert_same(back, smaller)
    assert not same_population(back, CELLS)


def test_a_database_without_a_population_has_none(database: Database) -> None:
    with database.session() as session:
        assert read_population(session) is None
        assert assign_districts(session, areas("A")) == 0


def test_cells_of_a_source_without_districts_follow_the_borders(
    database: Database, clock: FixedClock
) -> None:
    with database.session() as session:
        store_population(session, CELLS, clock=clock)
        assert assign_districts(session, areas("A", "B")) == 2
        assert assign_districts(session, areas("A", "B")) == 0
    with database.session() as session:
        assert assign_districts(session, areas("C")) == 2
        back = read_population(session)
    assert back is not None
    assert back.district_ids.tolist() == ["C", "", ""]
    assert same_population(back, CELLS)


def test_a_stated_district_is_never_changed(database: Database, clock: FixedClock) -> None:
    stated = replace(CELLS, district_ids=np.array(["B", "", ""]))
    with database.session() as session:
        store_population(session, stated, clock=clock)
        assert assign_districts(session, areas("A", "B")) == 0
        back = read_population(session)
    assert back is not None
    assert back.district_ids.tolist() == ["B", "", ""]
