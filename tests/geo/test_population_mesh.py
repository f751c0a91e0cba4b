"""地域メッシュ codes against values worked out by hand, and their arithmetic."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from geo.errors import GeoError
from geo.population.mesh import (
    LEVELS,
    bounds,
    centres,
    children,
    codes_of,
    grid_of,
    is_mesh_code,
    mesh_codes,
    neighbours,
    parents,
)


def code(lat: float, lon: float, digits: int) -> str:
    return str(mesh_codes(np.array([lat]), np.array([lon]), digits)[0])


@pytest.mark.parametrize(
    ("digits", "expected"),
    # 35.658581°N × 1.5 = 53.4878715 -> 53; the rest × 8 = 3.902972 -> 3; × 10 = 9.02972 -> 9; then 0, 0, 0.
    # 139.745433°E - 100 = 39.745433 -> 39; × 8 = 5.963464 -> 5; × 10 = 9.63464 -> 9; then 1, 0, 1.
    [(4, "5339"), (6, "533935"), (8, "53393599"), (9, "533935992"), (10, "5339359921"), (11, "53393599212")],
)
def test_a_position_has_the_code_worked_out_by_hand_at_every_level(digits: int, expected: str) -> None:
    assert code(35.658581, 139.745433, digits) == expected


def test_bounds_and_centre_are_those_worked_out_by_hand() -> None:
    # 5339: 53 / 1.5 = 35°20′ to 36°N, 139 to 140°E; 533935: + 3 × 5′ and 5 × 7′30″
    assert bounds(["5339", "533935"]) == pytest.approx(
        np.array([[139, 35 + 1 / 3, 140, 36], [139.625, 35 + 35 / 60, 139.75, 35 + 40 / 60]]), abs=1e-12
    )
    lats, lons = centres(["5235376833"])  # 250 m: 7.5″ × 11.25″
    south, west = 52 / 1.5 + 3 / 12 + 6 / 120 + 1 / 240 + 1 / 480, 135 + 7 / 8 + 8 / 80 + 0 / 160 + 0 / 320
    assert lats[0] == pytest.approx(south + 3.75 / 3600, abs=1e-12)
    assert lons[0] == pytest.approx(west + 5.625 / 3600, abs=1e-12)


def test_a_cell_holds_its_southern_and_western_border() -> None:
    west, south, east, north = bounds(["5339359921"])[0]
    assert code(south, west, 10) == "5339359921"
    assert code(south, east, 10) == "5339359922"
    assert code(north, west, 10) == "5339359923"


def test_neighbours_cross_the_borders_of_larger_cells() -> None:
    assert neighbours("53393599").tolist() == [
        "53393588", "53393589", "53393680", "53393598", "53393690", "53394508", "53394509", "53394600",
    ]  # fmt: skip
    assert neighbours("5339359921").tolist()[-1] == "5339359924"


def test_children_tile_their_parent_and_lead_back_to_it() -> None:
    owner, cells = children(["53393599", "523640001"], 10)
    assert owner.tolist() == [0] * 16 + [1] * 4
    assert cells[:2].tolist() == ["5339359911", "5339359912"]
    assert cells[16:].tolist() == ["5236400011", "5236400012", "5236400013", "5236400014"]
    assert parents(cells[:16], 8).tolist() == ["53393599"] * 16
    areas = np.prod(bounds(cells[:16])[:, 2:] - bounds(cells[:16])[:, :2], axis=1)
    whole = bounds(["53393599"])[0]
    assert areas.sum() == pytest.approx((whole[2] - whole[0]) * (whole[3] - whole[1]), rel=1e-12)


@pytest.mark.parametrize(
    "text",
    ["", "533", "53398", "533980", "533935990", "533935995", "５３３９", "5339-3", "9939", "5310", "5339a5"],
)
def test_what_is_no_mesh_code_of_japan_is_refused_by_name(text: str) -> None:
    assert not is_mesh_code(text)
    with pytest.raises(GeoError, match=f"「{text}」は地域メッシュコードではありません"):
        grid_of(["5339", text])


def test_a_finer_cell_cannot_be_cut_nor_a_coarser_one_be_put_into_one_cell() -> None:
    with pytest.raises(GeoError):
        children(["53393599212"], 10)
    with pytest.raises(GeoError):
        parents(["5339"], 8)


@pytest.mark.parametrize(("lat", "lon"), [(139.7, 35.6), (float("nan"), 139.7), (35.0, 90.0)])
def test_a_position_outside_japan_has_no_code(lat: float, lon: float) -> None:
    with pytest.raises(GeoError, match="緯度と経度"):
        code(lat, lon, 10)


@settings(deadline=None)
@given(
    lat=st.floats(20.5, 45.9),
    lon=st.floats(122.5, 153.9),
    digits=st.sampled_from(LEVELS),
)
def test_codes_centres_and_grid_positions_lead_to_each_other(lat: float, lon: float, digits: int) -> None:
    found = mesh_codes(np.array([lat]), np.array([lon]), digits)
    assert is_mesh_code(str(found[0]))
    west, south, east, north = bounds(found)[0]
    assert west - 1e-9 <= lon <= east + 1e-9
    assert south - 1e-9 <= lat <= north + 1e-9
    grid = grid_of(found)
    assert codes_of(grid.rows, grid.columns, digits).tolist() == found.tolist()
    assert mesh_codes(*centres(found), digits).tolist() == found.tolist()
    assert all(found[0] in neighbours(str(cell)) for cell in neighbours(str(found[0])))
