"""A search finds what fits, in the stated order, on both databases, and nothing by what its reader may not see."""

from __future__ import annotations

import math
from dataclasses import replace
from datetime import date

import pytest
from sqlmodel import Session, select

from matcher.engine.vocabulary.synonyms import search_synonyms
from resources.catalogue_writer import add_resources, get_or_add_organisation
from resources.clock import FixedClock
from resources.database import Database
from resources.records import ResourceRecord, ScheduleRule
from resources.scope import Scope
from resources.searching.folding import fold_search, search_words
from resources.searching.question import CatalogueQuestion, Centre
from resources.searching.search import search_catalogue
from resources.tables import CatalogueState, FieldVisibility, Resource

DAY = date(2026, 11, 21)
OPERATOR = Scope.operator()
BASE = ResourceRecord(
    key="",
    name="居場所",
    kind="third_place",
    district="D01",
    lat=35.0,
    lon=135.9,
    delivery=("on_site",),
    confirmed_on=date(2026, 11, 1),
)
MORNING = ScheduleRule(("tue",), 9 * 60, 12 * 60, "weekly")
RECORDS = (
    replace(BASE, name="髙橋さんの庭", name_kana="タカハシサンノニワ", summary="花の世話", age_min=18),
    replace(BASE, name="将棋の会", name_kana="ショウギノカイ", kind="hobby_culture", schedule=(MORNING,)),
    replace(BASE, name="ことり文庫", name_kana="コトリブンコ", summary="将棋盤もあります", openings=0, lat=35.02),
    replace(BASE, name="夜の食堂", name_kana="ヨルノショクドウ", fee_yen=500, lat=35.1, accessibility=("wheelchair",)),
    replace(BASE, name="しばらく前の会", name_kana="シバラク", confirmed_on=date(2025, 1, 1), lat=None, lon=None),
    replace(BASE, name="当事者の会", name_kana="トウジシャ", resource_fields=("peer_support",), age_max=30, district="D02"),
)  # fmt: skip


@pytest.fixture
def city(database: Database, clock: FixedClock) -> Database:
    with database.session() as session:
        session.add(CatalogueState())
        keeper = get_or_add_organisation(session, "瑞浜市", relation="own")
        add_resources(session, RECORDS, owner=keeper, clock=clock)
    return database


def names(city: Database, scope: Scope = OPERATOR, *, text: str = "", **asked: object) -> list[str]:
    question = CatalogueQuestion(search_words(text, search_synonyms), **asked)  # type: ignore[arg-type]
    with city.session() as session:
        found = search_catalogue(session, scope, question, on=DAY)
        assert found.total == len(found.entries)
        return [entry.record.name for entry in found.entries]


@pytest.mark.parametrize("typed", ["髙橋", "高橋", "ﾀｶﾊｼ", "たかはし", "　高橋　花"])
def test_width_kana_and_variants_of_a_character_meet(city: Database, typed: str) -> None:
    assert names(city, text=typed) == ["髙橋さんの庭"]


def test_a_word_finds_its_synonyms_behind_those_that_are_named_so(city: Database) -> None:
    assert names(city, text="将棋") == ["将棋の会", "ことり文庫"]
    spellings = search_words("ガーデニング", search_synonyms)[0]
    assert spellings[0] == fold_search("ガーデニング")
    assert len(spellings) > 1


def test_every_word_must_be_there(city: Database) -> None:
    assert names(city, text="将棋 文庫") == ["ことり文庫"]
    assert names(city, text="将棋 夜の") == []


def test_without_words_the_free_come_before_the_full_and_the_stale_behind_the_fresh(city: Database) -> None:
    found = names(city)
    assert found[-2:] == ["しばらく前の会", "ことり文庫"]
    assert found[:4] == ["将棋の会", "髙橋さんの庭", "当事者の会", "夜の食堂"]


def test_a_time_finds_who_states_it_first_then_who_states_nothing(city: Database) -> None:
    found = names(city, days=("tue",), start=10 * 60, end=11 * 60)
    assert found[0] == "将棋の会"
    assert len(found) == len(RECORDS)
    assert "将棋の会" not in names(city, days=("wed",))
    assert "将棋の会" not in names(city, days=("tue",), start=12 * 60)
    assert "将棋の会" in names(city, days=("mon", "tue"), end=9 * 60 + 1)


def test_age_fee_and_accessibility_exclude_only_by_what_is_stated(city: Database) -> None:
    assert "髙橋さんの庭" not in names(city, age=17)
    assert "当事者の会" not in names(city, age=31)
    assert "当事者の会" in names(city, age=30)
    assert "夜の食堂" not in names(city, max_fee=499)
    assert "将棋の会" in names(city, max_fee=0)
    assert names(city, accessibility=("wheelchair",)) == ["夜の食堂"]


def test_a_place_whose_status_says_it_is_full_is_found_as_full(city: Database) -> None:
    with city.session() as session:
        session.exec(select(Resource).where(Resource.name == "夜の食堂")).one().status = "full"
    assert set(names(city, full=True)) == {"ことり文庫", "夜の食堂"}
    assert "夜の食堂" not in names(city, free_now=True)


def test_free_fresh_full_and_stale(city: Database) -> None:
    assert "ことり文庫" not in names(city, free_now=True)
    assert names(city, full=True) == ["ことり文庫"]
    assert names(city, stale=True) == ["しばらく前の会"]
    assert "しばらく前の会" not in names(city, fresh=True)


def test_a_field_is_that_of_the_kind_unless_somebody_set_another(city: Database) -> None:
    assert names(city, fields=("peer_support",)) == ["当事者の会"]
    assert "当事者の会" not in names(city, fields=("work_participation",))
    assert "将棋の会" in names(city, fields=("work_participation",))


def test_a_distance_is_that_of_the_great_circle_and_near_is_first(city: Database) -> None:
    centre = Centre(35.0, 135.9, 3.0)
    question = CatalogueQuestion(centre=centre, order="near")
    with city.session() as session:
        found = search_catalogue(session, OPERATOR, question, on=DAY)
    assert [entry.record.name for entry in found.entries][-1] == "ことり文庫"
    assert "夜の食堂" not in {entry.record.name for entry in found.entries}
    assert "しばらく前の会" not in {entry.record.name for entry in found.entries}
    key = found.entries[-1].record.key
    assert found.km[key] == pytest.approx(math.radians(0.02) * 6371.0, abs=1e-6)


def _hide(session: Session, name: str, field: str, visibility: str) -> None:
    key = session.exec(select(Resource.id).where(Resource.name == name)).one()
    session.add(FieldVisibility(resource_id=key, field_code=field, visibility=visibility))


@pytest.mark.parametrize("field", ["address", "position"])
def test_a_hidden_place_is_not_found_by_its_distance(city: Database, field: str) -> None:
    with city.session() as session:
        _hide(session, "将棋の会", field, "internal")
    near = Centre(35.0, 135.9, 1.0)
    reader = Scope(None, is_own=True, sees="partners")
    assert "将棋の会" not in names(city, reader, centre=near)
    assert "将棋の会" in names(city, OPERATOR, centre=near)
    assert "将棋の会" in names(city, reader)


def test_a_synonym_does_not_find_what_its_reader_may_not_read(city: Database) -> None:
    with city.session() as session:
        _hide(session, "ことり文庫", "summary", "internal")
    assert names(city, Scope(None, is_own=True, sees="partners"), text="将棋") == ["将棋の会"]


def test_the_orders_by_name_and_by_freshness(city: Database) -> None:
    by_name = names(city, order="name")
    assert by_name == [r.name for r in sorted(RECORDS, key=lambda record: record.name_kana)]
    assert names(city, order="fresh")[-1] == "しばらく前の会"
