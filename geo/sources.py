"""Where data came from: printed under every map and export."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Source:
    """One data source. `edition`: year or version as the publisher writes it; `note`: what it warns of."""

    name: str
    edition: str = ""
    licence: str = ""
    note: str = ""

    def line(self) -> str:
        """One Japanese line: 出典 name(edition)、licence。note."""
        edition = f"({self.edition})" if self.edition else ""
        licence = f"、{self.licence}" if self.licence else ""
        note = f"。{self.note}" if self.note else ""
        return f"出典: {self.name}{edition}{licence}{note}"
