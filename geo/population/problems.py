"""What a reader of population files says when it cannot go on: file, row, column, remedy."""

from __future__ import annotations

from geo.errors import GeoError


def unreadable(
    what: str, remedy: str, *, file: str, row: int | None = None, column: str | None = None
) -> GeoError:
    """One Japanese line that names the place in the file and what to do. `row` counts from 1 with the header."""
    parts = [file, f"{row}行目" if row else "", f"「{column}」列" if column else ""]
    return GeoError(f"{' '.join(part for part in parts if part)}: {what} 対処: {remedy}")
