"""Moran's I and LISA beside PySAL's esda, on areas of a grid."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import pytest
import shapely
from esda.moran import Moran, Moran_Local
from libpysal.weights import W, lat2W
from scipy import sparse

from geo.errors import GeoError
from geo.statistics.autocorrelation import (
    GlobalMoran,
    LocalMoran,
    NotComputed,
    discoveries,
    local_moran,
    moran,
)
from geo.statistics.neighbours import touching

FloatArray = npt.NDArray[np.float64]
SIDE = 12


def squares(rows: int = SIDE, columns: int = SIDE) -> npt.NDArray[np.object_]:
    row, column = np.divmod(np.arange(rows * columns), columns)
    return shapely.box(137.0 + column * 0.01, 34.0 + row * 0.01, 137.01 + column * 0.01, 34.01 + row * 0.01)


def clustered(seed: int, side: int = SIDE) -> FloatArray:
    """High in one corner, with noise."""
    row, column = np.divmod(np.arange(side * side), side)
    return np.exp(-(row**2 + column**2) / 20.0) + np.random.default_rng(seed).normal(0.0, 0.3, side * side)


def pysal(neighbours: sparse.csr_array) -> W:
    """The same neighbours for esda."""
    rows = {
        row: neighbours.indices[neighbours.indptr[row] : neighbours.indptr[row + 1]].tolist()
        for row in range(neighbours.shape[0])
    }
    return W(rows, silence_warnings=True)


def computed(found: GlobalMoran | NotComputed) -> GlobalMoran:
    assert isinstance(found, GlobalMoran)
    return found


def computed_locally(found: LocalMoran | NotComputed) -> LocalMoran:
    assert isinstance(found, LocalMoran)
    return found


def test_areas_touch_over_borders_and_corners_and_never_themselves() -> None:
    expected = lat2W(SIDE, SIDE, rook=False).sparse.toarray()
    np.testing.assert_array_equal(touching(squares()).toarray(), expected)


def test_borders_that_were_drawn_twice_still_touch_and_areas_across_a_road_do_not() -> None:
    west, nearly, across = (
        shapely.box(137.0 + shift, 34.0, 137.01 + shift, 34.01) for shift in (0.0, 0.0100005, 0.0101)
    )
    pair = touching(np.array([west, nearly]))
    assert pair.toarray().tolist() == [[0.0, 1.0], [1.0, 0.0]]
    assert touching(np.array([west, across])).nnz == 0


@pytest.mark.parametrize("seed", range(3))
def test_morans_i_is_that_of_esda(seed: int) -> None:
    values, neighbours = clustered(seed), touching(squares())
    found = computed(moran(values, neighbours, np.random.default_rng(1)))
    expected = Moran(values, pysal(neighbours), permutations=0)
    assert found.index == pytest.approx(expected.I, rel=1e-12)
    assert found.expected == pytest.approx(expected.EI, rel=1e-12)
    assert found.p == 0.002  # the lowest that 999 permutations can say, both sides


def test_chance_is_not_called_a_pattern() -> None:
    neighbours = touching(squares())
    random = np.random.default_rng(7)
    found = [
        computed(moran(random.normal(size=SIDE**2), neighbours, random, permutations=199)).p
        for _ in range(60)
    ]
    assert np.mean(np.array(found) <= 0.1) < 0.25
    assert np.mean(found) == pytest.approx(0.5, abs=0.12)


@pytest.mark.filterwarnings(
    "ignore:The alternative hypothesis for conditional randomization:DeprecationWarning"
)
def test_local_figures_are_those_of_esda_and_the_p_values_follow_its_own() -> None:
    values, neighbours = clustered(4), touching(squares())
    found = computed_locally(local_moran(values, neighbours, np.random.default_rng(1), permutations=4999))
    expected = Moran_Local(values, pysal(neighbours), permutations=4999, seed=3)
    np.testing.assert_allclose(found.index, expected.Is, rtol=1e-10, atol=1e-14)
    quadrants = np.array(["", "HH", "LH", "LL", "HL"])[expected.q]
    np.testing.assert_array_equal(found.clusters, quadrants)
    folded = np.minimum(2.0 * expected.p_sim, 1.0)
    assert np.corrcoef(found.p, folded)[0, 1] > 0.99
    assert np.abs(found.p - folded).max() < 0.06


def test_the_corner_is_found_and_what_is_chance_is_left_aside() -> None:
    values, neighbours = clustered(4), touching(squares())
    found = computed_locally(local_moran(values, neighbours, np.random.default_rng(1)))
    high = found.significant & (found.clusters == "HH")
    assert high[0]
    assert not high[-SIDE:].any()
    assert found.significant.sum() < (found.p <= 0.05).sum()


def test_the_same_seed_gives_the_same_p_values() -> None:
    values, neighbours = clustered(5), touching(squares())
    first, second = (
        computed_locally(local_moran(values, neighbours, np.random.default_rng(9), permutations=99))
        for _ in range(2)
    )
    np.testing.assert_array_equal(first.p, second.p)


def test_islands_are_declared_and_tested_by_nobody() -> None:
    shapes = np.append(squares(), shapely.box(139.0, 35.0, 139.01, 35.01))
    values, neighbours = np.append(clustered(6), 3.0), touching(shapes)
    found = computed_locally(local_moran(values, neighbours, np.random.default_rng(1), permutations=99))
    assert found.islands.tolist() == [SIDE**2]
    assert np.isnan(found.index[-1])
    assert np.isnan(found.p[-1])
    assert found.clusters[-1] == ""
    assert not found.significant[-1]
    whole = computed(moran(values, neighbours, np.random.default_rng(1), permutations=99))
    assert whole.islands.tolist() == [SIDE**2]
    assert whole.index == pytest.approx(Moran(values, pysal(neighbours), permutations=0).I, rel=1e-12)


def test_areas_without_a_value_are_left_out_with_their_links() -> None:
    values, neighbours = clustered(7), touching(squares())
    values[30] = np.nan
    rest = np.delete(np.arange(SIDE**2), 30)
    alone = computed(moran(values[rest], neighbours[rest][:, rest], np.random.default_rng(1)))
    found = computed(moran(values, neighbours, np.random.default_rng(1)))
    assert (found.index, found.p, found.areas) == (alone.index, alone.p, SIDE**2 - 1)
    local = computed_locally(local_moran(values, neighbours, np.random.default_rng(1), permutations=99))
    assert np.isnan(local.index[30])
    assert np.isfinite(local.index[rest]).all()
    assert local.islands.size == 0


def test_below_a_hundred_areas_a_sentence_says_why_there_is_no_test() -> None:
    neighbours = touching(squares(9, 11))
    for test in (moran, local_moran):
        found = test(np.arange(99.0), neighbours, np.random.default_rng(1))
        assert isinstance(found, NotComputed)
        assert "99" in found.why
        assert "100区域" in found.why
    assert isinstance(
        moran(np.arange(100.0), touching(squares(10, 10)), np.random.default_rng(1)), GlobalMoran
    )


def test_equal_values_everywhere_have_no_pattern() -> None:
    found = moran(np.full(SIDE**2, 0.1), touching(squares()), np.random.default_rng(1))
    assert isinstance(found, NotComputed)
    assert "同じ" in found.why


def test_neighbours_of_other_areas_are_refused() -> None:
    with pytest.raises(GeoError, match="隣接"):
        moran(np.arange(120.0), touching(squares()), np.random.default_rng(1))


def test_the_false_discovery_rate_is_the_published_procedure() -> None:
    # The example of Benjamini & Hochberg (1995), section 3.3: four of fifteen stand at 0.05.
    p = np.array([0.0001, 0.0004, 0.0019, 0.0095, 0.0201, 0.0278, 0.0298, 0.0344, 0.0459, 0.3240, 0.4262, 0.5719, 0.6528, 0.7590, 1.0])  # fmt: skip
    mixed = np.random.default_rng(0).permutation(15)
    assert discoveries(p[mixed], 0.05).sum() == 4
    assert p[mixed][discoveries(p[mixed], 0.05)].max() == 0.0095
    assert not discoveries(np.array([np.nan, 0.9]), 0.05).any()
    assert not discoveries(np.array([np.nan]), 0.05).any()
