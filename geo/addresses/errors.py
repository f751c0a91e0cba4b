"""What is wrong with a file of towns, in one Japanese sentence with its remedy."""

from __future__ import annotations

from geo.errors import GeoError


class TownFileError(GeoError):
    """A file of towns that cannot be used. `row`: as a spreadsheet counts; None = the file as a whole."""

    def __init__(self, what: str, *, file: str, remedy: str, row: int | None = None) -> None:
        place = f"{file} {row}行目" if row else file
        super().__init__(f"{place}: {what} 対処: {remedy}")
        self.what, self.file, self.remedy, self.row = what, file, remedy, row
