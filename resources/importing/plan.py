"""What an import would do to the catalogue, row by row. Nothing is written."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Literal

from resources.importing.findings import Finding, FindingLog, quoted
from resources.importing.history import EarlierFile, History, Namesake, Slot
from resources.importing.identity import match_equals, natural_key, numbered_key, row_hash, source_system
from resources.importing.result import ReadResult
from resources.records import ResourceRecord

Action = Literal["created", "linked", "updated", "unchanged"]
"""linked: a row that is new in its list and says just what another list said of an entry that is there."""


@dataclass(slots=True)
class PlannedRow:
    """What happens with one record. `merged` is what an update writes, `same_as` what a link leads to.

    `current`: what the catalogue says of an entry that is to be updated; see `field_changes`.
    `disputed`: fields of an update that people changed too; theirs stays. `like`: the place of another list
    that may be the same.
    """

    action: Action
    record: ResourceRecord
    row: int
    slot: Slot
    same_as: Slot | None = None
    merged: ResourceRecord | None = None
    current: ResourceRecord | None = None
    disputed: tuple[str, ...] = ()
    like: Slot | None = None


@dataclass(frozen=True, slots=True)
class FilePlan:
    """What happens with one file. `system` is the list that it is an edition of."""

    result: ReadResult
    system: str
    rows: tuple[PlannedRow, ...]
    log: FindingLog

    def count(self, *actions: Action) -> int:
        """How many records one of these things happens to."""
        return sum(row.action in actions for row in self.rows)

    @property
    def findings(self) -> tuple[Finding, ...]:
        """What reading the file and comparing it with the catalogue had to say."""
        return (*self.result.findings, *self.log.found)

    @property
    def doubtful(self) -> int:
        """Taken rows with at least one doubtful finding, of reading or of comparing."""
        before, since = (
            {finding.row for finding in found if finding.severity == "doubtful"}
            for found in (self.result.findings, self.log.found)
        )
        return self.result.doubtful + len(since - before)

    @property
    def changes(self) -> bool:
        """Whether there is anything to store."""
        return any(row.action != "unchanged" for row in self.rows)


@dataclass(frozen=True, slots=True)
class ImportPlan:
    """What happens with all files of one import, in order."""

    files: tuple[FilePlan, ...]

    @property
    def findings(self) -> tuple[Finding, ...]:
        """The findings of all files."""
        return tuple(finding for file in self.files for finding in file.findings)

    @property
    def changes_entries(self) -> bool:
        """Whether an entry of the catalogue comes or changes."""
        return any(file.count("created", "updated") for file in self.files)


@dataclass
class _Run:
    """What the files of one run that are planned already add to the history."""

    history: History
    slots: dict[str, dict[str, Slot]] = field(default_factory=dict)
    files: dict[str, EarlierFile] = field(default_factory=dict)

    def slots_of(self, system: str) -> dict[str, Slot]:
        if system not in self.slots:
            self.slots[system] = self.history.slots(system)
        return self.slots[system]

    def new_namesakes(self, key: str, system: str) -> list[Namesake]:
        """Rows of other lists with this key that came to be in this run."""
        slots = (
            (other, slots[key]) for other, slots in self.slots.items() if other != system and key in slots
        )
        return [Namesake(other, slot.first_record.name, slot) for other, slot in slots if slot.first_record]

    def earlier_file(self, sha256: str) -> EarlierFile | None:
        return self.files.get(sha256) or self.history.earlier_file(sha256)


def make_plan(results: Sequence[ReadResult], history: History) -> ImportPlan:
    """Compare files with what was imported before, each also with those before it.

    Raises BadInput when a file must not go in as a whole (see ReadResult.import_refusal).
    """
    for result in results:
        if result.import_refusal:
            raise result.import_refusal.as_bad_input()
    run = _Run(history)
    return ImportPlan(tuple(_plan_file(result, run) for result in results))


def _plan_file(result: ReadResult, run: _Run) -> FilePlan:
    """Plan one file and remember its slots, so that the same file given twice is unchanged the second time."""
    log = FindingLog(result.file)
    system = _system_of(result, run, log)
    slots, digest = run.slots_of(system), run.history.digest
    equals: dict[str, list[int]] = {}
    for index, record in enumerate(result.records):
        equals.setdefault(natural_key(record), []).append(index)
    planned: dict[int, PlannedRow] = {}
    for natural, indexes in equals.items():
        hashes = [row_hash(result.records[index], digest) for index in indexes]
        known, free = _known_slots(natural, slots, len(indexes), run)
        numbers = match_equals(hashes, [slot.row_hash for slot in known])
        for index, content, number in zip(indexes, hashes, numbers, strict=True):
            key = known[number].key if number < len(known) else free[number - len(known)]
            planned[index] = _take(key, content, slots, result.records[index], result.record_rows[index])
    rows = tuple(planned[index] for index in sorted(planned))
    _look_elsewhere(rows, system, run, log)
    run.files[result.sha256] = EarlierFile(result.file, system)
    return FilePlan(result, system, rows, log)


def _system_of(result: ReadResult, run: _Run, log: FindingLog) -> str:
    """The list of a file: by its bytes when they were imported before, whatever it is called; else by its headers or its name."""
    earlier = run.earlier_file(result.sha256)
    if earlier is None:
        by_headers = f"{result.format}:{result.list_id}" if result.list_id else ""
        return by_headers or source_system(result.format, result.file)
    if earlier.name != result.file:
        what = f"以前に取り込んだ{quoted(earlier.name)}と同じ中身のファイルです。"
        log.note(None, None, what, "同じ一覧として扱いました。")
    return earlier.system


def _known_slots(
    natural: str, slots: dict[str, Slot], wanted: int, run: _Run
) -> tuple[list[Slot], list[str]]:
    """The slots of one natural key in the order of their numbers, and `wanted` keys for new ones."""
    known: list[Slot] = []
    while (slot := slots.get(key := numbered_key(natural, len(known), run.history.digest))) is not None:
        known.append(slot)
    further = range(len(known) + 1, len(known) + wanted)
    return known, [key, *(numbered_key(natural, number, run.history.digest) for number in further)]


def _take(key: str, content: str, slots: dict[str, Slot], record: ResourceRecord, row: int) -> PlannedRow:
    slot = slots.get(key)
    if slot is None:
        slot = slots[key] = Slot(key, content, first_record=record)
        return PlannedRow("created", record, row, slot)
    if slot.row_hash == content:
        return PlannedRow("unchanged", record, row, slot)
    slot.row_hash = content
    return PlannedRow("updated", record, row, slot)


def _look_elsewhere(rows: Iterable[PlannedRow], system: str, run: _Run, log: FindingLog) -> None:
    """New rows whose place another list has: the same entry when all is the same, else a doubt."""
    new = {row.slot.key: row for row in rows if row.action == "created"}
    stored = run.history.namesakes(list(new), system)
    for key, row in new.items():
        others = [*stored.get(key, ()), *run.new_namesakes(key, system)]
        same = next((other for other in others if other.slot.row_hash == row.slot.row_hash), None)
        if same is not None:
            row.action, row.same_as = "linked", same.slot
            row.slot.resource_id = same.slot.resource_id
            what = f"すでに登録されている{quoted(same.name)}と同じ内容です。"
            log.note(row.row, "名称", what, "新しい登録は作りませんでした。")
        elif others:
            row.like = others[0].slot
            what = f"すでに登録されている{quoted(others[0].name)}と同じ場所かもしれません（doctor で確認）。"
            log.doubt(row.row, "名称", what, "同じ所なら、どちらの登録を残すか決めてください。")
