"""Which row is which entry: a natural key from name and place, and a hash of the content.

A publisher's ids are never keys: in real files they are empty, reused in every town and repeated.
What is stored of either goes through `digest`, which for a real database is a keyed fingerprint: nobody
can try addresses against it.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Callable, Hashable, Sequence
from dataclasses import asdict, fields
from pathlib import PurePath

from resources.folding import fold_name, fold_text
from resources.importing.record_json import rule_to_dict
from resources.records import ResourceRecord

Digest = Callable[[str], str]
"""Text → 64 hexadecimal digits."""

_DIGITS_OF_AN_EDITION = re.compile(r"\d{4,}|\s*\(\d+\)$")
_MAX_NAME = 40
_POSITION_DECIMALS = 4
"""About 10 m: publishers round differently from edition to edition."""

_DEFAULTS = asdict(ResourceRecord(key="", name="", kind=""))


def natural_key(record: ResourceRecord) -> str:
    """Name and address, folded; without an address the rounded position, else the operator."""
    if record.address:
        place = "address", fold_name(record.address)
    elif record.lat is not None and record.lon is not None:
        place = "position", f"{record.lat:.{_POSITION_DECIMALS}f},{record.lon:.{_POSITION_DECIMALS}f}"
    else:
        place = "operator", fold_name(record.operator)
    name = fold_name(record.name) or fold_text(record.name)
    return "\n".join((name, *place))


def plain_digest(text: str) -> str:
    """SHA-256, for what is not stored: comparing within one run, without a database."""
    return hashlib.sha256(text.encode()).hexdigest()


def numbered_key(natural: str, number: int, digest: Digest) -> str:
    """What is stored: a digest of the natural key and the number among equals."""
    return digest(f"{natural}\n{number}")


def row_hash(record: ResourceRecord, digest: Digest) -> str:
    """Digest of the content: equal for the same content, whatever the key and the order of columns.

    Values that are the default are left out, so that a field that the model gains later changes no hash.
    """
    content = {
        field.name: value
        for field in fields(record)
        if field.name not in ("key", "extra")
        and (value := getattr(record, field.name)) != _DEFAULTS[field.name]
    }
    content["schedule"] = [rule_to_dict(rule) for rule in record.schedule]
    content["extra"] = sorted(record.extra)
    return digest(json.dumps(content, default=str, sort_keys=True))


def source_system(format_name: str, file: str) -> str:
    """The name under which the editions of one list are known: format and file name without dates and (1)."""
    stem = fold_text(_DIGITS_OF_AN_EDITION.sub("", PurePath(file).stem)).strip("_- ")
    name = stem if len(stem) <= _MAX_NAME else hashlib.sha256(stem.encode()).hexdigest()[:16]
    return f"{format_name.split('-')[0]}:{name}"


def match_equals(new: Sequence[Hashable], stored: Sequence[Hashable]) -> list[int]:
    """Rows of one natural key to their stored numbers (from 0): equal content first, then in order.

    Numbers from len(stored) on are new entries. So the order of rows in a file does not matter.
    """
    free = list(range(len(stored)))
    places: list[int | None] = []
    for content in new:
        same = next((number for number in free if stored[number] == content), None)
        if same is not None:
            free.remove(same)
        places.append(same)
    following = iter(range(len(stored), len(stored) + len(new)))
    return [place if place is not None else (free.pop(0) if free else next(following)) for place in places]
