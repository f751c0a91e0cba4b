"""Which records of a file are one area: never by name alone, because two schools of a city may share it."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence
from hashlib import sha256

from geo.areas.features import Record
from geo.areas.layouts import Layout

LONGEST_KEY = 40
_DIGEST_CHARACTERS = 6
_FIVE_DIGITS = re.compile(r"\d{4,6}")


def area_keys(records: Sequence[Record], layout: Layout, municipality: str) -> list[str]:
    """The id of each record's area: its code, else municipality and name, else with the address beside them.

    The address counts only where one name has several, so that an id stays what people can read; "" = neither
    code nor name. `municipality` is used where the file says none.
    """
    named = [_named(record, layout, municipality) for record in records]
    places: dict[str, set[str]] = defaultdict(set)
    for record, key in zip(records, named, strict=True):
        if layout.address:
            places[key].add(record[layout.address])
    keys = []
    for record, key in zip(records, named, strict=True):
        code = record[layout.key] if layout.key else ""
        if layout.key and layout.key == layout.municipality:
            code = municipality_code(record, layout)  # an area that belongs to no municipality has no id
            key = ""
        if code:
            keys.append(_short(code))
        elif key and len(places[key]) > 1:
            keys.append(_short(f"{key}-{_digest(record[layout.address])}"))
        else:
            keys.append(_short(key))
    return keys


def municipality_code(record: Record, layout: Layout) -> str:
    """Five digits: a lost leading zero is put back, the check digit of six is left out; "" for anything else."""
    text = record[layout.municipality] if layout.municipality else ""
    if not _FIVE_DIGITS.fullmatch(text):
        return ""
    return text[:5] if len(text) == 6 else text.zfill(5)


def _named(record: Record, layout: Layout, municipality: str) -> str:
    name = "".join(record[column] for column in layout.names)
    code = municipality_code(record, layout) or municipality
    return f"{code}-{name}" if code and name else name


def _short(key: str) -> str:
    if len(key) <= LONGEST_KEY:
        return key
    return f"{key[: LONGEST_KEY - _DIGEST_CHARACTERS - 1]}-{_digest(key)}"


def _digest(text: str) -> str:
    return sha256(text.encode()).hexdigest()[:_DIGEST_CHARACTERS]
