"""Every failure that we expect, as a tree.

AppError
├── BadInput        a file, a row or a field that cannot be used; names file, row, column and remedy
├── NotFound        nothing there, or not for this reader (the two must look alike)
├── NotPermitted    the reader is known, and may not do this
├── Conflict        somebody else changed it meanwhile
└── NotReady        the installation lacks something: database, key, migration, assets

The message is one Japanese sentence that a municipal worker can act on. It never holds personal data.
"""

from __future__ import annotations


class AppError(Exception):
    """A failure with a message for the person in front of the screen."""

    def __init__(self, message: str) -> None:
        super().__init__(message)
        self.message = message


class BadInput(AppError):
    """Input that cannot be used. `str()` is one line: file, row, column, what, remedy."""

    def __init__(
        self,
        message: str,
        *,
        file: str | None = None,
        row: int | None = None,
        column: str | None = None,
        remedy: str | None = None,
        field: str | None = None,
    ) -> None:
        place = " ".join(
            part
            for part in (file, f"{row}行目" if row else None, f"「{column}」列" if column else None)
            if part
        )
        line = f"{place}: {message}" if place else message
        super().__init__(f"{line} 対処: {remedy}" if remedy else line)
        self.file, self.row, self.column, self.remedy, self.field = file, row, column, remedy, field


class NotFound(AppError):
    """There is nothing here, or nothing that this reader may see."""


class NotPermitted(AppError):
    """The reader may not do this."""


class Conflict(AppError):
    """The row changed since it was read (optimistic locking by `version`)."""


class NotReady(AppError):
    """The installation lacks something it needs; the message says what to run."""
