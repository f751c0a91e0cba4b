"""One valid (Multi)Polygon out of what a file gives: crossed rings are untangled, lines and points dropped."""

from __future__ import annotations

from typing import Any

import shapely


def faces_of(shape: Any) -> tuple[Any | None, bool]:
    """The faces of a shape as one valid (Multi)Polygon, None where it has no area; and whether it was broken.

    A ring that crosses itself becomes the faces that it encloses (OGC make_valid, "linework").
    """
    if shape is None:
        return None, False
    valid = bool(shapely.is_valid(shape))
    parts = shapely.get_parts(shape if valid else shapely.make_valid(shape))
    faces = [face for part in parts for face in shapely.get_parts(part) if face.area > 0]
    if not faces:
        return None, not valid
    return (shape if valid and len(parts) == len(faces) else shapely.union_all(faces)), not valid
