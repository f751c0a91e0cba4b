"""What was understood of a note, as stretches of its text that a page can mark."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from matcher.engine.profile import NOTE, Item, NeedProfile
from matcher.engine.vocabulary import vocabulary


@dataclass(frozen=True, slots=True)
class Highlight:
    """[start, end) of the note; `label_ja` names what was understood, several things joined by 、."""

    start: int
    end: int
    label_ja: str
    polarity: str
    holder: str
    concepts: tuple[str, ...]


def spans_for_page(profile: NeedProfile, text: str) -> tuple[Highlight, ...]:
    """The highlights of `text`, the note that the profile was read from, in order and without overlaps.

    Of overlapping stretches (a correction may add one) the first, and of those the longest, is kept.
    """
    groups: dict[tuple[int, int], list[Item]] = {}
    for item in profile.read:
        evidence = item.evidence
        if evidence.source != NOTE or evidence.start is None or evidence.end is None:
            continue
        if text[evidence.start : evidence.end] == evidence.surface:
            groups.setdefault((evidence.start, evidence.end), []).append(item)
    return tuple(_without_overlaps(groups))


def _without_overlaps(groups: dict[tuple[int, int], list[Item]]) -> Iterator[Highlight]:
    position = 0
    for start, end in sorted(groups, key=lambda span: (span[0], -span[1])):
        if start < position:
            continue
        items = groups[start, end]
        codes = tuple(dict.fromkeys(item.concept for item in items if item.concept))
        label = "、".join(vocabulary().concepts[code].label for code in codes)
        yield Highlight(start, end, label, items[0].polarity, items[0].holder, codes)
        position = end
