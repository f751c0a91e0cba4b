"""The operator's own background for the maps of the pages, cut to the city once."""

from __future__ import annotations

import threading

import numpy as np
import shapely

from api.base_layer import load_base_layer
from api.settings import Settings
from api.web.packed_json import PackedJson, packed_json
from geo.districts import Districts
from geo.maps.base_layer import BaseLayer, Window, as_geojson, fitted

_MOST_CORNERS = 60_000  # about 400 kB on the way, which a browser keeps
_EMPTY = packed_json({"type": "FeatureCollection", "features": []})


class BaseMap:
    """Holds the layer that the settings name; safe to ask from many threads."""

    def __init__(self, layer: BaseLayer | None) -> None:
        self.layer = layer
        self._making = threading.Lock()
        self._made: tuple[Window, PackedJson] | None = None

    @classmethod
    def of(cls, settings: Settings) -> BaseMap:
        """Read the file once, at the start. Raises BadInput for one that cannot be used."""
        if settings.base_layer is None:
            return cls(None)
        return cls(load_base_layer(settings.base_layer, settings.base_layer_source))

    @property
    def words(self) -> str:
        """What stands under a map that is drawn on it; "" without one."""
        return self.layer.words if self.layer else ""

    def around(self, districts: Districts | None) -> PackedJson:
        """GeoJSON of the layer around the districts, or of all of it where no outline is known; empty without one."""
        if self.layer is None:
            return _EMPTY
        window = _window(districts.shapes if districts is not None else None, self.layer)
        with self._making:
            if self._made is None or self._made[0] != window:
                cut = fitted(self.layer, window, _MOST_CORNERS)
                self._made = window, packed_json(as_geojson(cut))
            return self._made[1]


def _window(shapes: object, layer: BaseLayer) -> Window:
    drawn = np.concatenate([layer.lines, layer.faces]) if shapes is None else shapes
    west, south, east, north = shapely.total_bounds(drawn).tolist()
    return west, south, east, north
