"""Where further places bring most people within reach: against brute force and spopt."""

from __future__ import annotations

import re
from dataclasses import replace
from itertools import combinations

import numpy as np
import pulp
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from spopt.locate import MCLP

from geo.errors import GeoError
from geo.population.model import AgeBand
from geo.siting.alternatives import Wanted
from geo.siting.model import Assumptions
from geo.siting.places import cover_most, cover_most_for_each
from geo.siting.question import Demand, covered_by
from geo.travel import Reach
from tests.geo.siting.worlds import (
    MINUTES,
    by_hand,
    demand_of,
    km_between,
    made_city,
    minutes_table,
    most_covered,
    shuffled,
)

SEEDS = st.integers(0, 10_000)


def nobody(demand: Demand) -> np.ndarray:
    return np.zeros(len(demand.people), dtype=np.bool_)


def some_covered(demand: Demand, seed: int) -> np.ndarray:
    return np.random.default_rng(seed).random(len(demand.people)) < 0.3


def codes(siting: object) -> list[str]:
    return sorted(site.code for site in siting.sites)  # type: ignore[attr-defined]


@pytest.mark.filterwarnings("ignore:.*PuLP 4.0:DeprecationWarning")  # spopt builds its model the old way
@pytest.mark.parametrize("seed", range(30))
def test_the_people_covered_are_as_many_as_spopt_covers(seed: int) -> None:
    demand = made_city(seed, cells=90, candidates=15, km=10.0)
    existing = np.zeros(15, dtype=np.int64)
    existing[: seed % 3] = 1  # spopt counts places that exist among its p
    add = 1 + seed % 4
    oracle = MCLP.from_cost_matrix(
        minutes_table(demand, far=1e6),
        demand.people,
        MINUTES,
        add + int(existing.sum()),
        predefined_facilities_arr=existing,
    ).solve(pulp.PULP_CBC_CMD(msg=False))
    covered = covered_by(demand.reach, np.flatnonzero(existing).tolist())
    siting = cover_most(demand, covered, add)
    assert siting.objective_after == pytest.approx(oracle.problem.objective.value(), rel=1e-9)
    assert siting.proof.optimal
    assert siting.proof.gap == 0.0


@settings(max_examples=40, deadline=None)
@given(seed=SEEDS, add=st.integers(1, 4))
def test_no_choice_of_as_many_places_covers_more(seed: int, add: int) -> None:
    demand = made_city(seed, cells=50, candidates=9)
    covered = some_covered(demand, seed)
    siting = cover_most(demand, covered, add)
    assert siting.objective_after == most_covered(demand, covered, add)
    assert siting.proof.optimal


@settings(max_examples=25, deadline=None)
@given(seed=SEEDS)
def test_one_more_place_never_covers_fewer_people_and_the_figures_add_up(seed: int) -> None:
    demand = made_city(seed)
    covered = some_covered(demand, seed)
    answers = cover_most_for_each(demand, covered, 6)
    reached = [answer.objective_after for answer in answers]
    assert reached == sorted(reached)
    for answer in answers:
        chosen = covered | covered_by(demand.reach, [site.candidate for site in answer.sites])
        assert answer.objective_after == demand.people[chosen].sum()
        gains = [site.gain for site in answer.sites]
        assert gains == sorted(gains, reverse=True)
        assert answer.objective_before + sum(gains) == answer.objective_after
        assert answer.proof.bound == pytest.approx(answer.gain)


@settings(max_examples=25, deadline=None)
@given(seed=SEEDS, add=st.integers(1, 4))
def test_a_further_candidate_never_lowers_the_best(seed: int, add: int) -> None:
    demand = made_city(seed)
    keep = np.arange(len(demand.candidates)) < len(demand.candidates) - 1
    table = minutes_table(demand)[:, keep]
    found = [np.flatnonzero(np.isfinite(row)) for row in table]
    reach = Reach(
        np.cumsum([0] + [len(row) for row in found]).astype(np.int64),
        np.concatenate(found).astype(np.int32),
        np.concatenate([table[cell, row] for cell, row in enumerate(found)]),
        int(keep.sum()),
    )
    given_all = demand.candidates
    fewer = replace(
        given_all,
        codes=given_all.codes[keep],
        names=given_all.names[keep],
        district_ids=given_all.district_ids[keep],
        positions=given_all.positions[keep],
    )
    covered = nobody(demand)
    without = cover_most(demand_of(demand.people, reach, fewer), covered, add)
    assert cover_most(demand, covered, add).objective_after >= without.objective_after


@settings(max_examples=25, deadline=None)
@given(seed=SEEDS, add=st.integers(1, 4))
def test_the_order_of_cells_and_candidates_changes_nothing(seed: int, add: int) -> None:
    demand = made_city(seed)
    demand = replace(demand, people=demand.people * 0.1)  # sums that rounding could change
    covered = some_covered(demand, seed)
    other, cells = shuffled(demand, seed + 1)
    here, there = cover_most(demand, covered, add), cover_most(other, covered[cells], add)
    assert [(s.code, s.gain) for s in here.sites] == [(s.code, s.gain) for s in there.sites]
    assert here.alternatives == there.alternatives
    assert here.proof == there.proof


def test_of_equally_good_places_the_lowest_code_is_chosen_and_the_other_listed() -> None:
    demand = by_hand([5, 5, 1], [[0], [1], [2]], ["K9", "K2", "K5"])
    siting = cover_most(demand, nobody(demand), 1)
    assert codes(siting) == ["K2"]
    assert [(a.instead_of, a.sites, a.share) for a in siting.alternatives] == [(("K2",), ("K9",), 1.0)]


def test_of_equally_good_choices_the_lowest_codes_are_chosen() -> None:
    demand = by_hand([5, 5, 5], [[0, 3], [1, 3], [2]], ["K4", "K3", "K2", "K1"])
    assert codes(cover_most(demand, nobody(demand), 2)) == ["K1", "K2"]


def test_people_whom_a_place_covers_already_do_not_count_again() -> None:
    demand = by_hand([100, 10, 8], [[0], [1], [2]], ["A", "B", "C"])
    siting = cover_most(demand, np.array([True, False, False]), 1)
    assert (siting.objective_before, siting.objective_after, codes(siting)) == (100.0, 110.0, ["B"])


def test_a_place_that_would_add_nobody_is_not_proposed() -> None:
    demand = by_hand([4, 0], [[0, 1], [2]], ["A", "B", "C"])
    siting = cover_most(demand, nobody(demand), 3)
    assert codes(siting) == ["A"]
    assert (siting.asked, siting.proof.optimal, siting.proof.gap) == (3, True, 0.0)


def test_where_everybody_is_covered_nothing_is_proposed() -> None:
    demand = by_hand([4, 3], [[0], [1]], ["A", "B"])
    siting = cover_most(demand, np.array([True, True]), 2)
    assert siting.sites == ()
    assert (siting.alternatives, siting.gain, siting.proof.optimal) == ((), 0.0, True)


def test_greedy_alone_would_miss_the_best_pair() -> None:
    # The middle place covers 6, but the two outer ones cover all 8 together.
    demand = by_hand([1, 3, 3, 1], [[0], [0, 1], [1, 2], [2]], ["A", "B", "C"])
    siting = cover_most(demand, nobody(demand), 2)
    assert codes(siting) == ["A", "C"]
    assert siting.objective_after == 8.0


def test_every_other_place_within_the_tolerance_is_listed_or_folded_into_one_next_to_it() -> None:
    demand = made_city(3, cells=400, candidates=120, km=6.0)
    covered = nobody(demand)
    siting = cover_most(demand, covered, 1, wanted=Wanted(tolerance=0.10))
    told = {siting.sites[0].code, *siting.sites[0].near}
    for line in siting.alternatives:
        told |= {*line.sites, *line.near}
    alone = {
        str(code): float(demand.people[covered_by(demand.reach, [number])].sum())
        for number, code in enumerate(demand.candidates.codes)
    }
    assert siting.left_out == 0
    assert told == {code for code, people in alone.items() if people >= 0.9 * siting.gain}
    assert len(told) > 1 + len(siting.alternatives)  # some were folded


def test_lines_of_the_list_are_really_different_places() -> None:
    demand = made_city(3, cells=400, candidates=120, km=6.0)
    siting = cover_most(demand, nobody(demand), 1, wanted=Wanted(tolerance=0.10, apart_km=0.8))
    at = dict(zip(demand.candidates.codes.tolist(), demand.candidates.positions.tolist(), strict=True))
    lines = [siting.sites[0].code, *(line.sites[0] for line in siting.alternatives)]
    assert len(lines) > 2
    for a, b in combinations(lines, 2):
        assert km_between(at[a], at[b]) > 0.8


def test_a_choice_that_differs_in_several_sites_is_listed_too() -> None:
    # A and B cover 20 together, C and D too; no single swap keeps more than 15.
    demand = by_hand([5, 5, 5, 5], [[0, 2], [0, 3], [1, 2], [1, 3]], ["A", "B", "C", "D"])
    siting = cover_most(demand, nobody(demand), 2)
    assert codes(siting) == ["A", "B"]
    assert [(a.instead_of, a.sites, a.gain) for a in siting.alternatives] == [(("A", "B"), ("C", "D"), 20.0)]


def test_the_next_best_is_listed_however_far_behind_it_is() -> None:
    demand = by_hand([100, 10, 8], [[0], [1], [2]], ["A", "B", "C"])
    siting = cover_most(demand, nobody(demand), 1)
    assert [(a.sites, a.share) for a in siting.alternatives] == [(("B",), 0.1)]


@settings(max_examples=15, deadline=None)
@given(seed=SEEDS)
def test_no_alternative_is_better_and_each_covers_what_it_says(seed: int) -> None:
    demand = made_city(seed, cells=150, candidates=30)
    covered = some_covered(demand, seed)
    siting = cover_most(demand, covered, 3, wanted=Wanted(tolerance=0.05))
    number = {str(code): place for place, code in enumerate(demand.candidates.codes)}
    assert siting.alternatives
    for line in siting.alternatives:
        kept = set(codes(siting)) - set(line.instead_of) | set(line.sites)
        mask = covered | covered_by(demand.reach, [number[code] for code in kept])
        assert len(kept) <= 3
        assert line.gain == demand.people[mask].sum() - siting.objective_before
        assert line.share == pytest.approx(line.gain / siting.gain)
        assert line.share <= 1.0


def test_when_time_runs_out_the_gap_to_the_bound_is_stated() -> None:
    random = np.random.default_rng(1)
    lists = [sorted(random.choice(150, 12, replace=False).tolist()) for _ in range(900)]
    demand = by_hand(random.integers(1, 50, 900).tolist(), lists, [f"C{i:03d}" for i in range(150)])
    siting = cover_most(demand, nobody(demand), 10, seconds=0.1, wanted=Wanted(seconds=0.1))
    assert (siting.proof.optimal, siting.proof.method) == (False, "limit")
    assert len(siting.sites) == 10
    assert siting.proof.gap == pytest.approx(1.0 - siting.gain / siting.proof.bound)
    assert 0.0 < siting.proof.gap < 0.5


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"people": np.array([1.0, np.nan])}, "対象人口が不明"),
        ({"people": np.array([1.0])}, "セルの数が違います"),
    ],
)
def test_what_does_not_fit_together_is_refused_in_japanese(change: dict[str, object], message: str) -> None:
    demand = by_hand([1, 2], [[0], [1]], ["A", "B"])
    with pytest.raises(GeoError, match=re.escape(message)):
        replace(demand, **change)  # type: ignore[arg-type]


def test_two_candidates_of_one_code_no_candidate_and_no_addition_are_refused() -> None:
    with pytest.raises(GeoError, match="「A」が重複"):
        by_hand([1, 2], [[0], [1]], ["A", "A"])
    with pytest.raises(GeoError, match="候補地が一つもありません"):
        by_hand([1, 2], [[], []], [])
    demand = by_hand([1, 2], [[0], [1]], ["A", "B"])
    with pytest.raises(GeoError, match="1以上"):
        cover_most(demand, nobody(demand), 0)


def test_the_assumptions_are_told_in_words() -> None:
    told = Assumptions(30, "徒歩", 4.0, 1.3, ages=AgeBand(15, 39), age_estimated=True).lines()
    assert told == ("移動: 徒歩30分以内(時速4km、迂回率1.3)", "対象: 15〜39歳(年齢は按分による推計)")
    assert (
        Assumptions(20, "バス", 10, 1.3, 10.0).lines()[0]
        == "移動: バス20分以内(時速10km、迂回率1.3、待ち時間10分)"
    )
