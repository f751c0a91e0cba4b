"""What the import has to say about a file: a list of findings, one per doubt, for the report and the screen."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

from resources.errors import BadInput

Severity = Literal["note", "doubtful", "refused"]
SHOWN_CHARACTERS = 30


@dataclass(frozen=True, slots=True)
class Finding:
    """One observation. `row` is the row a person sees in a spreadsheet (a header in the first row is 1).

    A cell that holds line breaks is one row, as in a spreadsheet; `row` None = the file as a whole.
    note: good to know. doubtful: the row was taken, somebody should look. refused: the row was not taken.
    `refuses_import`: the entry can be used as it stands (`match`), but does not go into the database.
    """

    file: str
    row: int | None
    column: str | None
    severity: Severity
    what: str
    remedy: str
    refuses_import: bool = False

    def as_bad_input(self) -> BadInput:
        """The same as an error with a message of one line."""
        return BadInput(self.what, file=self.file, row=self.row, column=self.column, remedy=self.remedy)


@dataclass
class FindingLog:
    """Collects the findings of one file (or one sheet)."""

    file: str
    found: list[Finding] = field(default_factory=list)

    def note(self, row: int | None, column: str | None, what: str, remedy: str = "") -> None:
        self.found.append(Finding(self.file, row, column, "note", what, remedy))

    def doubt(
        self, row: int | None, column: str | None, what: str, remedy: str, *, refuses_import: bool = False
    ) -> None:
        self.found.append(Finding(self.file, row, column, "doubtful", what, remedy, refuses_import))

    def refuse(self, row: int | None, column: str | None, what: str, remedy: str) -> None:
        self.found.append(Finding(self.file, row, column, "refused", what, remedy, True))


def quoted(value: str) -> str:
    """A cell's text inside a message: one line, not too long."""
    line = " ".join(value.split())
    return f"「{line[:SHOWN_CHARACTERS]}…」" if len(line) > SHOWN_CHARACTERS else f"「{line}」"
