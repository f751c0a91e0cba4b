"""A sheet as it stands in the file: numbered rows of text cells, nothing interpreted yet."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class GridRow:
    """`number` is the row a person sees in a spreadsheet, from 1."""

    number: int
    cells: tuple[str, ...]

    @property
    def is_blank(self) -> bool:
        return not any(cell.strip() for cell in self.cells)


@dataclass(frozen=True, slots=True)
class Grid:
    """All rows that hold something. `label` names the file, with the sheet if there are several.

    `ends_openly`: the last row has no line break after it (a cut file looks so, a whole one may).
    `meanings`: folded header → field, where the reader of the file knows what its headers stand for.
    `edition`: of 国土数値情報 (P29-2013). `sheet`: its title in a workbook.
    `notes`: what the reader saw of the sheet that a person should know (merged cells, hidden columns).
    """

    file: str
    label: str
    encoding: str
    rows: tuple[GridRow, ...]
    ends_openly: bool = False
    meanings: Mapping[str, str] = field(default_factory=dict)
    notes: tuple[str, ...] = ()
    sheet: str = ""
    edition: str = ""
