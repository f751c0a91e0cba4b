"""The rules that columns decide alone: (need, places) → shape (n,), True where the reason excludes.

`ADMISSION` rules look only at the columns of `Snapshot.admission`, `OFFER` rules only at those of `Snapshot.offer`:
they are asked once for every class of places, however many places there are. `elsewhere` is asked for every place.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

import numpy as np

from matcher.engine.avoidance import avoided
from matcher.engine.need import Need
from resources.code_lists import code_list
from resources.columns import BoolArray
from resources.snapshot import Snapshot

Rule = Callable[[Need, Snapshot], BoolArray]

_OPPOSITE = {"female": "male", "male": "female"}


def comes_or_calls(places: Snapshot) -> BoolArray:
    """Shape (n,): 訪問 or オンライン, in reach at any distance."""
    return places.delivery.has_any(("home_visit", "online"))


def reached_anywhere(places: Snapshot) -> BoolArray:
    """Shape (n,): places that come, call, or fetch the person (送迎あり)."""
    return comes_or_calls(places) | places.transport_codes.equals("yes")


def _nothing(places: Snapshot) -> BoolArray:
    return np.zeros(len(places), dtype=np.bool_)


def _closed(need: Need, places: Snapshot) -> BoolArray:
    return ~(places.status_codes.equals("open") | places.status_codes.equals("full"))


def _full(need: Need, places: Snapshot) -> BoolArray:
    return np.asarray((places.openings == 0) | places.status_codes.equals("full"), dtype=np.bool_)


def _gender(need: Need, places: Snapshot) -> BoolArray:
    opposite = _OPPOSITE.get(need.gender or "")
    return _nothing(places) if opposite is None else places.gender_codes.equals(opposite)


def _age(need: Need, places: Snapshot) -> BoolArray:
    if need.age is None:
        return _nothing(places)
    return np.asarray((need.age < places.age_min) | (need.age > places.age_max), dtype=np.bool_)


def _certificates(need: Need, places: Snapshot) -> BoolArray:
    """利用条件 that the person is known not to meet; 学区内在住 is judged apart."""
    return places.conditions.has_any(missing_certificates(need))


def missing_certificates(need: Need) -> tuple[str, ...]:
    """Codes of the 利用条件 that ask for something the person is known not to hold."""
    holds = need.structured.holds if need.structured else None
    if holds is None:
        return ()
    conditions = code_list("resource_condition")
    return tuple(c.code for c in conditions if c.extra["holding"] and c.extra["holding"] not in holds)


def elsewhere(need: Need, places: Snapshot) -> BoolArray:
    """Places only for their own 学区, where the person's is known and another; unknown districts exclude nothing."""
    if not need.district:
        return _nothing(places)
    mine = places.district_codes.number(need.district) + 1
    return np.asarray((places.bound_to != 0) & (places.bound_to != mine), dtype=np.bool_)


def _accessibility(need: Need, places: Snapshot) -> BoolArray:
    if need.structured is None or "wheelchair" not in need.structured.accessibility:
        return _nothing(places)
    steps_only = places.accessibility.has("steps") & ~places.accessibility.has("wheelchair")
    return steps_only & places.delivery.has("on_site") & ~comes_or_calls(places)


def _avoid(need: Need, places: Snapshot) -> BoolArray:
    return avoided(need.structured.avoid if need.structured else (), places)


def _fee(need: Need, places: Snapshot) -> BoolArray:
    if need.structured is None or need.structured.max_fee is None:
        return _nothing(places)
    return np.asarray(places.fee_yen > need.structured.max_fee, dtype=np.bool_)


ADMISSION: Mapping[str, Rule] = {
    "closed": _closed,
    "full": _full,
    "gender": _gender,
    "age": _age,
    "eligibility": _certificates,
}
OFFER: Mapping[str, Rule] = {
    "accessibility": _accessibility,
    "avoid": _avoid,
    "fee": _fee,
}
