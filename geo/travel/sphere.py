"""Positions on the sphere of 6371 km that all straight-line distances are measured on."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

FloatArray = npt.NDArray[np.float64]

EARTH_RADIUS_KM = 6371.0


def on_sphere(lats: FloatArray, lons: FloatArray) -> FloatArray:
    """Latitudes and longitudes in degrees, shape (n,), as unit vectors by axis, shape (3, n); NaN stays NaN."""
    latitude, longitude = np.radians(lats), np.radians(lons)
    flat = np.cos(latitude)
    return np.stack([flat * np.cos(longitude), flat * np.sin(longitude), np.sin(latitude)])
