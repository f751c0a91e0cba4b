"""Our code lists as HSDS taxonomies and terms, and single values as attributes.

An attribute carries its list in `link_type` and the code (or the word as written) in `value`, so that reading it
back needs no look-up; a value that no list knows has no term.
"""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from resources.code_lists import code_list
from resources.hsds.ids import hsds_id

FREE_WORDS = "consideration"
Object = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Taxonomy:
    """One of our lists. `entity`: the HSDS object on which its attributes stand."""

    list_name: str
    label_ja: str
    entity: str
    description: str

    @property
    def id(self) -> str:
        return hsds_id("taxonomy", self.list_name)


@dataclass(frozen=True, slots=True)
class Term:
    """One code of a list, or one free word."""

    list_name: str
    code: str

    @property
    def id(self) -> str:
        return hsds_id("taxonomy_term", f"{self.list_name}:{self.code}")


@cache
def taxonomies() -> dict[str, Taxonomy]:
    """List name → taxonomy, in the order of the file."""
    text = files("resources.hsds").joinpath("taxonomies.csv").read_text(encoding="utf-8")
    rows = csv.DictReader(text.splitlines())
    return {row["list_name"]: Taxonomy(**row) for row in rows}


@cache
def listed_terms() -> tuple[Term, ...]:
    """The terms of all lists; free words are not among them, they are those of the catalogue."""
    names = (name for name in taxonomies() if name != FREE_WORDS)
    return tuple(Term(name, code.code) for name in names for code in code_list(name))


def taxonomy_object(taxonomy: Taxonomy) -> Object:
    """The HSDS taxonomy."""
    return {"id": taxonomy.id, "name": taxonomy.label_ja, "description": taxonomy.description}


@cache
def _fixed_term_object(term: Term) -> Object:
    taxonomy = taxonomies()[term.list_name]
    known = None if term.list_name == FREE_WORDS else code_list(term.list_name).codes.get(term.code)
    return {
        "id": term.id,
        "code": f"{term.list_name}.{term.code}",
        "name": known.label_ja if known else term.code,
        "description": known.label_en if known else taxonomy.label_ja,
        "taxonomy": taxonomy.label_ja,
        "taxonomy_id": taxonomy.id,
        "language": "ja",
    }


def term_object(term: Term, *, with_taxonomy: bool = True) -> Object:
    """The HSDS taxonomy term."""
    found = dict(_fixed_term_object(term)) if term.list_name != FREE_WORDS else _free_word(term)
    if with_taxonomy:
        found["taxonomy_detail"] = taxonomy_object(taxonomies()[term.list_name])
    return found


def _free_word(term: Term) -> Object:
    return _fixed_term_object.__wrapped__(term)  # free words are without number: none is kept


def attributes(owner_id: str, entity: str, list_name: str, values: Iterable[str | None]) -> Iterator[Object]:
    """The attributes for these values of one list, in order; None and "" give none."""
    for position, value in enumerate(values):
        if not value:
            continue
        found: Object = {
            "id": hsds_id("attribute", f"{owner_id}:{list_name}:{position}"),
            "link_id": owner_id,
            "link_type": list_name,
            "link_entity": entity,
            "value": value,
        }
        if list_name == FREE_WORDS or value in code_list(list_name):
            term = Term(list_name, value)
            found["taxonomy_term_id"] = term.id
            found["taxonomy_term"] = term_object(term, with_taxonomy=False)
        yield found


def values_of(attributes_read: Any, list_name: str) -> tuple[str, ...]:
    """The values of one list among attributes that `attributes` wrote, in order."""
    if not isinstance(attributes_read, list):
        return ()
    return tuple(
        value
        for found in attributes_read
        if isinstance(found, dict) and found.get("link_type") == list_name
        if isinstance(value := found.get("value"), str) and value
    )
