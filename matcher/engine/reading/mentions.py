"""The words of a note that the vocabulary knows: what each names, how it stands, and of whom it speaks."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache

from matcher.engine.reading.clauses import Clause
from matcher.engine.reading.frame_denials import is_taken_back
from matcher.engine.reading.frames import Framed, framed, subject_of
from matcher.engine.reading.holder import Holders
from matcher.engine.reading.note_text import NoteText
from matcher.engine.reading.polarity import polarity_at
from matcher.engine.reading.signs import DISLIKE, USED_TO, WILL_NOT, markers
from matcher.engine.vocabulary import Concept, Hit, vocabulary

DONE_OR_HOPED = ("activity", "occupation", "aim")
# 階段がつら|くない, 聞かれるの|は平気
_FELT = ("situation", "body", "care")
# Years that are counted say how long, not that it is over.
_LASTING = ("situation", "language", "hold", "body", "care")


@dataclass(frozen=True, slots=True)
class Mention:
    """One concept named at [start, end) of the folded note, whole words. `opposed`: its opposite is named (大勢 for 少人数).

    `denied`: the note says that it is not so (ひきこもりではない).
    """

    start: int
    end: int
    concept: str
    polarity: str
    holder: str
    opposed: bool = False
    denied: bool = False


def read_mentions(note: NoteText, hits: Sequence[Hit], found: list[Clause]) -> list[Mention]:
    """The mentions of `hits` in their order; `found` are the clauses of the note."""
    holders = Holders(note, found)
    spans = {(hit.start, hit.end) for hit in hits}
    all_hits = [
        read
        for hit in hits
        for read in (hit, *(inner for inner in _inner(hit, note) if (inner.start, inner.end) not in spans))
    ]
    read_words = [mention for hit in all_hits for mention in _read(hit, note, holders)]
    return _with_frames(read_words, note, holders)


def _with_frames(read_words: list[Mention], note: NoteText, holders: Holders) -> list[Mention]:
    """What a frame tells goes before what a word of the same subject at the same place does (日曜の昼しか空かない)."""
    known = vocabulary().concepts
    found = framed(note.folded)
    kept = [mention for mention in read_words if not any(_is_told(mention, frame) for frame in found)]
    for frame in found:
        hit = Hit(frame.start, frame.end, (frame.concept,))
        holder = holders.of(hit, known[frame.concept], frame.polarity)
        start, end = _quoted(read_words, note, frame)
        kept.append(Mention(start, end, frame.concept, frame.polarity, holder))
    return sorted(kept, key=lambda mention: mention.start)


def _quoted(read_words: list[Mention], note: NoteText, frame: Framed) -> tuple[int, int]:
    """The words to quote: those that name the concept by themselves (鉄道が好き is 鉄道), else all of the frame."""
    for mention in read_words:
        if mention.concept == frame.concept and frame.start == mention.start and mention.end <= frame.end:
            return mention.start, mention.end
    return note.whole_words(frame.start, frame.end)


def _is_told(mention: Mention, frame: Framed) -> bool:
    overlaps = mention.start < frame.end and frame.start < mention.end
    return overlaps and subject_of(mention.concept) == subject_of(frame.concept)


def _inner(hit: Hit, note: NoteText) -> list[Hit]:
    """A phrase that says how something stands (大勢は苦手) does not hide the word that it speaks of (大勢)."""
    sign = next((sign for sign in note.signs_in(hit.start, hit.end) if hit.start < sign.start), None)
    if sign is None:
        return []
    return [
        Hit(
            hit.start + inner.start,
            hit.start + inner.end,
            _but(inner.concepts, hit),
            _but(inner.opposed, hit),
        )
        for inner in vocabulary().notes.find(note.folded[hit.start : sign.start])
    ]


def _but(codes: tuple[str, ...], hit: Hit) -> tuple[str, ...]:
    """The codes that `hit` does not name itself."""
    return tuple(code for code in codes if code not in hit.concepts)


def _read(hit: Hit, note: NoteText, holders: Holders) -> Iterator[Mention]:
    known = vocabulary().concepts
    start, end = note.whole_words(hit.start, hit.end)
    said = polarity_at(note, hit.start, hit.end)
    for code in hit.opposed:
        holder = holders.of(hit, known[code], DISLIKE)
        yield Mention(start, end, code, said, holder, opposed=True)
    for code in hit.concepts:
        concept = known[code]
        lasts = said == USED_TO and concept.facet in _LASTING
        polarity = polarity_at(note, hit.start, hit.end, lasting=True) if lasts else said
        denied = _is_denied(hit, concept, note, holders)
        holder = holders.of(hit, concept, polarity)
        stands = WILL_NOT if denied and concept.facet in DONE_OR_HOPED else polarity
        yield Mention(start, end, code, stands, holder, denied=denied)


def _is_denied(hit: Hit, concept: Concept, note: NoteText, holders: Holders) -> bool:
    """Followed at once by "is not so": ひきこもりではない, 運転はもうしない.

    Who says 居場所がない or 仲間はいない lacks it and wishes for it: for an aim or a care that is no denial.
    """
    end = holders.clause(hit).end
    denials = _denials(concept.facet in ("aim", "care"))
    if note.folded[hit.end : end].startswith(denials):
        return True
    if concept.facet in _FELT and is_taken_back(note.folded, hit.start, hit.end, concept.code):
        return True
    # The word may hold the beginning of the denial: ペットは飼っ|ていない.
    return concept.facet in DONE_OR_HOPED and any(
        note.folded[place:end].startswith(denials) for place in range(hit.start + 1, hit.end)
    )


@cache
def _denials(is_hoped: bool) -> tuple[str, ...]:
    return (*markers("note", "denied"), *(() if is_hoped else markers("note", "absent")))
