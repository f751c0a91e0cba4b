"""Weights by distance: inclusive class edges, smooth curves without a jump, nothing beyond the limit."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo.accessibility.decay import LUO_QI, Decay, GaussianDecay, LinearDecay, StepDecay, within
from geo.errors import GeoError


def test_class_edges_belong_to_the_nearer_class() -> None:
    minutes = np.array(
        [0.0, 10.0, np.nextafter(10.0, 11.0), 20.0, 20.5, 30.0, np.nextafter(30.0, 31.0), np.inf]
    )
    np.testing.assert_array_equal(LUO_QI(minutes), [1.0, 1.0, 0.68, 0.68, 0.22, 0.22, 0.0, 0.0])


def test_the_catchment_of_2sfca_counts_its_limit_in() -> None:
    np.testing.assert_array_equal(within(30.0)(np.array([0.0, 30.0, 30.000001])), [1.0, 1.0, 0.0])


@pytest.mark.parametrize("decay", [GaussianDecay(30.0), LinearDecay(30.0)])
def test_a_smooth_decay_falls_from_one_to_nothing_at_the_limit(decay: Decay) -> None:
    weights = decay(np.linspace(0.0, 40.0, 4001))
    assert weights[0] == 1.0
    assert (weights[3000:] == 0.0).all()
    assert (np.diff(weights[:3001]) < 0.0).all()
    assert np.abs(np.diff(weights)).max() < 0.001  # a step of 0.6 seconds never changes much


def test_the_gaussian_at_half_the_limit_is_the_formula_by_hand() -> None:
    assert GaussianDecay(30.0)(np.array([15.0]))[0] == pytest.approx(
        (0.8824969 - 0.6065307) / 0.3934693, abs=1e-6
    )
    assert LinearDecay(30.0)(np.array([15.0]))[0] == 0.5


@given(
    st.lists(st.floats(0, 1e6), min_size=1), st.sampled_from([LUO_QI, GaussianDecay(30.0), LinearDecay(30.0)])
)
def test_every_weight_lies_between_nothing_and_all(minutes: list[float], decay: Decay) -> None:
    weights = decay(np.array(minutes))
    assert ((weights >= 0.0) & (weights <= 1.0)).all()


@pytest.mark.parametrize(
    ("edges", "weights"),
    [((), ()), ((10.0, 20.0), (1.0,)), ((20.0, 10.0), (1.0, 0.5)), ((np.inf,), (1.0,)), ((10.0,), (1.5,))],
)
def test_classes_that_make_no_sense_are_refused(edges: tuple[float, ...], weights: tuple[float, ...]) -> None:
    with pytest.raises(GeoError, match="階級"):
        StepDecay(edges, weights)


@pytest.mark.parametrize("limit", [0.0, -1.0, np.inf, np.nan])
def test_a_limit_that_is_no_time_is_refused(limit: float) -> None:
    with pytest.raises(GeoError, match="上限"):
        GaussianDecay(limit)
    with pytest.raises(GeoError, match="上限"):
        LinearDecay(limit)
