"""What of an answer everybody may see: files leave the house, the figures in them rest on everything.

`City.drawn` is the catalogue as everybody reads it; None: there is nothing to keep back.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
import numpy.typing as npt

from api.planning.city import City
from geo.supply import Supply
from resources.field_visibility import NAMELESS
from resources.snapshot import Snapshot

Place = tuple[str, float, float]
NOT_DRAWN = "位置を公開していない場所が{:,}か所あり、地図には描いていません。"
OF_A_TOWN = "町の代表点しかわからない場所が{:,}か所あり、地図には描いていません。"
CELLS_OF_DRAWN = (
    "メッシュの色は、地図に描いた場所だけから決めています。学区の数字は、すべての場所から計算しています。"
)


def places_to_draw(city: City, supply: Supply) -> Mapping[str, Place]:
    """Key → name, latitude and longitude (NaN: unknown) of the places that may be on a map."""
    if city.drawn is not None:
        return _open_to_all(city.drawn, supply.keys)
    named = zip(supply.names.tolist(), *supply.positions.T.tolist(), strict=True)
    return dict(zip(supply.keys.tolist(), named, strict=True))


def drawn_rows(city: City, supply: Supply) -> npt.NDArray[np.bool_]:
    """Which of the m places have a position that may be on a map, shape (m,).

    Cells are coloured by these alone: a hidden place stands in the middle of the cells that only it covers.
    """
    drawn = places_to_draw(city, supply)
    placed = [key for key, (_, lat, lon) in drawn.items() if np.isfinite(lat) and np.isfinite(lon)]
    return np.isin(supply.keys, np.array(placed, dtype=np.str_))


def not_drawn(city: City, supply: Supply, *, cells: bool = False) -> list[str]:
    """Lines for a map where places counted whose position is not for everybody, or only that of a town.

    `cells`: it has coloured cells.
    """
    left_out = int((np.isfinite(supply.positions).all(axis=1) & ~drawn_rows(city, supply)).sum())
    if not left_out:
        return []
    of_a_town = _of_a_town(city, supply)
    lines = ((NOT_DRAWN, left_out - of_a_town), (OF_A_TOWN, of_a_town))
    return [*(line.format(count) for line, count in lines if count), *([CELLS_OF_DRAWN] if cells else [])]


def open_names(city: City, keys: Sequence[str]) -> Mapping[str, str]:
    """Key → the name that may stand in a file; an empty mapping where all may."""
    if city.drawn is None:
        return {}
    known = _open_to_all(city.drawn, np.array(keys, dtype=np.str_))
    return {key: known[key][0] if key in known else NAMELESS for key in keys}


def _open_to_all(drawn: Snapshot, keys: npt.NDArray[np.str_]) -> dict[str, Place]:
    rows = np.flatnonzero(np.isin(drawn.keys, keys)).tolist()
    return {str(drawn.keys[row]): (drawn.records[row].name, *_exact(drawn, row)) for row in rows}


def _exact(drawn: Snapshot, row: int) -> tuple[float, float]:
    """The position of a place, NaN where only that of its town is known: the point of a town is not the place."""
    if drawn.records[row].accuracy:
        return float("nan"), float("nan")
    return float(drawn.lat[row]), float(drawn.lon[row])


def _of_a_town(city: City, supply: Supply) -> int:
    """How many of the places that everybody may see have the position of their town only."""
    if city.drawn is None:
        return 0
    rows = np.flatnonzero(np.isin(city.drawn.keys, supply.keys)).tolist()
    return sum(bool(city.drawn.records[row].accuracy) for row in rows)
