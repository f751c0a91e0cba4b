"""The place's own words, verbatim, by what they name."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from matcher.engine.reading.place import (
    ABSENT,
    AUDIENCE_FIELD,
    CONSIDERATIONS,
    FIELDS,
    NAME,
    OPPOSITE,
    ROLES,
    PlaceReading,
    concept_codes,
    field_text,
)
from resources.records import ResourceRecord

_OF_PEOPLE = (NAME, AUDIENCE_FIELD)


@dataclass(frozen=True)
class PlaceWords:
    """The place's own words, verbatim, by concept; of several the first.

    `named` are all, `audience` those of 名称 and 対象者 (none when everybody may come), `roles` whole entries of
    役割の機会, `considerations` whole entries of 受入の配慮, `opposed` the words for the opposite of a care.
    `everybody`: 対象者 says that everybody may come.
    """

    named: Mapping[str, str]
    audience: Mapping[str, str]
    roles: Mapping[str, str]
    considerations: Mapping[str, str]
    opposed: Mapping[str, str]
    everybody: bool


def said_words(reading: PlaceReading, record: ResourceRecord) -> PlaceWords:
    """The words of one place."""
    codes = concept_codes()
    texts = [field_text(record, field) for field in range(len(FIELDS))]
    named, opposed = dict[str, str](), dict[str, str]()
    audience, roles, considerations = dict[str, str](), dict[str, str](), dict[str, str]()
    for concept, field, start, end, flag in reading.words:
        if flag == ABSENT:
            continue
        code = codes[concept]
        if flag == OPPOSITE:
            opposed.setdefault(code, texts[field][start:end])
            continue
        if code not in named:
            named[code] = texts[field][start:end]
        if field == ROLES:
            roles.setdefault(code, _entry(texts[field], start, end, "、；;\n"))
        elif field == CONSIDERATIONS:
            considerations.setdefault(code, _entry(texts[field], start, end, "\n"))
        elif field in _OF_PEOPLE and not reading.everybody:
            audience.setdefault(code, texts[field][start:end])
    return PlaceWords(named, audience, roles, considerations, opposed, reading.everybody)


def _entry(text: str, start: int, end: int, between: str) -> str:
    """The entry of a list that [start, end) stands in."""
    left = max(text.rfind(mark, 0, start) for mark in between) + 1
    rights = [place for mark in between if (place := text.find(mark, end)) >= 0]
    return text[left : min(rights, default=len(text))].strip()
