"""Doubts about whom a place is for: ages, a 学区 and people that 対象者 names in words, certificates it asks for."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

import numpy as np
import numpy.typing as npt

from matcher.engine.catalogue.place_words import AUDIENCE
from matcher.engine.context import Context
from matcher.engine.data_tables import read_table
from matcher.engine.profile import NeedProfile, concepts_of
from matcher.engine.reading import closure
from matcher.engine.reading.signs import CANNOT, WILL_NOT
from matcher.engine.vocabulary import age_groups, vocabulary
from resources.code_lists import code_list

BoolArray = npt.NDArray[np.bool_]
FloatArray = npt.NDArray[np.float64]

_MEMBERS, _PERHAPS_MINE = 1.0, 2.0

# Certificates that a person has or has not, and that a note would speak of: holding → the concept that names it.
_CARE_LEVEL = "要支援・要介護認定"
_CERTIFICATES = {"手帳": "hold_notebook", "受給者証": "hold_certificate", _CARE_LEVEL: "hold_care_level"}
# From this age on (介護保険法第9条) a care level is soon asked for, and often there without being named.
_INSURED = 65
# A relative is of the stated ages when the two ranges share this much of the shorter one.
_SHARED = 0.5
# Who is younger has brothers and sisters of school age, but no children; a baby is up to so old.
_ADULT, _SMALL = 19, 3
# How closely a concept must follow from another for both to name the same people.
_ALIKE = 0.3


def other_age(context: Context) -> BoolArray:
    """対象者 states ages in words, the columns none, and they are neither the person's nor those of a relative."""
    age = context.need.age
    if age is None:
        return np.zeros(len(context), dtype=np.bool_)
    readings, rows = context.catalogue.concepts.readings, context.rows
    low, high = readings.age_from[rows].astype(np.int64), readings.age_to[rows].astype(np.int64)
    in_columns = np.isfinite(context.places.age_min) | np.isfinite(context.places.age_max)
    outside = ((age < low) | (age > high)) & ~in_columns
    if wants_role(context.profile):
        outside &= ~context.places.names_roles  # whoever helps need not be of that age
    for young, old in _ages_of_relatives(context.profile, age):
        shared = np.minimum(high, old) - np.maximum(low, young) + 1
        outside &= shared < _SHARED * (np.minimum(high - low, old - young) + 1)
    return np.asarray(outside, dtype=np.bool_)


def _ages_of_relatives(profile: NeedProfile, age: int) -> set[tuple[int, int]]:
    """Ranges of ages of those for whom the person may come along; of children the ages that the note says."""
    children = {(child, child) for child in profile.children} if age >= _ADULT else set()
    found = set(children)
    for concept in known_situations(profile) & _relatives().keys():
        young, old, is_child = _relatives()[concept]
        if not is_child or (age >= _ADULT and not children):
            found.add((young, old))
    return found


def other_area(context: Context) -> BoolArray:
    """対象者 is people of the place's own 学区 or 地区, no column says so, and the person lives in another."""
    if not context.need.district:
        return np.zeros(len(context), dtype=np.bool_)
    own_area = context.catalogue.concepts.readings.own_area[context.rows]
    if not own_area.any():
        return own_area
    codes = context.places.district_codes
    elsewhere = ~codes.equals(context.need.district) & ~codes.equals("")
    # Where 学区内在住 is a stated condition, it excludes, or can be asked about: no doubt besides.
    return np.asarray(
        own_area & elsewhere & ~context.places.conditions.has("resident_district"), dtype=np.bool_
    )


def other_people(context: Context) -> BoolArray:
    """対象者 or 名称 names only people of whom one knows whether one is of them, and nothing says that the person is."""
    concepts = context.catalogue.concepts
    values = _people(concepts.codes).copy()
    for code in known_situations(context.profile) | _as_parent(context.profile):
        values[[concepts.number(other) for other in _alike().get(code, ())]] = _PERHAPS_MINE
    of_members = context.spoken.most(values, AUDIENCE) == _MEMBERS
    # Whoever helps need not be one of those who are helped.
    return np.asarray(of_members & ~context.places.kind_codes.equals("volunteer_activity"), dtype=np.bool_)


def _as_parent(profile: NeedProfile) -> frozenset[str]:
    """A note that says how old a daughter or son is speaks of bringing a child up."""
    if not profile.children or profile.children[0] >= _ADULT:
        return frozenset()
    return frozenset({"child_rearing", "postpartum"} if profile.children[0] <= _SMALL else {"child_rearing"})


def not_held(context: Context) -> BoolArray:
    """利用条件 asks for a certificate that neither the form nor the note says the person holds."""
    form = context.need.structured
    held = frozenset(form.holds if form and form.holds else ())
    asked = _not_named(context.profile, context.need.age, held)
    return context.places.conditions.has_any(asked)


def _not_named(profile: NeedProfile, age: int | None, held: frozenset[str]) -> tuple[str, ...]:
    """Codes of the 利用条件 that ask for such a certificate."""
    named = {item.concept for item in profile.circumstances if item.polarity not in (WILL_NOT, CANNOT)}
    return tuple(
        code
        for code, holding in _asking()
        if holding not in held
        and _CERTIFICATES[holding] not in named
        and not (holding == _CARE_LEVEL and (age is None or age >= _INSURED))
    )


@cache
def _asking() -> tuple[tuple[str, str], ...]:
    """(利用条件, what it asks for), for the certificates."""
    codes = ((code.code, code.extra["holding"]) for code in code_list("resource_condition"))
    return tuple((code, holding) for code, holding in codes if holding in _CERTIFICATES)


def wants_role(profile: NeedProfile) -> bool:
    """Whether the person is to do something for others, or to work."""
    return profile.stage in ("role", "work") or "volunteer" in concepts_of(profile.aims)


def known_situations(profile: NeedProfile) -> frozenset[str]:
    """What the person, or somebody around the person, lives with."""
    return frozenset(concepts_of((*profile.situations, *profile.around)))


@cache
def _relatives() -> Mapping[str, tuple[int, int, bool]]:
    """Situation → (youngest, oldest, whether it speaks of the person's children)."""
    return {
        row["concept"]: (int(row["age_from"]), int(row["age_to"]), row["child"] == "true")
        for row in read_table("relatives.csv")
    }


@cache
def _people(codes: tuple[str, ...]) -> FloatArray:
    """Concept → what it says of an audience: people whom a note would name, others, or (0) no people."""
    known, members = vocabulary().concepts, member_concepts()
    ages = age_groups()
    return np.array(
        [
            _MEMBERS
            if code in members
            else _PERHAPS_MINE
            if known[code].facet == "situation" and code not in ages
            else 0.0
            for code in codes
        ]
    )


@cache
def member_concepts() -> frozenset[str]:
    """Situations of which a note would say that the person is in them: who is not named is not of these people."""
    return frozenset(row["concept"] for row in read_table("members.csv"))


@cache
def _alike() -> Mapping[str, frozenset[str]]:
    """Situation → those that follow from it or that it follows from, and itself."""
    concepts = [code for code, concept in vocabulary().concepts.items() if concept.facet == "situation"]
    follows = {code: {other for other, weight in closure(code) if weight >= _ALIKE} for code in concepts}
    return {
        code: frozenset({code, *follows[code], *(other for other, its in follows.items() if code in its)})
        for code in concepts
    }
