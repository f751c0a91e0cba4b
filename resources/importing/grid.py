"""A sheet as it stands in the file: numbered rows of text cells, nothing interpreted yet."""

from __future__ import annotations

from dataclasses import dataclass


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
    """

    file: str
    label: str
    encoding: str
    rows: tuple[GridRow, ...]
    ends_openly: bool = False
