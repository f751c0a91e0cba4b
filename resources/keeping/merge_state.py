"""An entry as a merge found or left it: its record and what belongs to a field without being in the record."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date

from resources.importing.merge import field_units
from resources.importing.record_json import record_from_json, record_to_json
from resources.records import ResourceRecord
from resources.stored_entries import StoredEntry


@dataclass(frozen=True, slots=True)
class EntryState:
    """`accuracy` goes with the position, `confirmed_by` and `confirm_again_on` with the day of confirmation.

    `reach`: field code → 公開範囲, of the fields for which the merge narrowed it.
    """

    record: ResourceRecord
    accuracy: str
    confirmed_by: str
    confirm_again_on: date | None
    reach: Mapping[str, str] = field(default_factory=dict)

    def as_json(self) -> str:
        """For storing; it may name people."""
        again = self.confirm_again_on.isoformat() if self.confirm_again_on else None
        return json.dumps(
            [record_to_json(self.record), self.accuracy, self.confirmed_by, again, dict(self.reach)]
        )


def state_from_json(text: str) -> EntryState:
    """The state of `as_json`."""
    record, accuracy, confirmed_by, again, reach = json.loads(text)
    return EntryState(
        record_from_json(record), accuracy, confirmed_by, date.fromisoformat(again) if again else None, reach
    )


def state_of(entry: StoredEntry) -> EntryState:
    """What is stored now. The columns of a file without a place in the model are not part of it."""
    place, resource = entry.parts.location, entry.resource
    return EntryState(
        replace(entry.record, extra=()),
        place.accuracy if place else "unknown",
        resource.confirmed_by,
        resource.confirm_again_on,
    )


def differing_units(a: ResourceRecord, b: ResourceRecord) -> list[tuple[str, ...]]:
    """The statements in which two records differ, in the order of the model."""
    return [unit for unit in field_units() if any(getattr(a, name) != getattr(b, name) for name in unit)]


def with_units(state: EntryState, other: EntryState, units: list[tuple[str, ...]]) -> EntryState:
    """The state with these statements taken from `other`."""
    names = {name for unit in units for name in unit}
    confirmed = other if "confirmed_on" in names else state
    return EntryState(
        replace(state.record, **{name: getattr(other.record, name) for name in names}),
        other.accuracy if "lat" in names else state.accuracy,
        confirmed.confirmed_by,
        confirmed.confirm_again_on,
        state.reach,
    )


def put_back(entry: StoredEntry, state: EntryState) -> None:
    """Set what is not in the record; the record itself goes through `edit_entry`."""
    place = entry.parts.location
    if place is not None and (place.lat, place.lon) == (state.record.lat, state.record.lon):
        place.accuracy = state.accuracy  # a position that was derived anew says itself how exact it is
    entry.resource.confirmed_by = state.confirmed_by
    entry.resource.confirm_again_on = state.confirm_again_on
