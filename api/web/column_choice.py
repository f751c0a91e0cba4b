"""The page on which a person says what the columns of a home-made list are."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from api.web.form_state import FormState
from resources.code_lists import code_list
from resources.folding import fold_header, fold_text
from resources.importing.cells import clean
from resources.importing.column_mapping import ColumnMapping, header_fingerprint, mapped_table
from resources.importing.formats import OWN
from resources.importing.grid import Grid, GridRow
from resources.importing.headers import main_headers
from resources.importing.kinds import kind_of_category
from resources.importing.limits import HEADER_MAY_BE_IN_ROWS
from resources.importing.suggesting import suggest_fields

SAMPLES = 3
_LOOKED_AT = 30
_SHOWN_CELLS = 5
_NOT_OFFERED = frozenset({"collection_id"})
MAX_CATEGORIES = 60


@dataclass(frozen=True)
class ChosenHeader:
    """The sheet and the row that the page is about. `row` counts from 1 as a spreadsheet does."""

    sheet: int
    grid: Grid
    place: int

    @property
    def row(self) -> GridRow:
        return self.grid.rows[self.place]

    @property
    def fingerprint(self) -> str:
        return header_fingerprint(self.row.cells)


@dataclass(frozen=True)
class ShownColumn:
    """One column with a header. `field` is what is preselected, `letter` what a spreadsheet calls it."""

    index: int
    header: str
    samples: tuple[str, ...]
    field: str


def field_options() -> list[tuple[str, str]]:
    """The fields that a column may stand for, with the names people know, in the order of the template."""
    fields = reversed([*main_headers(OWN.aliases).items()])
    return [(f, label) for f, label in fields if f not in _NOT_OFFERED]


def choose_header(grids: Sequence[Grid], sheet: int, row: int, mapping: ColumnMapping | None) -> ChosenHeader:
    """The asked sheet and row; else the row that a mapping was made for; else the likeliest row."""
    grid = grids[sheet] if 0 <= sheet < len(grids) else grids[0]
    sheet = grids.index(grid)
    top = grid.rows[:HEADER_MAY_BE_IN_ROWS]
    for place, candidate in enumerate(top):
        known = mapping is not None and header_fingerprint(candidate.cells) == mapping.fingerprint
        if candidate.number == row or (not row and known):
            return ChosenHeader(sheet, grid, place)
    likely = [sum(map(bool, suggest_fields(one.cells, [()] * len(one.cells)))) for one in top]
    return ChosenHeader(sheet, grid, likely.index(max(likely)))


def header_options(grid: Grid) -> list[tuple[str, str]]:
    """The rows that may be the header: their number and their first cells."""
    return [
        (str(row.number), f"{row.number}行目: {_beginning(row)}") for row in grid.rows[:HEADER_MAY_BE_IN_ROWS]
    ]


def _beginning(row: GridRow) -> str:
    cells = [cell for cell in map(clean, row.cells) if cell]
    return "、".join(cell[:20] for cell in cells[:_SHOWN_CELLS]) + ("…" if len(cells) > _SHOWN_CELLS else "")


def shown_columns(chosen: ChosenHeader, mapping: ColumnMapping | None) -> list[ShownColumn]:
    """Every column that has a header, with samples and what is most likely meant, or what was said before."""
    headers = [clean(cell) for cell in chosen.row.cells]
    values = [_values(chosen, index) for index in range(len(headers))]
    if mapping is not None and mapping.fingerprint == chosen.fingerprint:
        fields = [mapping.headers.get(fold_header(header), "") for header in headers]
    else:
        fields = suggest_fields(headers, values)
    return [
        ShownColumn(index, header, tuple(values[index][:SAMPLES]), fields[index])
        for index, header in enumerate(headers)
        if header
    ]


def _values(chosen: ChosenHeader, index: int) -> list[str]:
    """The first different values of a column that are not empty."""
    rows = chosen.grid.rows[chosen.place + 1 :]
    cells = (clean(row.cells[index]) for row in rows if index < len(row.cells))
    found: dict[str, None] = {}
    for cell in cells:
        if cell:
            found[cell] = None
        if len(found) == _LOOKED_AT:
            break
    return list(found)


def sent_mapping(
    form: FormState, chosen: ChosenHeader, columns: Sequence[ShownColumn], before: ColumnMapping | None
) -> ColumnMapping:
    """The mapping that the form says; what is wrong with it is in `form.errors`."""
    labels = dict(field_options())
    headers: dict[str, str] = {}
    used: dict[str, str] = {}
    for column in columns:
        name = f"column-{column.index}"
        field = form.value(name)
        if field not in labels:
            field = ""
        if field in used:
            form.add_error(
                name,
                f"「{labels[field]}」は「{used[field]}」の列でも選んでいます。どちらか1つにしてください。",
            )
        elif field:
            used[field] = column.header
        headers.setdefault(fold_header(column.header), field)
    if "name" not in used:
        first = f"column-{columns[0].index}" if columns else "save_name"
        form.add_error(first, "参加先の名前が入っている列を1つ、「名称」にしてください。")
    kinds: Mapping[str, str] = before.kinds if before else {}
    return ColumnMapping(
        chosen.fingerprint,
        headers,
        kind=form.value("kind") if form.value("kind") in code_list("resource_kind") else "",
        operator=form.value("operator").strip()[:200],
        kinds=kinds,
        name=" ".join(form.value("save_name").split()),
    )


def unknown_categories(grids: Sequence[Grid], mapping: ColumnMapping) -> list[tuple[str, int]]:
    """Categories of the file that no list of ours knows, with how many rows have them; the most frequent first."""
    counted: dict[str, int] = {}
    for grid in grids:
        table = mapped_table(grid, mapping)
        for row in table or ():
            text = row.text("category")
            if text and kind_of_category(text) is None:
                counted[text] = counted.get(text, 0) + 1
    most = sorted(counted.items(), key=lambda one: (-one[1], one[0]))
    return most[:MAX_CATEGORIES]


def sent_kinds(form: FormState, categories: Sequence[tuple[str, int]]) -> dict[str, str]:
    """Folded category → the kind that was chosen for it."""
    chosen = ((category, form.value(f"kind-{number}")) for number, (category, _) in enumerate(categories))
    return {fold_text(category): kind for category, kind in chosen if kind}
