"""How a home-made list is to be read: what each of its columns means, confirmed by a person.

A mapping belongs to a set of headers: the next edition of the list has the same set, in any order, and is
read the same way. It names fields of the format "own" (header_aliases.csv).
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field

from resources.folding import fold_header
from resources.importing.formats import OWN, FoundHeader
from resources.importing.grid import Grid
from resources.importing.headers import HeaderMapping, find_columns, main_headers
from resources.importing.limits import HEADER_MAY_BE_IN_ROWS
from resources.importing.table import Table

_UNUSED = "使わない:"


@dataclass(frozen=True, slots=True)
class ColumnMapping:
    """`headers`: folded header → field, "" for a column that is only kept as it stands.

    `kind` (a code) and `operator` count for every row that says nothing else. `kinds`: folded category of
    the file → code. `name`: under which it was saved, "" for one that was not.
    """

    fingerprint: str
    headers: Mapping[str, str]
    kind: str = ""
    operator: str = ""
    kinds: Mapping[str, str] = field(default_factory=dict)
    name: str = ""

    def to_json(self) -> str:
        """Everything, as text for the database."""
        return json.dumps(asdict(self), ensure_ascii=False, sort_keys=True)

    @classmethod
    def from_json(cls, text: str) -> ColumnMapping:
        """The mapping of `to_json`. A field that we have lost since is a column that is only kept."""
        content = json.loads(text)
        fields = main_headers(OWN.aliases)
        content["headers"] = {h: f if f in fields else "" for h, f in content["headers"].items()}
        return cls(**content)


def header_fingerprint(cells: Sequence[str]) -> str:
    """Equal for the same set of headers, whatever their order, width and case; 64 hexadecimal digits."""
    headers = sorted({folded for cell in cells if (folded := fold_header(cell))})
    return hashlib.sha256("\n".join(headers).encode()).hexdigest()


def fingerprints(grids: Sequence[Grid]) -> set[str]:
    """The fingerprints of all rows that may be a header."""
    return {header_fingerprint(row.cells) for grid in grids for row in grid.rows[:HEADER_MAY_BE_IN_ROWS]}


def mapped_table(grid: Grid, mapping: ColumnMapping) -> Table | None:
    """The table of a grid whose header is the one that the mapping was made for."""
    for place, row in enumerate(grid.rows[:HEADER_MAY_BE_IN_ROWS]):
        if header_fingerprint(row.cells) == mapping.fingerprint:
            columns = find_columns(row.cells, OWN.aliases, _targets(mapping))
            return Table(grid, FoundHeader(OWN, OWN.name, columns), row.number, grid.rows[place + 1 :])
    return None


def _targets(mapping: ColumnMapping) -> HeaderMapping:
    """A column that is not used gets a name that no format knows, so that its value is kept beside the entry."""
    return {header: target or f"{_UNUSED}{header}" for header, target in mapping.headers.items()}
