"""A table of towns, made ready for looking up: one dictionary per municipality."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import numpy.typing as npt

from geo.addresses.folding import fold_town
from geo.addresses.model import Municipality, Town
from geo.addresses.places import split_chome

FloatArray = npt.NDArray[np.float64]
_SAME_POINT_KM = 0.5
"""Two lines of one name that lie nearer to each other are one town."""
_KM_PER_DEGREE = 111.2


@dataclass(frozen=True, slots=True)
class TownName:
    """What one spelling means inside one municipality. `whole`: the line itself; else lines below it."""

    towns: tuple[int, ...]
    whole: bool


@dataclass(frozen=True)
class TownTable:
    """Towns in the order of their files. Made by `town_table`."""

    towns: tuple[Town, ...]
    municipalities: tuple[Municipality, ...]
    names: tuple[dict[str, TownName], ...]
    """Folded name → what it means, one dictionary per municipality."""
    longest: tuple[int, ...]
    """Characters of the longest name of each municipality."""

    def __len__(self) -> int:
        return len(self.towns)

    @cached_property
    def prefixes(self) -> dict[str, frozenset[int]]:
        """How an address may begin → the municipalities that it means then."""
        found: dict[str, set[int]] = {}
        for number, place in enumerate(self.municipalities):
            for words in _beginnings(place):
                found.setdefault(fold_town(words), set()).add(number)
        return {words: frozenset(numbers) for words, numbers in found.items() if words}

    @cached_property
    def longest_prefix(self) -> int:
        """Characters of the longest beginning of an address."""
        return max(map(len, self.prefixes), default=0)

    @cached_property
    def points(self) -> tuple[FloatArray, FloatArray]:
        """Latitudes and longitudes, shape (n,), NaN where a town has none."""
        return (
            np.array([math.nan if town.lat is None else town.lat for town in self.towns]),
            np.array([math.nan if town.lon is None else town.lon for town in self.towns]),
        )

    def numbers_of(self, stated: str) -> frozenset[int]:
        """The municipalities that a code (5 or 6 digits) or a name means; a 政令市 means its wards."""
        if stated.isascii() and stated.isdigit() and len(stated) in (5, 6):
            code = stated[:5]
            exact = {n for n, place in enumerate(self.municipalities) if place.code == code}
            return frozenset(exact or self._wards_of(code))
        return self.prefixes.get(fold_town(stated), frozenset())

    def representative_point(self, numbers: Sequence[int]) -> tuple[float | None, float | None]:
        """The middle of the points of towns; (None, None) where none has one."""
        known = [(t.lat, t.lon) for t in (self.towns[n] for n in numbers)]
        lats = [lat for lat, lon in known if lat is not None and lon is not None]
        lons = [lon for lat, lon in known if lat is not None and lon is not None]
        return (sum(lats) / len(lats), sum(lons) / len(lons)) if lats else (None, None)

    def _wards_of(self, city_code: str) -> set[int]:
        """Wards have the codes that follow that of their 政令市 (14130 → 14131 …), all of one city."""
        first = int(city_code)
        near = {
            n: place
            for n, place in enumerate(self.municipalities)
            if place.ward and place.code.isdigit() and first < int(place.code) <= first + _MOST_WARDS
        }
        nearest = min(near.values(), key=lambda place: place.code, default=None)
        return {n for n, place in near.items() if nearest and place.city == nearest.city}


_MOST_WARDS = 29


def town_table(towns: Iterable[Town]) -> TownTable:
    """The table of these towns. Lines of one name that are far apart stay apart (and are ambiguous)."""
    listed = tuple(towns)
    numbers: dict[Municipality, int] = {}
    for town in listed:
        numbers.setdefault(town.municipality, len(numbers))
    lines: list[dict[str, list[int]]] = [{} for _ in numbers]
    below: list[dict[str, list[int]]] = [{} for _ in numbers]
    for index, town in enumerate(listed):
        place = numbers[town.municipality]
        name, koaza = fold_town(town.name), fold_town(town.koaza)
        lines[place].setdefault(name + koaza, []).append(index)
        if koaza:
            below[place].setdefault(name, []).append(index)
        if base := split_chome(name):
            below[place].setdefault(base, []).append(index)
    names = tuple(_names(own, under, listed) for own, under in zip(lines, below, strict=True))
    return TownTable(listed, tuple(numbers), names, tuple(max(map(len, found), default=0) for found in names))


def _names(
    lines: dict[str, list[int]], below: dict[str, list[int]], towns: Sequence[Town]
) -> dict[str, TownName]:
    names = {name: TownName(tuple(numbers), whole=False) for name, numbers in below.items() if name}
    for name, numbers in lines.items():
        if name:
            names[name] = TownName(_one_town(numbers, towns), whole=True)
    return names


def _one_town(numbers: list[int], towns: Sequence[Town]) -> tuple[int, ...]:
    """Lines of one spelling: the first with a point where all lie together, else all of them."""
    located = [n for n in numbers if towns[n].lat is not None]
    if not located:
        return (numbers[0],)
    first = towns[located[0]]
    together = all(_km(first, towns[n]) <= _SAME_POINT_KM for n in located)
    return (located[0],) if together else tuple(located)


def _km(a: Town, b: Town) -> float:
    if a.lat is None or a.lon is None or b.lat is None or b.lon is None:
        return 0.0
    east = (a.lon - b.lon) * math.cos(math.radians(a.lat))
    return math.hypot(a.lat - b.lat, east) * _KM_PER_DEGREE


def _beginnings(place: Municipality) -> Iterable[str]:
    """With and without prefecture and 郡; a ward also by the name of its city, and alone."""
    for front in (place.prefecture, ""):
        for county in {place.county, ""}:
            yield f"{front}{county}{place.city}{place.ward}"
            if place.ward:
                yield f"{front}{county}{place.city}"
                yield f"{front}{place.ward}"
