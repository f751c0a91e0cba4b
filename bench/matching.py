"""Matching one need. The peer: bm25s for the text and plain numpy for the hard constraints."""

from __future__ import annotations

import bm25s
import numpy as np
import numpy.typing as npt

from bench.corpus import needs, records
from bench.measuring import Measured, measure
from matcher.baselines import bm25_ranked
from matcher.engine.catalogue import place_text
from matcher.engine.match import Engine, match
from matcher.engine.need import Need
from matcher.engine.text_index import bigrams
from resources.snapshot import Snapshot, build_snapshot

SIZES = (1_000, 10_000)
PEOPLE = 40
TOP = 20
PEER = "bm25s + numpy"
RANKING = "filters and BM25, first 20"
WHOLE = "whole match with reasons"


def measure_matching(size: int) -> list[Measured]:
    """Ranking alone, like for like, and the whole match, which does more than the peer."""
    snapshot = build_snapshot(records(size))
    engine, people = Engine(), needs(PEOPLE)
    peer = Peer(snapshot)

    def ranking(need: Need) -> object:
        return bm25_ranked(need, snapshot, engine, filters=True)

    def whole(need: Need) -> object:
        return match(need, snapshot, engine=engine)

    for need in people:
        if set(bm25_ranked(need, snapshot, engine, filters=True).resources) != set(peer.first(need)):
            raise AssertionError(f"the peer gives another answer for {need.id}: nothing to compare")
    return [
        measure(RANKING, size, people, ours=ranking, peer=peer.first, peer_name=PEER),
        measure(WHOLE, size, people, ours=whole, peer=peer.first, peer_name=PEER),
    ]


class Peer:
    """The same question answered with bm25s and filters written plainly on the snapshot's columns."""

    def __init__(self, snapshot: Snapshot) -> None:
        self._snapshot = snapshot
        documents = [bigrams(place_text(record)) for record in snapshot.records]
        names = sorted({name for document in documents for name in document})
        self._terms = {name: number for number, name in enumerate(names)}
        corpus = [[self._terms[name] for name in document] for document in documents]
        self._bm25 = bm25s.BM25(method="lucene", k1=1.2, b=0.75, dtype="float64")
        self._bm25.index((corpus, self._terms), show_progress=False)

    def first(self, need: Need) -> list[str]:
        """The first 20 keys by BM25 among the places that the filters leave."""
        form = need.structured
        query = " ".join([need.text, *(form.aims if form else ()), *(form.interests if form else ())])
        known = [self._terms[name] for name in bigrams(query) if name in self._terms]
        scores = np.where(self._open(need), np.round(self._bm25.get_scores(known), 9), -1.0)
        order = np.lexsort((self._snapshot.keys, -scores))[:TOP]
        return [str(self._snapshot.keys[place]) for place in order if scores[place] >= 0.0]

    def _open(self, need: Need) -> npt.NDArray[np.bool_]:
        place, form = self._snapshot, need.structured
        other = {"female": "male", "male": "female"}[need.gender or "male"]
        left = (place.status == "open") & (place.openings != 0) & (place.gender != other)
        left &= (need.age >= place.age_min) & (need.age <= place.age_max)
        left &= ~(place.conditions.has("resident_district") & (place.district != need.district))
        if form is None:
            return np.asarray(left)
        for condition, holding in (("professional_referral", "専門機関の紹介"),):
            if form.holds is not None and holding not in form.holds:
                left &= ~place.conditions.has(condition)
        return np.asarray(left & ~(place.fee_yen > form.max_fee) & self._reached(need) & self._in_time(need))

    def _reached(self, need: Need) -> npt.NDArray[np.bool_]:
        place, form = self._snapshot, need.structured
        assert form is not None
        speed, wait = {"walk": (4, 0), "bicycle": (12, 0), "bus": (10, 10), "car": (25, 0)}[
            form.travel_mode or "walk"
        ]
        chord = np.sin(np.radians(place.lat - need.lat) / 2) ** 2 + np.cos(np.radians(need.lat)) * np.cos(
            np.radians(place.lat)
        ) * (np.sin(np.radians(place.lon - need.lon) / 2) ** 2)
        minutes = wait + 2 * 6371.0 * np.arcsin(np.sqrt(chord)) * 1.3 / speed * 60
        anywhere = (
            place.delivery.has("home_visit") | place.delivery.has("online") | (place.transport == "yes")
        )
        return np.asarray(anywhere | ~(minutes > form.max_minutes))

    def _in_time(self, need: Need) -> npt.NDArray[np.bool_]:
        slots = self._snapshot.slots
        days = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
        meets = np.zeros(len(self._snapshot), dtype=np.bool_)
        for free in need.structured.available if need.structured else ():
            shared = (slots.weekday == days.index(free.weekday)) & (
                np.minimum(slots.end, free.end) > np.maximum(slots.start, free.start)
            )
            meets[slots.entry[shared]] = True
        return meets
