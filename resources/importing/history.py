"""What the catalogue remembers of earlier imports, as the plan asks for it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from resources.importing.identity import plain_digest
from resources.records import ResourceRecord


@dataclass(slots=True)
class Slot:
    """One place in the catalogue that a source's row belongs to.

    `resource_id` None: not stored yet. `first_record`: the record with which the slot came to be in this run.
    """

    key: str
    row_hash: str
    resource_id: int | None = None
    first_record: ResourceRecord | None = None


@dataclass(frozen=True, slots=True)
class Namesake:
    """A row of another list with the same name and place; `name` is that of its entry."""

    system: str
    name: str
    slot: Slot


@dataclass(frozen=True, slots=True)
class EarlierFile:
    """A file of the same bytes that was imported before, and the list that it belongs to."""

    name: str
    system: str


class History(Protocol):
    """Earlier imports."""

    def digest(self, text: str) -> str:
        """How names and places are made unreadable before they are stored."""
        ...

    def slots(self, system: str, /) -> dict[str, Slot]:
        """Key → slot of all rows of one list."""
        ...

    def namesakes(self, keys: Sequence[str], system: str, /) -> Mapping[str, Sequence[Namesake]]:
        """Key → rows with that key of other lists than `system`, oldest first."""
        ...

    def earlier_file(self, sha256: str, /) -> EarlierFile | None:
        """The newest import of a file with these bytes."""
        ...


class EmptyHistory:
    """Nothing was imported yet: planning without a database."""

    def digest(self, text: str) -> str:
        return plain_digest(text)

    def slots(self, _system: str, /) -> dict[str, Slot]:
        return {}

    def namesakes(self, _keys: Sequence[str], _system: str, /) -> Mapping[str, Sequence[Namesake]]:
        return {}

    def earlier_file(self, _sha256: str, /) -> EarlierFile | None:
        return None
