"""What is compared of each entry, as columns: folded texts, telephone, place, week, and bit sets of bigrams."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
import numpy.typing as npt

from resources.code_lists import code_list
from resources.folding import fold_name
from resources.quality.pairs.spelling import (
    folded,
    folded_address,
    numbers_in,
    offers_in,
    outside_brackets,
    phone_digits,
    proper_part,
    renaming,
    town_and_block,
    words_in,
)
from resources.records import ResourceRecord

Bits = npt.NDArray[np.uint64]
NAME_WORDS, SUMMARY_WORDS = 8, 32
"""64-bit words of a bit set: 512 places for a name's bigrams, 2,048 for those of a description."""
_LINE = ord("\n")
_AT_ONCE = 10_000
GATHERINGS = frozenset({"third_place", "salon", "hobby_culture", "peer_group"})
"""Kinds that lists take for one another."""
HELPERS = frozenset({"volunteer_activity", "volunteer_person"})


@dataclass(frozen=True)
class Facts:
    """Columns of n entries. Missing: "" in texts, NaN in numbers, 0 in `weekdays`, −1 in `phones` and `districts`."""

    names: list[str]
    outside: list[str]
    proper: list[str]
    readings: list[str]
    proper_readings: list[str]
    operators: list[str]
    addresses: list[str]
    blocks: list[str]
    numbers: list[frozenset[str]]
    offers: list[frozenset[str]]
    words: list[tuple[str, ...]]
    renamings: list[str]
    """Remarks that speak of another name, folded; "" for all others."""
    phones: npt.NDArray[np.int64]
    """Entries with the same telephone number share a number."""
    districts: npt.NDArray[np.int64]
    kinds: npt.NDArray[np.int64]
    gathers: npt.NDArray[np.bool_]
    helps: npt.NDArray[np.bool_]
    lat: npt.NDArray[np.float64]
    lon: npt.NDArray[np.float64]
    weekdays: npt.NDArray[np.uint8]
    start: npt.NDArray[np.float64]
    name_bits: Bits
    summary_bits: Bits

    def __len__(self) -> int:
        return len(self.names)


def facts_of(records: Sequence[ResourceRecord]) -> Facts:
    """The columns of these records, in their order."""
    readings = [_reading(record) for record in records]
    addresses = [record.address for record in records]
    return Facts(
        names=[folded(record.name) for record in records],
        outside=[outside_brackets(record.name) for record in records],
        proper=[proper_part(record.name) for record in records],
        readings=readings,
        proper_readings=[proper_part(reading) for reading in readings],
        operators=[folded(record.operator) for record in records],
        addresses=[folded_address(address) for address in addresses],
        blocks=[town_and_block(address) for address in addresses],
        numbers=[numbers_in(record.name) for record in records],
        offers=[offers_in(record.name) for record in records],
        words=[words_in(record.name) for record in records],
        renamings=[renaming(record.remarks) for record in records],
        phones=_numbered([phone_digits(record.phone) for record in records]),
        districts=_numbered([record.district or "" for record in records]),
        kinds=_numbered([record.kind for record in records]),
        gathers=np.array([record.kind in GATHERINGS for record in records], dtype=np.bool_),
        helps=np.array([record.kind in HELPERS for record in records], dtype=np.bool_),
        lat=_floats([record.lat for record in records]),
        lon=_floats([record.lon for record in records]),
        weekdays=np.array([_weekdays(record) for record in records], dtype=np.uint8),
        start=_floats([_start(record) for record in records]),
        name_bits=bit_sets(
            [f"{fold_name(record.name)}\n{fold_name(record.name_kana)}" for record in records], NAME_WORDS
        ),
        summary_bits=bit_sets([fold_name(record.summary) for record in records], SUMMARY_WORDS),
    )


def _reading(record: ResourceRecord) -> str:
    return folded(record.name_kana) if record.name_kana else ""


def _numbered(values: Sequence[str]) -> npt.NDArray[np.int64]:
    """Equal values as equal numbers, "" as −1."""
    numbers: dict[str, int] = {"": -1}
    for value in values:
        numbers.setdefault(value, len(numbers) - 1)
    return np.array([numbers[value] for value in values], dtype=np.int64)


def _floats(values: Sequence[float | None]) -> npt.NDArray[np.float64]:
    return np.array([np.nan if value is None else value for value in values], dtype=np.float64)


def _weekdays(record: ResourceRecord) -> int:
    """One bit per weekday that any rule names."""
    order = _weekday_bits()
    days = {day for rule in record.schedule for day in rule.weekdays}
    return sum(order.get(day, 0) for day in days)


@lru_cache(maxsize=1)
def _weekday_bits() -> dict[str, int]:
    week = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
    assert set(week) <= set(code_list("weekday").codes)
    return {day: 1 << number for number, day in enumerate(week)}


def _start(record: ResourceRecord) -> float | None:
    return min((rule.start for rule in record.schedule if rule.start is not None), default=None)


def bit_sets(texts: Sequence[str], words: int) -> Bits:
    """Shape (texts, words): the bigrams of each text's lines; where a bit stands depends on the two characters alone."""
    parts = [_some_bit_sets(texts[at : at + _AT_ONCE], words) for at in range(0, len(texts), _AT_ONCE)]
    return np.concatenate(parts) if parts else np.zeros((0, words), dtype=np.uint64)


def _some_bit_sets(texts: Sequence[str], words: int) -> Bits:
    codes = np.frombuffer("".join(texts).encode("utf-32-le", "surrogatepass"), dtype=np.uint32).astype(
        np.int64
    )
    rows = np.repeat(np.arange(len(texts)), [len(text) for text in texts])
    one, other = codes[:-1], codes[1:]
    within = (rows[:-1] == rows[1:]) & (one != _LINE) & (other != _LINE)
    bits = np.zeros((len(texts), words * 64), dtype=np.uint8)
    bits[rows[:-1][within], (one * 1_000_003 + other * 7919)[within] % (words * 64 - 1)] = 1
    return np.packbits(bits, axis=1).view(np.uint64)
