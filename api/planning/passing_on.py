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
    """Lines for a map where places counted whose position is not for everybody. `cells`: it has coloured cells."""
    hidden = int((np.isfinite(supply.positions).all(axis=1) & ~drawn_rows(city, supply)).sum())
    if not hidden:
        return []
    return [NOT_DRAWN.format(hidden), *([CELLS_OF_DRAWN] if cells else [])]


def open_names(city: City, keys: Sequence[str]) -> Mapping[str, str]:
    """Key → the name that may stand in a file; an empty mapping where all may."""
    if city.drawn is None:
        return {}
    known = _open_to_all(city.drawn, np.array(keys, dtype=np.str_))
    return {key: known[key][0] if key in known else NAMELESS for key in keys}


def _open_to_all(drawn: Snapshot, keys: npt.NDArray[np.str_]) -> dict[str, Place]:
    rows = np.flatnonzero(np.isin(drawn.keys, keys)).tolist()
    return {
        str(drawn.keys[row]): (drawn.records[row].name, float(drawn.lat[row]), float(drawn.lon[row]))
        for row in rows
    }
