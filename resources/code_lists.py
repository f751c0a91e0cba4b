"""Code lists are data: `resources/codes/<name>.csv`, read once, never written into code.

Every list has code, label_ja, label_en, source, verified, valid_from; some have columns of their own.
A value that is in no list is kept as it stands: codes are ASCII and labels Japanese, so the two never meet.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from resources.folding import fold_text


@dataclass(frozen=True)
class Code:
    """One entry of a code list. `extra` holds the list's own columns as text."""

    code: str
    label_ja: str
    label_en: str
    source: str
    verified: bool
    valid_from: str
    extra: Mapping[str, str]


@dataclass(frozen=True)
class CodeList:
    """A code list in the order of its file."""

    name: str
    codes: Mapping[str, Code]
    _by_label: Mapping[str, str]

    def __iter__(self) -> Iterator[Code]:
        return iter(self.codes.values())

    def __contains__(self, code: object) -> bool:
        return code in self.codes

    def code_of(self, label: str) -> str | None:
        """The code of a Japanese label (width and case do not matter), or None."""
        return self._by_label.get(fold_text(label))

    def code_or_raw(self, label: str) -> str:
        """The code of a label, or the label itself when the list does not know it."""
        return self.code_of(label) or label.strip()

    def label(self, code: str) -> str:
        """The Japanese label of a code; an unknown value is its own label."""
        known = self.codes.get(code)
        return known.label_ja if known else code

    def position(self, code: str) -> int:
        """0-based place of a code in the list, -1 when unknown."""
        return list(self.codes).index(code) if code in self.codes else -1


@cache
def code_list(name: str) -> CodeList:
    """Read the list `name` (a missing file is a programming error and raises FileNotFoundError)."""
    text = files("resources").joinpath("codes", f"{name}.csv").read_text(encoding="utf-8")
    codes: dict[str, Code] = {}
    for row in csv.DictReader(text.splitlines()):
        common = {key: row.pop(key) for key in ("code", "label_ja", "label_en", "source", "valid_from")}
        verified = row.pop("verified") == "true"
        codes[common["code"]] = Code(**common, verified=verified, extra=dict(row))
    return CodeList(name, codes, {fold_text(code.label_ja): code.code for code in codes.values()})
