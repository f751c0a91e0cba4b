"""What an import would do to the catalogue: per row created, updated or unchanged. Nothing is written."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from resources.importing.identity import match_equals, natural_key, numbered_key, row_hash, source_system
from resources.importing.result import ReadResult
from resources.records import ResourceRecord

Action = Literal["created", "updated", "unchanged"]


@dataclass
class Slot:
    """One place in the catalogue that a source's row belongs to. `resource_id` None: not stored yet."""

    key: str
    row_hash: str
    resource_id: int | None = None
    source_row_id: int | None = None


@dataclass(frozen=True, slots=True)
class PlannedRow:
    """What happens with one record."""

    action: Action
    record: ResourceRecord
    row: int
    slot: Slot


@dataclass(frozen=True, slots=True)
class FilePlan:
    """What happens with one file."""

    result: ReadResult
    system: str
    rows: tuple[PlannedRow, ...]

    def count(self, action: Action) -> int:
        """How many records this happens to."""
        return sum(row.action == action for row in self.rows)

    @property
    def changes(self) -> bool:
        """Whether the file changes anything."""
        return any(row.action != "unchanged" for row in self.rows)


@dataclass(frozen=True, slots=True)
class ImportPlan:
    """What happens with all files of one import, in order."""

    files: tuple[FilePlan, ...]

    @property
    def changes(self) -> bool:
        """Whether the import changes anything."""
        return any(file.changes for file in self.files)


def system_of(result: ReadResult) -> str:
    """The source system under which the rows of a file are remembered."""
    return source_system(result.format, result.file)


def make_plan(results: Sequence[ReadResult], stored: Mapping[str, Mapping[str, Slot]]) -> ImportPlan:
    """Compare files with what is stored: source system → numbered key → slot.

    Raises BadInput when a file must not go in as a whole (see ReadResult.import_refusal).
    """
    slots = {system: dict(known) for system, known in stored.items()}
    for result in results:
        if result.import_refusal:
            raise result.import_refusal.as_bad_input()
    return ImportPlan(tuple(_plan_file(r, slots.setdefault(system_of(r), {})) for r in results))


def _plan_file(result: ReadResult, slots: dict[str, Slot]) -> FilePlan:
    """Plan one file and remember its slots, so that the same file given twice is unchanged the second time."""
    equals: dict[str, list[int]] = {}
    for index, record in enumerate(result.records):
        equals.setdefault(natural_key(record), []).append(index)
    planned: dict[int, PlannedRow] = {}
    for natural, indexes in equals.items():
        known = _known_slots(natural, slots)
        hashes = [row_hash(result.records[index]) for index in indexes]
        numbers = match_equals(hashes, [slot.row_hash for slot in known])
        for index, content, number in zip(indexes, hashes, numbers, strict=True):
            record, row = result.records[index], result.record_rows[index]
            action, slot = _take(natural, number, content, slots)
            planned[index] = PlannedRow(action, record, row, slot)
    return FilePlan(result, system_of(result), tuple(planned[index] for index in sorted(planned)))


def _known_slots(natural: str, slots: Mapping[str, Slot]) -> list[Slot]:
    known: list[Slot] = []
    while (slot := slots.get(numbered_key(natural, len(known)))) is not None:
        known.append(slot)
    return known


def _take(natural: str, number: int, content: str, slots: dict[str, Slot]) -> tuple[Action, Slot]:
    key = numbered_key(natural, number)
    slot = slots.get(key)
    if slot is None:
        slots[key] = Slot(key, content)
        return "created", slots[key]
    if slot.row_hash == content:
        return "unchanged", slot
    slot.row_hash = content
    return "updated", slot
