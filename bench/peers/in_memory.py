"""bm25s for the text over our bigrams, and the hard constraints as pandas columns."""

from __future__ import annotations

import bm25s
import numpy as np
import numpy.typing as npt
import pandas as pd

from bench.peers.question import TOP, missing_referral, other_gender, query, reach
from matcher.engine.catalogue import place_text
from matcher.engine.need import Need
from matcher.engine.text_index import bigrams
from resources.code_lists import code_list
from resources.snapshot import Snapshot

_WEEKDAYS = tuple(code_list("weekday").codes)


class PandasPeer:
    """Answers with the same 20 places as our own BM25 behind the same filters."""

    name = "bm25s + pandas"

    def __init__(self, snapshot: Snapshot) -> None:
        self._terms: dict[str, int] = {}
        corpus = [
            [self._terms.setdefault(name, len(self._terms)) for name in bigrams(place_text(record))]
            for record in snapshot.records
        ]
        self._bm25 = bm25s.BM25(method="lucene", k1=1.2, b=0.75, dtype="float64")
        self._bm25.index((corpus, self._terms), show_progress=False)
        self._keys = np.asarray(snapshot.keys)
        self._places = _frame(snapshot)
        slots = snapshot.slots
        self._slots = pd.DataFrame(
            {"place": slots.entry, "weekday": slots.weekday, "start": slots.start, "end": slots.end}
        )

    def first(self, need: Need) -> list[str]:
        """The first 20 keys by BM25 among the places that the filters leave."""
        known = [self._terms[name] for name in bigrams(query(need)) if name in self._terms]
        scores = np.where(self._open(need), np.round(self._bm25.get_scores(known), 9), -1.0)
        least = np.partition(scores, len(scores) - TOP)[len(scores) - TOP]
        best = np.flatnonzero(scores >= max(least, 0.0))
        order = np.lexsort((self._keys[best], -scores[best]))[:TOP]
        return [str(key) for key in self._keys[best[order]]]

    def _open(self, need: Need) -> npt.NDArray[np.bool_]:
        place, form, limit = self._places, need.structured, reach(need)
        left = (place.status == "open") & (place.openings != 0) & (place.gender != other_gender(need))
        left &= (place.age_min <= need.age) & (place.age_max >= need.age)
        left &= (place.bound == "") | (place.bound == need.district)
        if missing_referral(need):
            left &= ~place.referral
        if form and form.max_fee is not None:
            left &= ~(place.fee > form.max_fee)
        if limit:
            cosine = place.x * limit.x + place.y * limit.y + place.z * limit.z
            left &= place.anywhere | (cosine >= limit.least_cosine)
        if form and form.available:
            left &= ~place.states_days | self._meets(need)
        return left.to_numpy()

    def _meets(self, need: Need) -> npt.NDArray[np.bool_]:
        slots, meets = self._slots, np.zeros(len(self._places), dtype=np.bool_)
        for free in need.structured.available if need.structured else ():
            shared = (slots.weekday == _WEEKDAYS.index(free.weekday)) & (
                np.minimum(slots.end, free.end) > np.maximum(slots.start, free.start)
            )
            meets[slots.place[shared]] = True
        return meets


def _frame(places: Snapshot) -> pd.DataFrame:
    bound = np.where(places.conditions.has("resident_district"), places.district, "")
    x, y, z = places.sphere
    return pd.DataFrame(
        {
            "status": pd.Categorical(places.status),
            "openings": places.openings,
            "gender": pd.Categorical(places.gender),
            "age_min": places.age_min,
            "age_max": places.age_max,
            "bound": pd.Categorical(bound),
            "referral": places.conditions.has("professional_referral"),
            "fee": places.fee_yen,
            "anywhere": places.delivery.has_any(("home_visit", "online")) | (places.transport == "yes"),
            "x": x,
            "y": y,
            "z": z,
            "states_days": places.timetables.states_days()[places.timetables.numbers],
        }
    )
