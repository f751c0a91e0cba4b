"""Invented entries in the streets of a town: names from words.py, all else from entries that were written for it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from random import Random

from bench.duplicates.misspelling import new_phone
from bench.duplicates.words import LEGAL_FORMS, OTHER_TYPES, PROPER, TOWNS, TYPES
from resources.records import ResourceRecord

_TOWN_POINT = 0.15
"""Share of entries that were only geocoded to their town: many stand on one point."""


def invented(
    models: Sequence[ResourceRecord], size: int, random: Random, *, spread: float = 1.0
) -> list[ResourceRecord]:
    """`size` entries. Positions fill the town's own box, `spread` times as wide."""
    box = _box(models, spread)
    return [_placed(_invented(models, random, number), random, box) for number in range(size)]


def with_phones(records: Sequence[ResourceRecord], random: Random) -> list[ResourceRecord]:
    """Most entries of a town that was written without telephones get one."""
    return [
        replace(record, phone=new_phone(random)) if not record.phone and random.random() < 0.7 else record
        for record in records
    ]


def _box(records: Sequence[ResourceRecord], spread: float) -> tuple[float, float, float, float]:
    lat = [record.lat for record in records if record.lat is not None]
    lon = [record.lon for record in records if record.lon is not None]
    south, west = min(lat), min(lon)
    return south, south + (max(lat) - south) * spread, west, west + (max(lon) - west) * spread


def _invented(models: Sequence[ResourceRecord], random: Random, number: int) -> ResourceRecord:
    """Kind and days of one entry, sentences of several, all that names it new."""
    model = random.choice(models)
    some = [_sentence(random.choice(models), random) for _ in range(random.choice((1, 2, 3)))]
    some.append(_sentence(model, random))
    name, reading = _name(model.kind, random)
    form = random.choice(random.choice(LEGAL_FORMS))
    return replace(
        model,
        key=f"I{number:06d}",
        name=name,
        name_kana=reading if random.random() < 0.8 else "",
        operator=f"{form}{random.choice(PROPER)[0]}{random.choice(('の会', '福祉会', 'ネット', '自治会', ''))}",
        summary="".join(some),
        remarks="",
        phone=new_phone(random) if random.random() < 0.85 else "",
    )


def _sentence(model: ResourceRecord, random: Random) -> str:
    return f"{random.choice(model.summary.split('。')[:-1] or [model.summary])}。"


def _name(kind: str, random: Random) -> tuple[str, str]:
    """One proper name or two, now and then the town before it."""
    (word, word_reading), (town, town_reading) = random.choice(PROPER), random.choice(TOWNS)
    pattern, reading_pattern = random.choice(TYPES.get(kind, OTHER_TYPES))
    name, reading = pattern.format(word), reading_pattern.format(word_reading)
    if random.random() < 0.5:
        return f"{town}{name}", f"{town_reading}{reading}"
    other, other_reading = random.choice(PROPER)
    return (f"{name}{other}", f"{reading}{other_reading}") if random.random() < 0.6 else (name, reading)


def _placed(record: ResourceRecord, random: Random, box: tuple[float, float, float, float]) -> ResourceRecord:
    south, north, west, east = box
    lat, lon = random.uniform(south, north), random.uniform(west, east)
    if random.random() < _TOWN_POINT:
        lat, lon = round(lat / 0.005) * 0.005, round(lon / 0.005) * 0.005
    town = TOWNS[int(lat * 200) * 7 % len(TOWNS)][0]
    address = f"{town}{random.randrange(1, 6)}丁目{random.randrange(1, 30)}-{random.randrange(1, 20)}"
    district = f"D{int(lat * 50) % 20:02d}"
    return replace(record, lat=round(lat, 6), lon=round(lon, 6), address=address, district=district)
