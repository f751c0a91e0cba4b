"""What the engine understood of a need: every item with the words that it was read from."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

NOTE, FORM, PERSON = "note", "form", "person"


@dataclass(frozen=True, slots=True)
class Evidence:
    """The words behind an item. `source`: "note" ([start, end) is their span), "form", "person" (the age)."""

    source: str
    surface: str
    start: int | None = None
    end: int | None = None


@dataclass(frozen=True, slots=True)
class Item:
    """One thing that was understood. `concept` is a code of the vocabulary, "" for words it does not know."""

    what: str
    concept: str
    evidence: Evidence


@dataclass(frozen=True, slots=True)
class NeedProfile:
    """The reading of one need. Nothing here excludes a place, except `form_avoid` where a rule says so.

    `query` is the text to search with: the note without what is disliked, and the form's words.
    `kinds` are the wanted 種別 with weights in (0, 1], the heaviest first.
    """

    query: str
    aims: tuple[Item, ...]
    interests: tuple[Item, ...]
    situations: tuple[Item, ...]
    cares: tuple[Item, ...]
    dislikes: tuple[Item, ...]
    kinds: tuple[tuple[str, float], ...]
    stage: str | None
    company: str | None
    form_avoid: tuple[str, ...]

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
