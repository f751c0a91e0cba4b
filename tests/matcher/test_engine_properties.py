"""Rules of the whole engine: one more constraint, one place hidden, another order, odd notes, threads, memory."""

from __future__ import annotations

import importlib
import json
import os
import pkgutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import matcher.engine
from matcher.collection import People
from matcher.engine.match import Engine, Judged, as_run_line, judge, match
from matcher.engine.need import Availability, Need, StructuredNeed
from matcher.engine.reading import closure
from matcher.engine.vocabulary import vocabulary
from resources.records import ResourceRecord
from resources.snapshot import Snapshot, build_snapshot
from tests.matcher.small_worlds import catalogues, needs

ON = date(2026, 11, 1)
FEW = settings(max_examples=40, deadline=None)


def judged(need: Need, records: list[ResourceRecord]) -> Judged:
    return judge(need, build_snapshot(records), ON, Engine())


def with_form(need: Need, **fields: object) -> Need:
    return replace(need, structured=replace(need.structured or StructuredNeed(), **fields))  # type: ignore[arg-type]


# Each turns "nothing is known" into a constraint.
UNKNOWN = {
    "age": lambda need: replace(need, age=None),
    "gender": lambda need: replace(need, gender=None),
    "holds": lambda need: with_form(need, holds=None),
    "accessibility": lambda need: with_form(need, accessibility=()),
    "avoid": lambda need: with_form(need, avoid=()),
    "travel": lambda need: with_form(need, max_minutes=None),
    "schedule": lambda need: with_form(need, available=()),
    "fee": lambda need: with_form(need, max_fee=None),
}
KNOWN = {
    "age": lambda need: replace(need, age=30),
    "gender": lambda need: replace(need, gender="male"),
    "holds": lambda need: with_form(need, holds=()),
    "accessibility": lambda need: with_form(need, accessibility=("wheelchair",)),
    "avoid": lambda need: with_form(need, avoid=("大人数",)),
    "travel": lambda need: with_form(need, max_minutes=10.0, travel_mode="walk"),
    "schedule": lambda need: with_form(need, available=(Availability("mon", 600, 720),)),
    "fee": lambda need: with_form(need, max_fee=0),
}
# The others say something of the person too, and so rightly move scores.
ONLY_CONSTRAINTS = ("holds", "accessibility")


@FEW
@given(catalogues(), needs(), st.sampled_from(sorted(KNOWN)))
def test_one_more_constraint_never_adds_to_the_open_places(
    records: list[ResourceRecord], need: Need, name: str
) -> None:
    without = UNKNOWN[name](need)
    before, after = judged(without, records), judged(KNOWN[name](without), records)
    assert not np.any(after.excluded.eligible & ~before.excluded.eligible)


@FEW
@given(catalogues(), needs(), st.sampled_from(ONLY_CONSTRAINTS))
def test_what_is_only_a_constraint_changes_no_score(
    records: list[ResourceRecord], need: Need, name: str
) -> None:
    without = with_form(UNKNOWN[name](need))
    before, after = judged(without, records), judged(KNOWN[name](without), records)
    np.testing.assert_array_equal(before.scores.values, after.scores.values)


HIDDEN = (
    {"status": "paused"},
    {"openings": 0},
    {"gender": "female"},
    {"conditions": ("disability_certificate",)},
)


@FEW
@given(catalogues(), needs(), st.sampled_from(HIDDEN), st.integers(0, 3))
def test_a_place_that_closes_fills_or_refuses_changes_no_other_score(
    records: list[ResourceRecord], need: Need, change: dict[str, object], number: int
) -> None:
    hidden = number % len(records)
    changed = list(records)
    changed[hidden] = replace(records[hidden], **change)  # type: ignore[arg-type]
    others = np.arange(len(records)) != hidden
    before, after = judged(need, records), judged(need, changed)
    np.testing.assert_array_equal(before.scores.total[others], after.scores.total[others])


@FEW
@given(catalogues(), needs(), st.randoms(use_true_random=False))
def test_a_permuted_catalogue_gives_the_same_answer(
    records: list[ResourceRecord], need: Need, random: object
) -> None:
    shuffled = list(records)
    random.shuffle(shuffled)  # type: ignore[attr-defined]
    one, other = (match(need, build_snapshot(order), on=ON) for order in (records, shuffled))
    assert as_run_line(one) == as_run_line(other)


ODD_NOTES = {
    "nothing": "",
    "white space": " \n\u3000\t",
    "punctuation": "。。、！？「」『』（）…",
    "quotations that do not end": "「「（囲碁が好き",
    "quotations that do not begin": "囲碁が好き」』）",
    "emoji": "😀👨‍👩‍👧🏳️‍🌈囲碁が好き😀",
    "IVS": "葛󠄀城で囲󠄀碁󠄀が好き。",
    "half-width kana": "ｶﾗｵｹﾊ ｷﾗｲ｡ ﾊﾟｿｺﾝｶﾞ ｽｷ｡",
    "combining marks": "か\u3099っこうか\u3099苦手。",
    "selectors only": "あ" + "\ufe0f" * 300,
    "characters without width": "\ufeff囲\u200b碁が\u2060好き。",
    "English": "He likes go. Does not like crowds. Wants to work.",
    "format strings": "{first}と%sの{0}。一人では不安。",
    "markup": "<script>囲碁が好き</script>",
    "a null character": "囲碁\x00が好き",
    "ten thousand characters": ("囲碁が好き。母は認知症で、大勢は苦手だが、働きたい。" * 500)[:10_000],
    "ten thousand letters": "あ" * 10_000,
}


@pytest.mark.parametrize("name", ODD_NOTES)
def test_an_odd_note_is_answered_and_quoted_as_it_stands(
    name: str, snapshot: Snapshot, engine: Engine
) -> None:
    note = ODD_NOTES[name]
    result = match(Need("N", note), snapshot, engine=engine)
    assert result.suggestions
    assert json.loads(json.dumps(as_run_line(result), allow_nan=False)) == as_run_line(result)
    assert result.profile.read or "囲碁" not in note
    for item in result.profile.read:
        assert note[item.evidence.start : item.evidence.end] == item.evidence.surface
    for line in result.suggestions:
        assert 2 <= len(line.reasons) <= 4
        assert all(np.isfinite(value) for value in line.components.values())


@pytest.mark.parametrize(
    "note", ["囲󠄀碁󠄀が好き。", "囲\u200b碁が好き。", "\ufeff囲碁が好き。", "囲碁\u00adが好き。"]
)
def test_marks_that_nobody_sees_change_nothing_in_what_is_read(
    note: str, snapshot: Snapshot, engine: Engine
) -> None:
    plain, marked = (
        match(Need("N", text), snapshot, engine=engine).profile for text in ("囲碁が好き。", note)
    )
    assert [(item.concept, item.polarity) for item in marked.read] == [
        (item.concept, item.polarity) for item in plain.read
    ]
    assert plain.read


def test_unknown_codes_of_a_form_exclude_nothing_and_are_answered(snapshot: Snapshot, engine: Engine) -> None:
    form = StructuredNeed(
        aims=("謎の目的", ""),
        interests=("謎の遊び", "😀"),
        stage="謎",
        travel_mode="気球",
        max_minutes=5.0,
        group="謎",
        accessibility=("謎",),
        avoid=("謎",),
        language="謎語",
    )
    nothing = Need("N", "", gender="謎", district=None, lat=35.0, lon=136.0)
    assert (
        match(replace(nothing, structured=form), snapshot, engine=engine).excluded
        == match(nothing, snapshot, engine=engine).excluded
    )


def test_threads_answer_as_one_does(people: People, snapshot: Snapshot) -> None:
    asked = [*people.needs] * 4
    alone = [as_run_line(match(need, snapshot, engine=Engine())) for need in asked]
    shared = Engine()
    with ThreadPoolExecutor(8) as threads:
        together = list(threads.map(lambda need: as_run_line(match(need, snapshot, engine=shared)), asked))
    assert together == alone


_ANSWER = """
import json, sys
from pathlib import Path
from matcher.collection import read_people
from matcher.engine.match import as_run_line, match
from resources.importing import read_resources
from resources.snapshot import build_snapshot
folder = Path(sys.argv[1])
snapshot = build_snapshot(read_resources(folder / "resources.csv").records)
lines = [as_run_line(match(need, snapshot)) for need in read_people(folder).needs]
print(json.dumps(lines))
"""


def test_the_answer_does_not_depend_on_the_seed_of_hashes(small_city: Path) -> None:
    def answer(seed: str) -> str:
        return subprocess.run(
            [sys.executable, "-c", _ANSWER, str(small_city)],
            env={**os.environ, "PYTHONHASHSEED": seed, "PYTHONPATH": os.pathsep.join(sys.path)},
            capture_output=True,
            text=True,
            check=True,
        ).stdout

    first = answer("1")
    assert len(json.loads(first)) > 3
    assert answer("2") == first


def caches() -> Iterator[tuple[str, Callable[..., object]]]:
    """Every function of the engine, or method of its classes, that keeps what it was asked."""
    for module in pkgutil.walk_packages(matcher.engine.__path__, "matcher.engine."):
        loaded = vars(importlib.import_module(module.name))
        owners = [loaded, *(vars(value) for value in loaded.values() if isinstance(value, type))]
        for owner in owners:
            for name, value in owner.items():
                if hasattr(value, "cache_info"):
                    yield f"{module.name}.{name}", value


def test_nothing_of_a_person_stays_in_a_cache(people: People, snapshot: Snapshot, engine: Engine) -> None:
    for code in vocabulary().concepts:
        closure(code)
    for need in people.needs:
        match(need, snapshot, engine=engine)
    found = dict(caches())
    before = {name: cache.cache_info().currsize for name, cache in found.items()}  # type: ignore[attr-defined]
    assert sum(before.values()) > 20
    for number in range(5):
        note = f"ｶﾞｰﾃﾞﾆﾝｸﾞと葛\U000e0100餅が好き。{number}歳の孫と暮らす。板前をしていた。"
        match(Need("N", note, age=20 + 15 * number), snapshot, engine=engine)
    assert {name: cache.cache_info().currsize for name, cache in found.items()} == before  # type: ignore[attr-defined]
