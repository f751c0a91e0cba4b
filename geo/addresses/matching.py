"""Which town an address names. Nothing is guessed: a town of another municipality is never meant."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache

from geo.addresses.folding import FoldedAddress, fold_address, fold_town
from geo.addresses.model import Failure, TownMatch
from geo.addresses.places import (
    KYOTO,
    PREFECTURES,
    after_streets,
    chome_at,
    ends_a_town,
    names_other_municipality,
    prefecture_of,
    split_chome,
)
from geo.addresses.table import TownName, TownTable

_WITHHELD = ("非公開", "非公表")
_UNSTATED = frozenset({"", "-", "ー", "不明", "未定", "ナシ", "無シ", "*"})


@dataclass(frozen=True, slots=True)
class _Beginning:
    """Where the town begins, and in which municipalities it may lie."""

    offset: int
    municipalities: frozenset[int]


def match_address(address: str, table: TownTable, *, stated: str = "", home: str = "") -> TownMatch:
    """The town of an address.

    The municipality is what the address itself says, else `stated` (the code of the row, or a name), else
    `home` (code or name of the installation's municipality). Never raises.
    """
    folded = fold_address(address)
    if any(word in address for word in _WITHHELD):
        return TownMatch(reason="withheld")
    if folded.text in _UNSTATED:
        return TownMatch(reason="empty")
    beginning = _beginning(folded.text, table, stated, home)
    if not isinstance(beginning, _Beginning):
        return TownMatch(reason=beginning)
    for offset in _offsets(folded.text, beginning, table):
        found = _search(folded, offset, beginning.municipalities, table)
        if found is not None:
            return found
    other = names_other_municipality(folded.text[beginning.offset :])
    return TownMatch(reason="other_municipality" if other and not beginning.offset else "no_town")


def match_addresses(
    addresses: Iterable[str], table: TownTable, *, stated: Sequence[str] | None = None, home: str = ""
) -> list[TownMatch]:
    """`match_address` for many; `stated[i]` belongs to the i-th address."""
    listed = list(addresses)
    codes = stated if stated is not None else [""] * len(listed)
    return [
        match_address(address, table, stated=code, home=home)
        for address, code in zip(listed, codes, strict=True)
    ]


def _beginning(text: str, table: TownTable, stated: str, home: str) -> _Beginning | Failure:
    found = _prefix(text, 0, table)
    own = table.numbers_of(home) if home else frozenset()
    if found is not None:
        meant = _one_city(found.municipalities, own, table)
        return _Beginning(found.offset, meant) if meant else "ambiguous"
    prefecture = prefecture_of(text, _folded_prefectures())
    if stated:
        by_row = table.numbers_of(stated)
        if not by_row and stated[:5] != home[:5]:
            return "other_municipality"
        own = by_row or own
    if prefecture:
        own = frozenset(n for n in own if fold_town(table.municipalities[n].prefecture) == prefecture)
        if not own:
            return "other_municipality"
    if own:
        return _Beginning(len(prefecture), own)
    return "other_municipality" if names_other_municipality(text) else "no_municipality"


def _prefix(text: str, offset: int, table: TownTable) -> _Beginning | None:
    """The longest beginning of an address that is a municipality of the table."""
    for end in range(min(len(text), offset + table.longest_prefix), offset, -1):
        if numbers := table.prefixes.get(text[offset:end]):
            return _Beginning(end, numbers)
    return None


def _one_city(numbers: frozenset[int], own: frozenset[int], table: TownTable) -> frozenset[int]:
    """The municipalities that one name means: wards of one city, or of several of a name our own; else none."""
    cities = {
        (place.prefecture, place.county, place.city)
        for place in map(table.municipalities.__getitem__, numbers)
    }
    return numbers if len(cities) == 1 else numbers & own


def _offsets(text: str, beginning: _Beginning, table: TownTable) -> Iterable[int]:
    """Where the town may begin: after the municipality, after its name once more, after 京都's streets."""
    yield beginning.offset
    again = _prefix(text, beginning.offset, table)
    if again is not None and again.municipalities & beginning.municipalities:
        yield again.offset
    if any(table.municipalities[number].city == KYOTO for number in beginning.municipalities):
        rest = after_streets(text[beginning.offset :])
        yield len(text) - len(rest)


def _search(
    folded: FoldedAddress, offset: int, municipalities: frozenset[int], table: TownTable
) -> TownMatch | None:
    """The town at `offset`; None where no municipality has one, "ambiguous" where several have."""
    found = [
        match for number in municipalities if (match := _town_at(folded, offset, number, table)) is not None
    ]
    if not found:
        return None
    if len(found) == 1:
        return found[0]
    return TownMatch(reason="ambiguous")


def _town_at(folded: FoldedAddress, offset: int, number: int, table: TownTable) -> TownMatch | None:
    """The longest name of one municipality that stands at `offset` and ends there."""
    text, names = folded.text, table.names[number]
    for end in range(min(len(text), offset + table.longest[number]), offset, -1):
        name = names.get(text[offset:end])
        if name is not None and _may_end(folded, end):
            return _with_chome(text, offset, end, name, number, table)
    return None


def _may_end(folded: FoldedAddress, end: int) -> bool:
    if end in folded.before_koaza or ends_a_town(folded.text, end):
        return True
    rest = folded.text[end:]
    return end in folded.before_space and not any(character.isdigit() for character in rest)


def _with_chome(text: str, offset: int, end: int, name: TownName, number: int, table: TownTable) -> TownMatch:
    """The 丁目 behind an 大字, where the table has it: 本町5-6-1 is 本町五丁目."""
    chome = chome_at(text, end)
    if chome is not None:
        value, after, rest = chome
        says_so = after in ("丁", "丁目") or (after == "-") or (not name.whole and after in ("", "番", "号"))
        for word in ("丁目", "丁"):
            below = table.names[number].get(f"{text[offset:end]}{value}{word}")
            if below is not None and below.whole and says_so:
                return _match(text[rest:], below, number, table, whole=True)
        if after in ("丁", "丁目"):
            return _match(text[end:], name, number, table, whole=False)
    return _match(text[end:], name, number, table, whole=name.whole)


def _match(rest: str, name: TownName, number: int, table: TownTable, *, whole: bool) -> TownMatch:
    if name.whole and len(name.towns) > 1:
        return TownMatch(reason="ambiguous")
    lat, lon = table.representative_point(name.towns)
    first = table.towns[name.towns[0]]
    return TownMatch(
        "town" if whole else "oaza",
        None,
        table.municipalities[number],
        f"{first.name}{first.koaza}" if name.whole else split_chome(fold_town(first.name)) or first.name,
        rest,
        name.towns,
        lat,
        lon,
    )


@cache
def _folded_prefectures() -> dict[str, str]:
    return {fold_town(name): name for name in PREFECTURES}
