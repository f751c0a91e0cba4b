"""The demo city is consistent: judgements name what exists, and mean what its README says."""

from __future__ import annotations

import csv
import json
import re
from collections import Counter, defaultdict
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from geo.districts import disagreements, read_districts
from resources.demo import demo_city

CITY = demo_city()
REASONS = {
    *("closed", "full", "gender", "age", "eligibility"),
    *("accessibility", "avoid", "travel", "schedule", "fee"),
}


def table(name: str) -> list[dict[str, str]]:
    with (CITY / name).open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def lines(name: str) -> list[list[str]]:
    return [re.split(r"[\t ]", line) for line in (CITY / name).read_text(encoding="utf-8").splitlines()]


def pairs_with_reasons() -> dict[tuple[str, str], set[str]]:
    found: dict[tuple[str, str], set[str]] = defaultdict(set)
    for need, place, reason in lines("forbidden.tsv"):
        found[need, place].add(reason)
    return found


@pytest.fixture(scope="module")
def places() -> list[dict[str, str]]:
    return table("resources.csv")


@pytest.fixture(scope="module")
def needs() -> list[dict[str, Any]]:
    return [json.loads(line) for line in (CITY / "needs.jsonl").read_text(encoding="utf-8").splitlines()]


@pytest.fixture(scope="module")
def grades() -> dict[tuple[str, str], int]:
    return {(need, place): int(grade) for need, _, place, grade in lines("qrels.txt")}


def test_ids_are_unique(places: list[dict[str, str]], needs: list[dict[str, Any]]) -> None:
    assert len({place["資源ID"] for place in places}) == len(places) == 224
    assert len({need["id"] for need in needs}) == len(needs) == 60


@pytest.mark.parametrize(
    "name", ["qrels.txt", "forbidden.tsv", "extensions.tsv", "unmet.txt", "duplicates.csv"]
)
def test_judgements_name_only_people_and_places_that_exist(
    name: str, places: list[dict[str, str]], needs: list[dict[str, Any]]
) -> None:
    known = {place["資源ID"] for place in places} | {need["id"] for need in needs}
    named = set(re.findall(r"\b[NR]\d+\b", (CITY / name).read_text(encoding="utf-8")))
    assert named
    assert named <= known


def test_every_pair_is_judged_once_with_a_grade_from_0_to_3(grades: dict[tuple[str, str], int]) -> None:
    assert len(lines("qrels.txt")) == len(grades)
    assert {row[1] for row in lines("qrels.txt")} == {"0"}
    assert set(grades.values()) == {0, 1, 2, 3}


def test_no_grade_above_0_falls_on_a_forbidden_pair(grades: dict[tuple[str, str], int]) -> None:
    forbidden = pairs_with_reasons()
    assert set().union(*forbidden.values()) == REASONS
    assert [pair for pair, grade in grades.items() if grade and pair in forbidden] == []


def test_what_was_judged_by_reading_is_part_of_the_forbidden_pairs() -> None:
    everything = {tuple(row) for row in lines("forbidden.tsv")}
    assert {tuple(row) for row in lines("judged_forbidden.tsv")} <= everything
    assert len(everything) == len(lines("forbidden.tsv"))


def test_an_extension_is_excluded_by_exactly_one_negotiable_reason(
    grades: dict[tuple[str, str], int],
) -> None:
    forbidden = pairs_with_reasons()
    for need, place, *_ in lines("extensions.tsv"):
        assert len(forbidden[need, place]) == 1
        assert forbidden[need, place] <= {"age", "eligibility", "schedule", "travel", "fee"}
        assert (need, place) not in grades


def test_unmet_people_have_no_good_place_and_the_others_have_one_or_an_extension(
    needs: list[dict[str, Any]], grades: dict[tuple[str, str], int]
) -> None:
    unmet = {row[0] for row in lines("unmet.txt")}
    extended = {row[0] for row in lines("extensions.tsv")}
    best = {
        need["id"]: max(grade for (person, _), grade in grades.items() if person == need["id"])
        for need in needs
    }
    assert {person for person, grade in best.items() if grade < 2} == unmet
    assert {person for person, grade in best.items() if grade == 2} <= extended


def test_districts_of_places_and_people_agree_with_the_polygons(
    places: list[dict[str, str]], needs: list[dict[str, Any]]
) -> None:
    districts = read_districts(CITY / "districts.geojson")
    assert districts.ids == tuple(row["district_id"] for row in table("districts.csv"))
    stated = [place["学区"] for place in places] + [need["district"] for need in needs]
    lats = np.array([float(place["緯度"]) for place in places] + [need["lat"] for need in needs])
    lons = np.array([float(place["経度"]) for place in places] + [need["lon"] for need in needs])
    assert disagreements(stated, lats, lons, districts) == []


def test_the_mesh_holds_the_population_of_the_districts() -> None:
    by_district: Counter[str] = Counter()
    for cell in table("population_mesh.csv"):
        by_district[cell["学区ID"]] += int(cell["総人口"])
    assert by_district == {row["district_id"]: int(row["population"]) for row in table("districts.csv")}


def test_telephone_numbers_are_all_from_the_unused_range(places: list[dict[str, str]]) -> None:
    assert [place["電話"] for place in places if not re.fullmatch(r"0770-00-\d{4}", place["電話"])] == []


def test_the_readme_states_the_true_counts(grades: dict[tuple[str, str], int]) -> None:
    readme = (CITY / "README.md").read_text(encoding="utf-8")
    actual = {
        "resources.csv": len(table("resources.csv")),
        "needs.jsonl": len((CITY / "needs.jsonl").read_text(encoding="utf-8").splitlines()),
        "districts.csv": len(table("districts.csv")),
        "population_mesh.csv": len(table("population_mesh.csv")),
        "duplicates.csv": len(table("duplicates.csv")),
        **{name: len(lines(name)) for name in ("qrels.txt", "forbidden.tsv", "judged_forbidden.tsv")},
        **{name: len(lines(name)) for name in ("extensions.tsv", "unmet.txt")},
    }
    stated = re.findall(r"^\| (`.*`) \| (\d+) \|", readme, re.MULTILINE)
    assert {name: int(count) for cell, count in stated for name in re.findall(r"`([^`]+)`", cell)} == {
        **actual,
        "districts.geojson": actual["districts.csv"],
    }
    by_grade = re.findall(r"^\| ([0-3]) \| (\d+) \|", readme, re.MULTILINE)
    assert {int(grade): int(count) for grade, count in by_grade} == Counter(grades.values())


def test_the_notes_state_the_true_counts(
    places: list[dict[str, str]], needs: list[dict[str, Any]], grades: dict[tuple[str, str], int]
) -> None:
    structured = sum(need["structured"] is not None for need in needs)
    counted = (
        f"{len(places)} resources, {len(needs)} needs ({structured} structured, {len(needs) - structured} text"
        f" only), {len(grades)} judgments, {len(lines('unmet.txt'))} unmet needs,"
        f" {len(lines('extensions.tsv'))} extension pairs."
    )
    notes = (CITY / "NOTES.md").read_text(encoding="utf-8")
    assert counted in notes
    full = sum(place["空き"] == "0" for place in places)
    closed = sum(place["状態"] != "公開中" for place in places)
    assert f"{full} full (12%), {closed} closed (6%" in notes


@pytest.mark.shared
def test_the_demo_city_is_the_judged_city_of_the_evaluation(shared: Path) -> None:
    original = shared / "eval" / "mizuhama"
    for name in ("resources.csv", "needs.jsonl", "qrels.txt", "forbidden.tsv", "extensions.tsv", "unmet.txt"):
        assert (CITY / name).read_bytes() == (original / name).read_bytes()
