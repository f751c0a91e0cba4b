"""What a catalogue keeps of readings is what was read."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from bench.corpus import records
from matcher.engine.catalogue import prepare
from matcher.engine.catalogue.concept_index import FLAG_BITS
from matcher.engine.catalogue.place_words import STATED
from matcher.engine.reading import read_place
from resources.snapshot import build_snapshot

PLACES = [
    *records(40),
    replace(records(1)[0], key="Z1", summary="", audience="", name="", considerations=(), remarks=""),
    replace(records(1)[0], key="Z2", summary="にぎやかです。カラオケはありません。カラオケの日もあります。"),
    replace(records(1)[0], key="Z3", audience="うつの方。どなたでも", considerations=("うつの方を迎えた",)),
]
CATALOGUE = prepare(build_snapshot(PLACES))


def test_a_reading_comes_back_as_it_was_read() -> None:
    for row, record in enumerate(CATALOGUE.snapshot.records):
        assert CATALOGUE.reading(row) == read_place(record)


def test_the_views_are_those_of_the_reading() -> None:
    named = 0
    for row, record in enumerate(CATALOGUE.snapshot.records):
        reading = read_place(record)
        assert set(CATALOGUE.stated.of(row)) == set(reading.stated())
        assert set(CATALOGUE.audience.of(row)) == set(reading.audience())
        assert set(CATALOGUE.welcome.of(row)) == set(reading.welcome())
        assert set(CATALOGUE.opposed.of(row)) == set(reading.opposed())
        assert set(CATALOGUE.missing.of(row)) == set(reading.absent())
        named += len(reading.stated()) + len(reading.opposed()) + len(reading.absent())
    assert named > 200


def test_by_place_and_by_concept_say_the_same() -> None:
    rows = np.arange(len(CATALOGUE))
    flags = CATALOGUE.concepts.flags_at(rows)
    for number, code in enumerate(CATALOGUE.concepts.codes):
        has = CATALOGUE.stated.has(code)
        np.testing.assert_array_equal(has, (flags[:, number] & STATED) != 0)
        assert CATALOGUE.concepts.counts(STATED)[number] == has.sum()


def test_sums_add_up_what_each_place_says() -> None:
    random = np.random.default_rng(20261121)
    values = random.random((len(CATALOGUE.concepts.codes), 1 << FLAG_BITS), dtype=np.float32)
    rows, concepts, flags = CATALOGUE.concepts.spoken_at(np.arange(len(CATALOGUE)))
    expected = np.bincount(rows, weights=values[concepts, flags], minlength=len(CATALOGUE))
    sums = CATALOGUE.concepts.sums(values, np.arange(len(CATALOGUE)))
    np.testing.assert_allclose(sums, expected, rtol=1e-5, atol=1e-6)
    some = np.array([1, 4, len(CATALOGUE) - 3, len(CATALOGUE) - 1])
    np.testing.assert_allclose(CATALOGUE.concepts.sums(values, some), expected[some], rtol=1e-5, atol=1e-6)
    assert sums[CATALOGUE.snapshot.row_of("B000003")] > 0
