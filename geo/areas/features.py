"""One layer of a file as it stands: attributes as text and shapes in the file's own coordinates."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
import shapely

Record = dict[str, str]


@dataclass(frozen=True)
class Features:
    """n records. `shapes[i]` is None where a record has no geometry; `crs`: as written, "" = lon/lat degrees.

    `display_names`: what the publisher's attributes.csv calls a column, for columns without a meaning.
    """

    file: str
    format: str
    encoding: str
    crs: str
    columns: tuple[str, ...]
    records: tuple[Record, ...]
    shapes: npt.NDArray[np.object_]
    display_names: dict[str, str]

    def __len__(self) -> int:
        return len(self.records)

    @property
    def has_faces(self) -> bool:
        """Whether at least one record is a polygon."""
        return bool(np.isin(shapely.get_type_id(self.shapes), (3, 6)).any())


def as_text(value: Any) -> str:
    """An attribute as text: "" for nothing, 3.0 as "3" (dBASE keeps whole numbers as floats)."""
    if value is None or (isinstance(value, float) and math.isnan(value)):
        return ""
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value).strip("\u3000 \t\r\n\0")


def shape_array(shapes: Iterable[Any]) -> npt.NDArray[np.object_]:
    """Shapes as an array of objects; None stays None."""
    listed = list(shapes)
    array = np.empty(len(listed), dtype=np.object_)
    array[:] = listed
    return array
