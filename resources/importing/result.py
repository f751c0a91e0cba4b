"""What reading a file gives: entries, and the count of every row."""

from __future__ import annotations

from dataclasses import dataclass

from resources.importing.findings import Finding
from resources.records import ResourceRecord


@dataclass(frozen=True, slots=True)
class ReadSheet:
    """One table as it was found: `label` names file and sheet, `format` is that of `ReadResult`, in Japanese."""

    label: str
    format: str
    header_row: int
    rows: int


@dataclass(frozen=True, slots=True)
class ReadResult:
    """One file, read. `rows` = `taken` + `refused`: no row is lost.

    rows: data rows that are not entirely blank. taken: rows that became a record or part of one.
    doubtful: taken rows with at least one doubtful finding. `record_rows[i]` is the row of `records[i]`.
    sha256: of the bytes of the file.
    list_id: of a home-made list its headers, by which its editions are one list whatever they are called.
    """

    file: str
    format: str
    encoding: str
    sha256: str
    rows: int
    taken: int
    doubtful: int
    records: tuple[ResourceRecord, ...]
    record_rows: tuple[int, ...]
    findings: tuple[Finding, ...]
    sheets: tuple[ReadSheet, ...] = ()
    list_id: str = ""

    @property
    def refused(self) -> int:
        """Rows that were not taken."""
        return self.rows - self.taken

    @property
    def import_refusal(self) -> Finding | None:
        """The first reason why this file must not go into the database as a whole, or None.

        Only the collection format is all or nothing: it is our own exchange form. Of a municipal list the
        rows that cannot be used are left out and the others are taken.
        """
        if self.format != "collection":
            return None
        return next((finding for finding in self.findings if finding.refuses_import), None)
