"""How a note was read, as the page shows it: its text in pieces, and the words to correct a piece with."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from api.web.added_words import POLARITIES
from api.web.sent_corrections import Key, as_field, key_of, read_alone
from matcher.engine.profile import OWN, Item, NeedProfile
from matcher.engine.reading import REMOVE, Correction, spans_for_page
from matcher.engine.vocabulary import vocabulary

DENIED = "denied"
_POLARITY = {**dict(POLARITIES), DENIED: "ではない"}


@dataclass(frozen=True)
class Choice:
    """One button: what it says and the `correct` that it sends."""

    label: str
    value: str


@dataclass(frozen=True)
class Reading:
    """One thing that a piece was understood as. `holder` is "" for the person."""

    label: str
    polarity: str
    polarity_label: str
    holder: str
    remove: str
    choices: tuple[Choice, ...]


@dataclass(frozen=True)
class Piece:
    """A stretch of the note, as it stands there. No readings: nothing was understood of it.

    `tail` follows `text` in the note and may not begin a line (。、」).
    """

    text: str
    readings: tuple[Reading, ...] = ()
    tail: str = ""

    @property
    def said(self) -> tuple[tuple[str, str, str], ...]:
        """(labels, polarity, holder) beside the words.

        A label that is the words themselves is not said again, nor that what has a label is a fact.
        """
        groups: dict[tuple[str, str], list[str]] = {}
        for reading in self.readings:
            labels = groups.setdefault((reading.polarity_label, reading.holder), [])
            if reading.label != self.text:
                labels.append(reading.label)
        return tuple(
            ("、".join(labels), "" if labels and polarity == _POLARITY["fact"] else polarity, holder)
            for (polarity, holder), labels in groups.items()
        )


@dataclass(frozen=True)
class Done:
    """A correction in one sentence, and the `undo` that takes it back."""

    sentence: str
    undo: str


@dataclass(frozen=True)
class ReadNote:
    """`pieces` together are the note, letter for letter.

    `kept` are the corrections that stay with the need, `done` says each; `dropped` names those of words that are gone.
    """

    pieces: tuple[Piece, ...]
    kept: tuple[Correction, ...]
    done: tuple[Done, ...]
    dropped: tuple[str, ...]


def read_note(profile: NeedProfile, note: str, corrections: Sequence[Correction]) -> ReadNote:
    """The note with what was understood of it; `corrections` are those that the profile was read with."""
    unused = set(map(key_of, profile.unused_corrections))
    alone = read_alone(note) if corrections else frozenset()
    kept = tuple(each for each in corrections if key_of(each) not in unused)
    return ReadNote(
        pieces=tuple(_pieces(profile, note)),
        kept=kept,
        done=tuple(Done(_sentence(each, alone), as_field(each)) for each in kept),
        dropped=tuple(f"「{each.words}」の「{_label(each.concept)}」" for each in profile.unused_corrections),
    )


def _pieces(profile: NeedProfile, note: str) -> Iterator[Piece]:
    position = 0
    spans = spans_for_page(profile, note)
    following = [found.start for found in spans[1:]] + [len(note)]
    for found, limit in zip(spans, following, strict=False):
        if found.start > position:
            yield Piece(note[position : found.start])
        position = found.end + _closing(note[found.end : limit])
        words = note[found.start : found.end]
        items = [
            item
            for item in profile.read
            if (item.evidence.start, item.evidence.end) == (found.start, found.end)
        ]
        readings = (
            _reading(next(item for item in items if item.concept == code), words) for code in found.concepts
        )
        yield Piece(words, tuple(readings), note[found.end : position])
    if position < len(note):
        yield Piece(note[position:])


def _closing(text: str) -> int:
    """How many characters at the beginning of `text` may not begin a line."""
    return len(text) - len(text.lstrip("。、，．」』）)！？ー"))


def _reading(item: Item, words: str) -> Reading:
    is_not_so = item.what == DENIED and item.facet != "care"  # a care is denied by being disliked
    polarity = DENIED if is_not_so else item.polarity
    as_read = Correction(item.evidence.start or 0, item.evidence.end or 0, item.concept, REMOVE, words)
    return Reading(
        label=_label(item.concept),
        polarity=polarity,
        polarity_label=_POLARITY.get(polarity, polarity),
        holder="" if item.holder == OWN else item.holder,
        remove=as_field(as_read),
        choices=tuple(
            Choice(label, as_field(replace(as_read, action=code)))
            for code, label in POLARITIES
            if code != polarity
        ),
    )


def _sentence(correction: Correction, alone: frozenset[Key]) -> str:
    words, label = correction.words, _label(correction.concept)
    named = f"「{words}」" if words == label else f"「{words}」の「{label}」"
    if correction.action == REMOVE:
        return f"{named}を外しました"
    polarity = _POLARITY.get(correction.action, correction.action)
    if key_of(correction) not in alone:
        return f"「{words}」に「{label}・{polarity}」を足しました"
    return f"{named}を「{polarity}」に直しました"


def _label(code: str) -> str:
    concept = vocabulary().concepts.get(code)
    return concept.label if concept else code
