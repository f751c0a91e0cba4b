"""What is wrong with a file of areas, in one Japanese sentence with its remedy."""

from __future__ import annotations

from geo.errors import GeoError


class AreaFileError(GeoError):
    """A file that cannot be used. `record` counts the areas of the file from 1; None = the file as a whole."""

    def __init__(
        self, what: str, *, file: str, remedy: str, record: int | None = None, column: str | None = None
    ) -> None:
        place = f"{file} {record}番目の区域" if record else file
        super().__init__(f"{place}: {what} 対処: {remedy}")
        self.what, self.file, self.remedy, self.record, self.column = what, file, remedy, record, column
