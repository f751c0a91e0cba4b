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
_BREAKS = dict.fromkeys("\t\n\v\f\r\x1c\x1d\x1e\x1f\x85\u2028\u2029", " ")


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
    """An attribute as one line of text: "" for nothing, 3.0 as "3" (dBASE keeps whole numbers as floats).

    Control characters and halves of characters go: no name has them, and a database takes offence.
    """
    if value is None or (isinstance(value, float) and not math.isfinite(value)):
        return ""
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    text = str(value)
    if not text.isprintable():
        text = "".join(_BREAKS.get(char, char) for char in text if char.isprintable() or char.isspace())
    return text.strip("\u3000 ")


def shape_array(shapes: Iterable[Any]) -> npt.NDArray[np.object_]:
    """Shapes as an array of objects; None stays None."""
    listed = list(shapes)
    array = np.empty(len(listed), dtype=np.object_)
    array[:] = listed
    return array
