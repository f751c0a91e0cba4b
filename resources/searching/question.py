"""What somebody asks the catalogue for."""

from __future__ import annotations

from dataclasses import dataclass

ORDERS = ("fit", "near", "fresh", "name")
LONGEST_TEXT = 200
"""Folding takes time with the square of the length."""


@dataclass(frozen=True, slots=True)
class Centre:
    """Where from: degrees (WGS 84), and how far as the crow flies, in kilometres."""

    lat: float
    lon: float
    km: float


@dataclass(frozen=True, slots=True)
class CatalogueQuestion:
    """Every condition must hold; an empty one asks nothing.

    `words`: for each word its spellings and synonyms, of which one must be there. `days` are weekday codes,
    of which one must be open; `start`/`end` minutes since midnight; a place that states no day or hour may
    fit, and comes behind those that do. `age` in years, `max_fee` in yen: not stated never excludes.
    `accessibility`: codes that must all be stated. `free_now`: open and not known to be full.
    `fresh`: not stale. `order` is one of ORDERS; "near" needs a `centre`.
    """

    words: tuple[tuple[str, ...], ...] = ()
    kinds: tuple[str, ...] = ()
    fields: tuple[str, ...] = ()
    districts: tuple[str, ...] = ()
    statuses: tuple[str, ...] = ()
    standings: tuple[str, ...] = ("participation_place",)
    days: tuple[str, ...] = ()
    start: int | None = None
    end: int | None = None
    age: int | None = None
    max_fee: int | None = None
    accessibility: tuple[str, ...] = ()
    free_now: bool = False
    full: bool = False
    fresh: bool = False
    stale: bool = False
    centre: Centre | None = None
    order: str = "fit"
