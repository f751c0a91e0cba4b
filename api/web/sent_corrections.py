"""The worker's corrections of a reading, as they travel with the need's form: hidden fields, never an address.

A field `correction` holds one of them as start:end:concept:action:words. The buttons of the page add one (`correct`)
or take one back (`undo`); the words make sure that a changed note is not corrected in the wrong place.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from api.web.form_state import FormState
from matcher.engine.need import Need
from matcher.engine.reading import REMOVE, Correction, read_need

FIELD, CORRECT, UNDO = "correction", "correct", "undo"
MOST_CORRECTIONS = 100  # a page of ours makes no more, and each is a field of four forms

Key = tuple[int, int, str]
_SENT = re.compile(r"([0-9]{1,5}):([0-9]{1,5}):([a-z0-9_]{1,60}):([a-z_]{1,12}):(.+)", re.DOTALL)


def as_field(correction: Correction) -> str:
    """One correction as a field's value."""
    start, end, words = correction.start, correction.end, correction.words
    return f"{start}:{end}:{correction.concept}:{correction.action}:{words}"


def key_of(correction: Correction) -> Key:
    """What is corrected: there is one correction of each."""
    return correction.start, correction.end, correction.concept


def sent_corrections(form: FormState, note: str) -> tuple[Correction, ...]:
    """The corrections in force after the button that was pressed, if one was. Other values are left out."""
    kept = {key_of(correction): correction for correction in _read(form.chosen(FIELD), note)}
    for correction in _read(form.chosen(UNDO), note):
        kept.pop(key_of(correction), None)
    for correction in _read(form.chosen(CORRECT), note):
        kept = corrected(kept, correction, note)
    return tuple(kept.values())[:MOST_CORRECTIONS]


def corrected(kept: dict[Key, Correction], new: Correction, note: str) -> dict[Key, Correction]:
    """`kept` with one more; taking away what was only added by hand takes that addition back."""
    others = {key: correction for key, correction in kept.items() if key != key_of(new)}
    if new.action == REMOVE and key_of(new) not in read_alone(note):
        return others
    return {**others, key_of(new): new}


def read_alone(note: str) -> frozenset[Key]:
    """What the engine reads in a note that nobody corrected."""
    items = read_need(Need(id="form", text=note)).read
    spans = [(item.evidence.start, item.evidence.end, item.concept) for item in items]
    return frozenset(
        (start, end, code) for start, end, code in spans if start is not None and end is not None
    )


def with_corrections(form: FormState, corrections: Sequence[Correction]) -> FormState:
    """The form as it goes on: with these corrections, and without the buttons that led to them."""
    values = {name: given for name, given in form.values.items() if name not in (CORRECT, UNDO)}
    return FormState({**values, FIELD: tuple(map(as_field, corrections))}, form.errors)


def _read(values: Sequence[str], note: str) -> list[Correction]:
    found = []
    for match in map(_SENT.fullmatch, values[: MOST_CORRECTIONS + 1]):
        if match:
            start, end, concept, action, words = match.groups()
            found.append(_moved(Correction(int(start), int(end), concept, action, words), note))
    return found


def _moved(correction: Correction, note: str) -> Correction:
    """Where the note was changed before the words: at the words' new place, when they stand there once."""
    words = correction.words
    if note[correction.start : correction.end] == words or note.count(words) != 1:
        return correction
    start = note.index(words)
    return replace(correction, start=start, end=start + len(words))
