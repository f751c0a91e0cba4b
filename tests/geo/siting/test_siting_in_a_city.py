"""The next 居場所 for ages 15–39 in a judged city: against brute force over all its cells, from the files alone."""

from __future__ import annotations

from itertools import combinations
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from geo.population.model import AgeBand, Population
from geo.siting.effects import covering_effects
from geo.siting.model import Assumptions, cell_candidates
from geo.siting.places import cover_most
from geo.siting.question import Demand, covered_by
from geo.travel import DirectTravel, TravelMode, haversine_km

pytestmark = pytest.mark.shared


def population(cells: pd.DataFrame) -> Population:
    ages = [name for name in cells.columns if name.endswith(("歳", "以上"))]
    lows = [int(name.split("-")[0].removesuffix("歳以上")) for name in ages]
    bands = tuple(
        AgeBand(low, after - 1 if after else None) for low, after in zip(lows, [*lows[1:], 0], strict=True)
    )
    return Population(
        cells["メッシュコード"].to_numpy(dtype=np.str_),
        cells["緯度"].to_numpy(dtype=np.float64),
        cells["経度"].to_numpy(dtype=np.float64),
        cells["学区ID"].to_numpy(dtype=np.str_),
        cells["総人口"].to_numpy(dtype=np.float64),
        bands,
        cells[ages].to_numpy(dtype=np.float64),
    )


@pytest.fixture(scope="module")
def city(shared: Path) -> tuple[Population, np.ndarray, np.ndarray]:
    """Cells, people of 15–39 in them, and positions of places that count for these ages."""
    folder = shared / "eval" / "mizuhama"
    cells = pd.read_csv(folder / "population_mesh.csv", dtype={"メッシュコード": str}, encoding="utf-8-sig")
    people = cells["13-18歳"] * 4 / 6 + cells["19-39歳"]
    places = pd.read_csv(folder / "resources.csv", encoding="utf-8-sig")
    counts = (
        places["種別"].str.contains("居場所")
        & (places["状態"] == "公開中")
        & places["提供方法"].str.contains("来所")
        & (places["対象年齢_下限"].fillna(0) <= 39)
        & (places["対象年齢_上限"].fillna(200) >= 15)
    )
    positions = places.loc[counts, ["緯度", "経度"]].to_numpy(dtype=np.float64)
    return population(cells), people.to_numpy(dtype=np.float64), positions


def asked(city: tuple[Population, np.ndarray, np.ndarray]) -> tuple[Demand, np.ndarray]:
    cells, people, places = city
    travel = DirectTravel({"徒歩": TravelMode(4.0)}, 1.3)
    reach = travel.reach(cells.positions, cells.positions, "徒歩", 30.0)
    assumptions = Assumptions(30.0, "徒歩", 4.0, 1.3, ages=AgeBand(15, 39), age_estimated=True)
    demand = Demand(people, reach, cell_candidates(cells), assumptions)
    return demand, covered_by(travel.reach(cells.positions, places, "徒歩", 30.0))


def within(cells: Population, positions: np.ndarray) -> np.ndarray:
    """Which cell is within 30 minutes of which position, pair by pair on the sphere."""
    km = [haversine_km((lat, lon), cells.lats, cells.lons) for lat, lon in positions]
    return np.array(km).T * 1.3 / 4.0 * 60.0 <= 30.0


def test_the_next_place_is_the_best_of_all_cells(city: tuple[Population, np.ndarray, np.ndarray]) -> None:
    cells, people, places = city
    demand, covered = asked(city)
    already = within(cells, places).any(axis=1)
    totals = np.array([people[already | column].sum() for column in within(cells, cells.positions).T])
    siting = cover_most(demand, covered, 1)
    assert siting.objective_before == pytest.approx(people[already].sum(), rel=1e-12)
    assert siting.objective_after == pytest.approx(totals.max(), rel=1e-12)
    assert siting.objective_after > siting.objective_before
    assert (siting.proof.optimal, siting.proof.gap) == (True, 0.0)
    best = cells.codes[np.isclose(totals, totals.max(), rtol=1e-12)]
    assert siting.sites[0].code == min(best)
    assert siting.alternatives


def test_the_next_two_places_are_the_best_pair_of_cells(
    city: tuple[Population, np.ndarray, np.ndarray],
) -> None:
    cells, people, places = city
    demand, covered = asked(city)
    already = within(cells, places).any(axis=1)
    open_people = np.where(already, 0.0, people)
    reached = within(cells, cells.positions) * open_people[:, None]
    alone = reached.sum(axis=0)
    both = reached.T @ within(cells, cells.positions)
    pairs = alone[:, None] + alone[None, :] - both
    siting = cover_most(demand, covered, 2)
    assert siting.gain == pytest.approx(pairs.max(), rel=1e-9)
    assert siting.proof.optimal


def test_who_gains_is_told_by_district_and_adds_up(city: tuple[Population, np.ndarray, np.ndarray]) -> None:
    cells, people, _ = city
    demand, covered = asked(city)
    siting = cover_most(demand, covered, 3)
    rows = covering_effects(demand, cells.district_ids, covered, siting)
    assert [row.district_id for row in rows] == sorted(set(cells.district_ids.tolist()))
    assert sum(row.people for row in rows) == pytest.approx(people.sum())
    assert sum(row.gained for row in rows) == pytest.approx(siting.gain)
    assert all(row.gained >= 0 for row in rows)
    for row in rows:
        assert row.share_after is not None
        assert 0.0 <= (row.share_before or 0.0) <= row.share_after <= 1.0
    told = [siting.sites[0].code, *(line.sites[0] for line in siting.alternatives if len(line.sites) == 1)]
    at = dict(zip(cells.codes.tolist(), cells.positions.tolist(), strict=True))
    for a, b in combinations(told[1:], 2):
        assert haversine_km(tuple(at[a]), *(np.array([value]) for value in at[b]))[0] > 0.4
