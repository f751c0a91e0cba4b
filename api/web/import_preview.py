"""What an import would do, as the preview page shows it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import islice
from typing import Any

from sqlmodel import Session

from api.web.finding_groups import grouped
from api.web.history_view import FieldLine, value_in_words
from api.web.import_reading import ReadFiles
from resources.importing import Finding
from resources.importing.absent import absent_entries
from resources.importing.column_mapping import ColumnMapping
from resources.importing.differences import RowDifference, differences
from resources.importing.field_labels import FIELD_LABELS
from resources.importing.plan import FilePlan, ImportPlan
from resources.records import ResourceRecord
from resources.stored_entries import load_entries

SHOWN_ROWS = 5
FINDINGS_ON_A_PAGE = 30
CHANGES_ON_A_PAGE = 20
SHOWN_ALIKE = 50
SEVERITIES = {"refused": "取り込まない行", "doubtful": "確かめてほしいこと", "note": "参考"}
ENCODINGS = {
    "utf-8": "UTF-8",
    "utf-8-sig": "UTF-8（BOMつき）",
    "cp932": "Shift_JIS",
    "utf-16-le": "UTF-16",
    "utf-16-be": "UTF-16",
    "xlsx": "Excel",
}
COUNTS = (
    ("rows", "読んだ行"),
    ("created", "新しく登録"),
    ("updated", "変わる"),
    ("unchanged", "変わらない"),
    ("doubtful", "確かめてほしい"),
    ("refused", "取り込まない"),
)


@dataclass(frozen=True)
class ShownPage:
    """One page of a long list. `of`: how many there are in all."""

    items: tuple[Any, ...]
    number: int
    of: int
    size: int

    @property
    def pages(self) -> int:
        return max(1, -(-self.of // self.size))


@dataclass(frozen=True)
class PreviewFile:
    """One file as the page shows it. `number` is its place among the files, from 0."""

    number: int
    plan: FilePlan
    mapping: ColumnMapping | None
    counts: Mapping[str, int]

    @property
    def encoding(self) -> str:
        return ENCODINGS.get(self.plan.result.encoding, self.plan.result.encoding)

    @property
    def first_rows(self) -> tuple[tuple[int, ResourceRecord], ...]:
        result = self.plan.result
        return tuple(islice(zip(result.record_rows, result.records, strict=True), SHOWN_ROWS))


def counts_of(file: FilePlan) -> dict[str, int]:
    """The numbers of one file by their names in COUNTS."""
    return {
        "rows": file.result.rows,
        "taken": file.result.taken,
        "doubtful": file.doubtful,
        "refused": file.result.refused,
        "created": file.count("created"),
        "updated": file.count("updated"),
        "unchanged": file.count("unchanged", "linked"),
    }


def preview_files(plan: ImportPlan, read: ReadFiles) -> list[PreviewFile]:
    """The files of a plan."""
    pairs = zip(plan.files, read.mappings, strict=True)
    return [
        PreviewFile(number, file, mapping, counts_of(file)) for number, (file, mapping) in enumerate(pairs)
    ]


def numbers_of(plan: ImportPlan) -> str:
    """New, changed and unchanged of every file: what somebody saw before they pressed the button."""
    shown = ("created", "updated", "unchanged", "refused")
    return ".".join("-".join(str(counts_of(file)[name]) for name in shown) for file in plan.files)


def findings_page(findings: Sequence[Finding], severity: str, number: int) -> ShownPage:
    """Findings of one severity, or all, the gravest first, those of many rows as one."""
    order = list(SEVERITIES)
    wanted = [finding for finding in findings if severity in ("", finding.severity)]
    gravest_first = sorted(wanted, key=lambda one: order.index(one.severity))
    return page_of(grouped(gravest_first), number, FINDINGS_ON_A_PAGE)


def changes_page(session: Session, plan: ImportPlan, number: int) -> ShownPage:
    """What changes in entries that are there, of all files: (difference, public id of its entry)."""
    changes = [change for file in plan.files for change in differences(file)]
    page = page_of(changes, number, CHANGES_ON_A_PAGE)
    entries = load_entries(session, [change.resource_id for change in page.items])
    return replace(
        page, items=tuple((one, entries[one.resource_id].resource.public_id) for one in page.items)
    )


def page_of(items: Sequence[Any], number: int, size: int) -> ShownPage:
    """Page `number` (from 1; the last one when there are fewer)."""
    number = min(number, max(1, -(-len(items) // size)))
    start = (number - 1) * size
    return ShownPage(tuple(items[start : start + size]), number, len(items), size)


def alike(session: Session, plan: ImportPlan) -> list[tuple[str, str, str]]:
    """(name in the file, public id, name in the catalogue) of new rows that may be there already."""
    pairs = [
        (row.record.name, row.like.resource_id)
        for file in plan.files
        for row in file.rows
        if row.like is not None and row.like.resource_id is not None
    ][:SHOWN_ALIKE]
    entries = load_entries(session, [key for _, key in pairs])
    return [(name, entries[key].resource.public_id, entries[key].record.name) for name, key in pairs]


def absent(session: Session, plan: ImportPlan) -> list[tuple[str, str]]:
    """(public id, name) of entries of earlier editions that the files no longer have."""
    keys = absent_entries(session, plan)
    entries = load_entries(session, keys)
    return [(entries[key].resource.public_id, entries[key].record.name) for key in keys]


def lines_of(values: Mapping[str, tuple[Any, Any]], districts: Mapping[str, str]) -> list[FieldLine]:
    """The fields of a difference with their labels and values as people read them."""
    return [
        FieldLine(FIELD_LABELS[name], *(value_in_words(name, value, districts) for value in pair))
        for name, pair in values.items()
    ]


def shown_changes(
    page: ShownPage, districts: Mapping[str, str]
) -> Iterator[tuple[RowDifference, str, list[FieldLine], list[FieldLine]]]:
    """Each change of a page with its entry and lines: what is written, and what stays as people entered it."""
    for change, public_id in page.items:
        yield change, public_id, lines_of(change.changed, districts), lines_of(change.disputed, districts)
