"""Files under way: what has been read of each sheet before the sheets of a set are joined."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from resources.importing.findings import FindingLog
from resources.importing.result import ReadResult, ReadSheet
from resources.importing.table import Table
from resources.records import ResourceRecord, ScheduleRule

_GENERATIONS = {
    "-new": "（自治体標準オープンデータセット）",
    "-old": "（推奨データセット）",
    "-own": "（公開元の独自の形）",
}


@dataclass
class Entry:
    """A record and the row it came from. `join_ids`: the publisher's ids by which 追加情報 refers to it.

    `group`: what several rows of one place have in common ("": nothing), `part`: what this row says of it.
    """

    row: int
    record: ResourceRecord
    join_ids: tuple[str, ...] = ()
    group: str = ""
    part: str = ""

    def add_sessions(self, rules: tuple[ScheduleRule, ...], extra: tuple[tuple[str, str], ...]) -> None:
        """Append the meeting times of an 追加情報 row."""
        record = self.record
        self.record = replace(record, schedule=record.schedule + rules, extra=record.extra + extra)


@dataclass(frozen=True)
class Session:
    """One row of 追加情報: another meeting of a place that stands in another table."""

    row: int
    parent_id: str
    rules: tuple[ScheduleRule, ...]
    extra: tuple[tuple[str, str], ...]


@dataclass
class SheetDraft:
    """One table under way. `joined` are the rows that became part of another row's record."""

    table: Table
    log: FindingLog
    entries: list[Entry] = field(default_factory=list)
    sessions: list[Session] = field(default_factory=list)
    joined: set[int] = field(default_factory=set)

    @property
    def taken_rows(self) -> set[int]:
        return {entry.row for entry in self.entries} | self.joined

    @property
    def doubtful_rows(self) -> set[int]:
        doubted = {finding.row for finding in self.log.found if finding.severity == "doubtful"}
        return {row for row in self.taken_rows if row in doubted}


@dataclass
class FileDraft:
    """One file under way."""

    file: str
    encoding: str
    sha256: str
    sheets: list[SheetDraft]
    log: FindingLog
    list_id: str = ""

    def result(self) -> ReadResult:
        """The counts and records of all sheets; the format is that of the first sheet."""
        entries = [entry for sheet in self.sheets for entry in sheet.entries]
        findings = [*self.log.found, *(finding for sheet in self.sheets for finding in sheet.log.found)]
        return ReadResult(
            file=self.file,
            format=self.sheets[0].table.header.name,
            encoding=self.encoding,
            sha256=self.sha256,
            rows=sum(len(sheet.table.rows) for sheet in self.sheets),
            taken=sum(len(sheet.taken_rows) for sheet in self.sheets),
            doubtful=sum(len(sheet.doubtful_rows) for sheet in self.sheets),
            records=tuple(entry.record for entry in entries),
            record_rows=tuple(entry.row for entry in entries),
            findings=tuple(findings),
            sheets=tuple(_summary(sheet.table) for sheet in self.sheets),
            list_id=self.list_id,
        )


def _summary(table: Table) -> ReadSheet:
    found = table.header
    generation = _GENERATIONS.get(found.name.removeprefix(found.format.name), "")
    return ReadSheet(table.grid.label, found.format.label_ja + generation, table.header_row, len(table.rows))
