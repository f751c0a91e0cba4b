"""The map of chosen sites: what is reached now, what would be, and what stays out of reach."""

from __future__ import annotations

import json
import re
from collections import Counter
from pathlib import Path

import numpy as np
import pytest

from api.cli.main import run_with
from api.planning.city import City, city_of_collection
from api.planning.question import question_from
from api.planning.site_maps import candidate_names, reached_cells, site_map
from api.planning.siting import SitesAnswer, sites

pytestmark = pytest.mark.shared


@pytest.fixture(scope="module")
def folder(shared: Path) -> Path:
    return shared / "eval" / "mizuhama"


@pytest.fixture(scope="module")
def city(folder: Path) -> City:
    return city_of_collection(folder)[0]


@pytest.fixture(scope="module")
def answer(city: City) -> SitesAnswer:
    return sites(city, question_from(kinds=["学習支援"], age="6-18"), 3)


def test_the_people_of_the_cells_in_each_class_are_those_that_siting_counts(
    city: City, answer: SitesAnswer
) -> None:
    found, people = reached_cells(city, answer, candidate_names(answer)), answer.gaps.people
    assert found is not None
    assert people is not None
    asked = people.asked[people.asked > 0]
    assert len(asked) == len(found.classes)
    classes = np.array(found.classes)
    assert asked[classes == "covered"].sum() == pytest.approx(answer.siting.objective_before)
    assert asked[classes == "newly"].sum() == pytest.approx(answer.siting.gain)
    assert set(found.classes) == {"covered", "newly", "uncovered"}


def test_sites_come_first_and_alternatives_and_places_follow(city: City, answer: SitesAnswer) -> None:
    document = site_map(city, answer)
    calls = re.findall(r"tsunagiteMap\.addPoints\(map_1, (.*?)\);", document)
    layers = {layer["title"]: layer for layer in map(json.loads, calls)}
    assert [point[2] for point in layers["候補地"]["points"]] == [1, 2, 3]
    assert len(layers["いまの場所"]["points"]) == len(answer.gaps.supply)
    others = {code for other in answer.siting.alternatives for code in other.sites}
    assert len(layers["ほぼ同じ効果の候補地"]["points"]) == len(others) > 0
    for site in answer.siting.sites:
        assert f"メッシュ {site.code}" in document


def test_the_table_says_before_and_after_for_every_district(city: City, answer: SitesAnswer) -> None:
    document = site_map(city, answer)
    for effect in answer.effects:
        name = city.district_names.get(effect.district_id, "学区の外")
        assert f'<th scope="row">{name}</th><td>{effect.people:,.0f}人</td>' in document
        assert f"<td>{effect.after:,.0f}人</td>" in document


def test_the_same_answer_gives_the_same_bytes(city: City, answer: SitesAnswer) -> None:
    assert site_map(city, answer) == site_map(city, answer)


def test_the_command_writes_the_map_and_refuses_another_ending(
    folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    asked = ["site", "--collection", str(folder), "--kind", "居場所", "--add", "1", "--map"]
    file = tmp_path / "候補地.html"
    assert run_with([*asked, str(file)]) == 0
    assert file.read_bytes().startswith(b"<!DOCTYPE html>")
    assert "候補地.html に書きました" in capsys.readouterr().err
    assert run_with([*asked, str(tmp_path / "候補地.docx")]) == 1
    assert ".html" in capsys.readouterr().err
    assert not (tmp_path / "候補地.docx").exists()


def test_places_of_today_are_drawn_once_each(answer: SitesAnswer, city: City) -> None:
    names = Counter(answer.gaps.supply.names.tolist())
    rows = re.findall(r'<th scope="row">([^<]*)</th><td>週', site_map(city, answer))
    assert Counter(rows) <= names
    assert rows
