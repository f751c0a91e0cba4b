"""What the engine understood of a need: every item with the words that it was read from."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from matcher.engine.reading.corrections import Correction

NOTE, FORM, PERSON = "note", "form", "person"
OPPOSITE = "opposite"
OWN = "本人"


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

    `what` is how it counts: the facet of a wish or a fact, or "dislike", "opposite", "cannot", "history", "around",
    "denied", "safety". `facet` is the concept's own. `polarity`: want, cannot, will_not, dislike, used_to or fact.
    `holder`: 本人, or the relative, friend or helper it is said of. Not `quotable`: true, and said in a clause of dislike
    (元気なママの会は苦手), so never given as a reason.
    """

    what: str
    concept: str
    evidence: Evidence
    quotable: bool = True
    facet: str = ""
    polarity: str = "want"
    holder: str = OWN


@dataclass(frozen=True, slots=True)
class Reach:
    """How the person gets about: `mode` a code of travel_mode.csv or None, `home_bound`: hardly leaves home.

    `without` are the modes that the note says the person cannot use.
    """

    mode: str | None = None
    home_bound: bool = False
    without: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class FreeDays:
    """`days`: codes of the weekdays that the note says are free. `evenings_from`: where it says until when the person
    works on weekdays, minutes since midnight from which those are free too. `said`: its words."""

    days: tuple[str, ...]
    evenings_from: int | None
    said: Evidence


@dataclass(frozen=True, slots=True)
class FreeTime:
    """Tendencies of the note: weekday, weekend, morning, afternoon, evening, night. Empty = nothing said."""

    good: tuple[str, ...] = ()
    bad: tuple[str, ...] = ()
    days: FreeDays | None = None


@dataclass(frozen=True, slots=True)
class NeedProfile:
    """The reading of one need. Nothing here excludes a place.

    `query` is the text to search with: the note without what is disliked, and the form's words.
    `dislikes` are what a place should not have; of one with `what` "opposite" (大勢) the concept is the care that
    it is the opposite of. `around` is what people around the person live with or like, `denied` what the note says
    is not so, `safety` words after which a worker makes sure of the person first: none of these is ever a reason.
    `kinds` are the wanted 種別 with weights in (0, 1], the heaviest first.

    `occupations` is work, now or before; `history` what was before (also among interests or occupations: still a
    sign of interest, and a strength); `cannot` what is impossible; `circumstances` the facets stage, company, reach,
    time, money, language, hold and body as the note speaks of them. `stage`, `company`, `reach`, `free` and `money`
    ("none": nothing can be paid, "earn": an income is wished) follow the form where it speaks, else the note.
    `children` are the ages of daughters and sons that the note says, `no_visits` its words against visits at home.
    `implied` are concepts that follow from the person's own, with weights in [0.1, 1], `implied_from` the concept
    each follows from. `read` is every item of the note in its order; `unused_corrections` fit no words of the note.
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
    occupations: tuple[Item, ...] = ()
    history: tuple[Item, ...] = ()
    cannot: tuple[Item, ...] = ()
    circumstances: tuple[Item, ...] = ()
    reach: Reach = Reach()
    free: FreeTime = FreeTime()
    money: str | None = None
    children: tuple[int, ...] = ()
    no_visits: Evidence | None = None
    implied: Mapping[str, float] = field(default_factory=dict)
    implied_from: Mapping[str, str] = field(default_factory=dict)
    read: tuple[Item, ...] = ()
    unused_corrections: tuple[Correction, ...] = ()

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
            "occupations": [_item_dict(item) for item in self.occupations],
            "history": [_item_dict(item) for item in self.history],
            "cannot": [_item_dict(item) for item in self.cannot],
            "circumstances": [_item_dict(item) for item in self.circumstances],
            "reach": {"mode": self.reach.mode, "home_bound": self.reach.home_bound},
            "free": {
                "good": list(self.free.good),
                "bad": list(self.free.bad),
                "days": list(self.free.days.days) if self.free.days else [],
            },
            "money": self.money,
            "children": list(self.children),
            "no_visits": self.no_visits is not None,
            "implied": {code: round(weight, 6) for code, weight in self.implied.items()},
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
        "polarity": item.polarity,
        "holder": item.holder,
    }
