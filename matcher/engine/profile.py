"""What the engine understood of a need: every item with the words that it was read from."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

NOTE, FORM, PERSON = "note", "form", "person"
OPPOSITE = "opposite"


@dataclass(frozen=True, slots=True)
class Evidence:
    """The words behind an item. `source`: "note" ([start, end) is their span), "form", "person" (the age)."""

    source: str
    surface: str
    start: int | None = None
    end: int | None = None


@dataclass(frozen=True, slots=True)
class Item:
    """One thing that was understood. `concept` is a code of the vocabulary, "" for words it does not know.

    Not `quotable`: true, and said in a clause of dislike (元気なママの会は苦手), so never given as a reason.
    """

    what: str
    concept: str
    evidence: Evidence
    quotable: bool = True


@dataclass(frozen=True, slots=True)
class NeedProfile:
    """The reading of one need. Nothing here excludes a place.

    `query` is the text to search with: the note without what is disliked, and the form's words.
    `dislikes` are what a place should not have; of one with `what` "opposite" (大勢) the concept is the care that
    it is the opposite of. `around` is what people around the person live with or like, `denied` what the note says
    is not so, `safety` words after which a worker makes sure of the person first: none of these is ever a reason.
    `kinds` are the wanted 種別 with weights in (0, 1], the heaviest first.
    """

    query: str
    aims: tuple[Item, ...]
    interests: tuple[Item, ...]
    situations: tuple[Item, ...]
    cares: tuple[Item, ...]
    dislikes: tuple[Item, ...]
    around: tuple[Item, ...]
    denied: tuple[Item, ...]
    safety: tuple[Item, ...]
    kinds: tuple[tuple[str, float], ...]
    stage: str | None
    company: str | None

    def as_dict(self) -> dict[str, object]:
        """For a run line; lists and numbers only."""
        return {
            "kinds": dict(self.kinds),
            "stage": self.stage,
            "company": self.company,
            "aims": [_item_dict(item) for item in self.aims],
            "interests": [_item_dict(item) for item in self.interests],
            "situations": [_item_dict(item) for item in self.situations],
            "cares": [_item_dict(item) for item in self.cares],
            "dislikes": [_item_dict(item) for item in self.dislikes],
            "around": [_item_dict(item) for item in self.around],
            "denied": [_item_dict(item) for item in self.denied],
            "safety": [_item_dict(item) for item in self.safety],
        }


def concepts_of(items: tuple[Item, ...]) -> tuple[str, ...]:
    """The distinct known concepts of `items`, in their order."""
    return tuple(dict.fromkeys(item.concept for item in items if item.concept))


def _item_dict(item: Item) -> Mapping[str, object]:
    evidence = item.evidence
    return {
        "concept": item.concept or None,
        "source": evidence.source,
        "surface": evidence.surface,
        "start": evidence.start,
        "end": evidence.end,
    }
