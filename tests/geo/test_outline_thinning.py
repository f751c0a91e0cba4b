"""Fewer corners at once: neighbours keep the same corners of their border, and no area loses its face."""

from __future__ import annotations

import numpy as np
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

from geo.maps.outlines import with_fewer_corners
from geo.maps.thinning import thinned


def neighbours(corners: int = 4000) -> np.ndarray:
    """Four areas around one point, whose borders have many corners."""
    at = np.linspace(0.0, 1.0, corners)
    across = np.column_stack([at, 0.5 + 0.02 * np.sin(40 * at) * at * (1 - at)])
    up = np.column_stack([0.5 + 0.02 * np.sin(30 * at) * at * (1 - at) * (at - 0.5), at])
    edge = shapely.box(0, 0, 1, 1).exterior
    faces = shapely.polygonize(
        [shapely.union_all([shapely.LineString(across), shapely.LineString(up), edge])]
    )
    parts: np.ndarray = shapely.get_parts(faces)
    return parts


def corners_of(shape: shapely.Geometry) -> set[tuple[float, float]]:
    return {(x, y) for x, y in shapely.get_coordinates(shape).tolist()}


def test_areas_that_share_a_border_still_share_it() -> None:
    areas = neighbours()
    fewer = thinned(areas, 0.01)
    assert shapely.get_num_coordinates(fewer).sum() < shapely.get_num_coordinates(areas).sum() / 10
    assert shapely.is_valid(fewer).all()
    assert shapely.coverage_is_valid(fewer)
    assert abs(shapely.area(fewer) - shapely.area(areas)).max() < 0.002
    assert all(corners_of(after) <= corners_of(before) for after, before in zip(fewer, areas, strict=True))


@settings(max_examples=40, deadline=None)
@given(turn=st.integers(0, 400), way=st.booleans(), length=st.sampled_from([0.003, 0.01, 0.05]))
def test_it_is_the_same_wherever_a_ring_begins_and_whichever_way_it_goes(
    turn: int, way: bool, length: float
) -> None:
    area = shapely.Point(0.3, 0.7).buffer(0.4, quad_segs=100)
    open_ring = shapely.get_coordinates(area)[:-1]
    turned = np.roll(open_ring, turn, axis=0)[:: 1 if way else -1]
    both = thinned(np.array([area, shapely.Polygon(turned)]), length)
    alone = thinned(np.array([area]), length)
    assert corners_of(both[1]) == corners_of(both[0]) == corners_of(alone[0])


def test_a_small_ring_keeps_its_corners_and_a_hole_stays_a_hole() -> None:
    hole = shapely.Point(0.505, 0.505).buffer(0.001, quad_segs=20)
    with_hole = shapely.box(0, 0, 1, 1) - hole
    island = shapely.MultiPolygon([shapely.box(2.001, 0.001, 2.002, 0.002), with_hole])
    fewer = thinned(np.array([island, shapely.box(3, 0, 4, 1)]), 0.1)
    assert shapely.is_valid(fewer).all()
    assert shapely.get_num_geometries(fewer).tolist() == [2, 1]
    assert shapely.area(fewer[0]) == shapely.area(island)


def test_many_corners_become_few_enough_with_the_borders_in_common() -> None:
    areas = neighbours(20_000)
    fewer = with_fewer_corners(areas, 2_000)
    assert shapely.get_num_coordinates(fewer).sum() <= 2_000
    assert shapely.is_valid(fewer).all()
    assert shapely.coverage_is_valid(fewer)
