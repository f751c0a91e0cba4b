"""What a worker corrected in a reading, kept with the need and applied whenever the note is read again."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from matcher.engine.profile import OWN
from matcher.engine.reading.clauses import Clause
from matcher.engine.reading.folded import FoldedNote
from matcher.engine.reading.mentions import Mention
from matcher.engine.reading.signs import POLARITIES
from matcher.engine.vocabulary import vocabulary

REMOVE = "remove"


@dataclass(frozen=True, slots=True)
class Correction:
    """Of the words at [start, end) of the note: `action` "remove" takes the concept away, a polarity (want, cannot,
    will_not, dislike, used_to, fact) sets it, and adds the concept where the words were not read so.

    `words`, when given, are the words that stood there: a correction of other words is not used.
    """

    start: int
    end: int
    concept: str
    action: str
    words: str = ""


def correct(
    mentions: Sequence[Mention], corrections: Sequence[Correction], note: FoldedNote
) -> tuple[list[Mention], tuple[Correction, ...]]:
    """The mentions as corrected, in the order of the note, and the corrections that fit nothing in it."""
    corrected, unused = list(mentions), []
    for correction in corrections:
        span = _span(correction, note)
        changed = None if span is None else _applied(corrected, correction, span)
        if changed is None:
            unused.append(correction)
        else:
            corrected = changed
    return sorted(corrected, key=lambda mention: (mention.start, mention.end)), tuple(unused)


def removed_spans(corrections: Sequence[Correction], note: FoldedNote) -> list[Clause]:
    """Folded spans of the words that were taken away: they are not searched for either."""
    spans = (_span(correction, note) for correction in corrections if correction.action == REMOVE)
    return [Clause(*span) for span in spans if span is not None]


def _span(correction: Correction, note: FoldedNote) -> tuple[int, int] | None:
    if correction.words and note.original[correction.start : correction.end] != correction.words:
        return None
    if correction.concept not in vocabulary().concepts:
        return None
    return note.folded_span(correction.start, correction.end)


def _applied(mentions: list[Mention], correction: Correction, span: tuple[int, int]) -> list[Mention] | None:
    """None when there is nothing to correct."""

    def is_meant(mention: Mention) -> bool:
        # A correction may have been kept when the words were quoted shorter or longer.
        return mention.concept == correction.concept and mention.start < span[1] and span[0] < mention.end

    if correction.action == REMOVE:
        kept = [mention for mention in mentions if not is_meant(mention)]
        return kept if len(kept) < len(mentions) else None
    if correction.action not in POLARITIES:
        return None
    if not any(map(is_meant, mentions)):
        return [*mentions, Mention(*span, correction.concept, correction.action, OWN)]
    return [
        replace(mention, polarity=correction.action, denied=False, opposed=False)
        if is_meant(mention)
        else mention
        for mention in mentions
    ]
