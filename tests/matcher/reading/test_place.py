"""Reading a place's own words, field by field."""

from __future__ import annotations

import pickle
from pathlib import Path

from matcher.engine.reading import first_words, read_place
from matcher.engine.reading.place import (
    ABSENT,
    AUDIENCE,
    FIELDS,
    OFFERED,
    OPPOSITE,
    concept_codes,
    field_text,
)
from resources.importing import read_resources
from resources.records import ResourceRecord

PLACE = ResourceRecord(
    key="P",
    name="囲碁の家",
    kind="salon",
    summary="ＫＡＲＡＯＫＥとｶﾗｵｹの日があります。大勢でにぎやかです。",
    audience="認知症の方",
    considerations=("途中で帰ってよい", "編み物はありません"),
)


def said(record: ResourceRecord) -> set[tuple[str, str, str, int]]:
    return {
        (concept_codes()[concept], FIELDS[field], field_text(record, field)[start:end], flag)
        for concept, field, start, end, flag in read_place(record).words
    }


def test_every_word_is_read_with_its_field_its_own_letters_and_how_it_stands() -> None:
    found = said(PLACE)
    assert ("igo", "name", "囲碁", OFFERED) in found
    assert ("karaoke", "summary", "ｶﾗｵｹ", OFFERED) in found
    assert ("dementia", "audience", "認知症の方", AUDIENCE) in found
    assert ("knitting", "considerations", "編み物", ABSENT) in found
    assert ("few_people", "summary", "大勢", OPPOSITE) in found


def test_what_is_stated_welcomed_and_opposed_follows_from_the_fields() -> None:
    reading = read_place(PLACE)
    assert {"igo", "karaoke", "dementia"} <= set(reading.stated())
    assert "knitting" not in reading.stated()
    assert reading.absent() == ("knitting",)
    assert set(reading.audience()) >= {"igo", "dementia"}
    assert "karaoke" not in (*reading.audience(), *reading.welcome())
    assert "few_people" in reading.opposed()


def test_a_place_for_everybody_names_no_audience() -> None:
    everybody = ResourceRecord(key="P", name="がんサロン", kind="salon", audience="がんの方、どなたでも")
    assert read_place(everybody).audience() == ()


def test_a_crowd_that_visitors_cannot_bear_is_no_crowd() -> None:
    place = ResourceRecord(key="P", name="部屋", kind="salon", summary="大勢が苦手な人も来ています。")
    assert "few_people" not in read_place(place).opposed()


def test_a_reading_is_numbers_only_and_survives_pickling(small_city: Path) -> None:
    for record in read_resources(small_city / "resources.csv").records:
        reading = read_place(record)
        assert pickle.loads(pickle.dumps(reading)) == reading
        assert all(isinstance(number, int) for word in reading.words for number in word)
        named, opposed = first_words(reading, record)
        assert set(named) == set(reading.stated())
        assert set(opposed) == set(reading.opposed())


def test_an_empty_place_is_read_as_nothing() -> None:
    assert read_place(ResourceRecord(key="P", name="", kind="salon")).words == ()
