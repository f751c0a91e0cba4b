"""SQLite FTS5 with trigrams, every hard constraint in SQL, the first 20 by bm25()."""

from __future__ import annotations

import re
import sqlite3

import numpy as np

from bench.peers.question import TOP, missing_referral, other_gender, query, reach
from matcher.engine.catalogue import place_text
from matcher.engine.need import Need
from resources.code_lists import code_list
from resources.folding import fold_text
from resources.snapshot import Snapshot

_WEEKDAYS = tuple(code_list("weekday").codes)


class SqlitePeer:
    """An in-memory database: no disk slows it down."""

    name = "SQLite FTS5 + SQL"

    def __init__(self, snapshot: Snapshot) -> None:
        self._db = sqlite3.connect(":memory:")
        self._db.execute("CREATE VIRTUAL TABLE texts USING fts5(text, tokenize='trigram', content='')")
        self._db.execute(
            "CREATE TABLE places (id INTEGER PRIMARY KEY, key TEXT, status TEXT, openings REAL, gender TEXT,"
            " age_min REAL, age_max REAL, bound TEXT, referral INTEGER, fee REAL, anywhere INTEGER,"
            " x REAL, y REAL, z REAL, states_days INTEGER)"
        )
        self._db.execute("CREATE TABLE slots (place INTEGER, weekday INTEGER, start REAL, stop REAL)")
        self._fill(snapshot)
        self._db.execute("CREATE INDEX slots_of ON slots (place)")
        self._db.execute("ANALYZE")

    def first(self, need: Need) -> list[str]:
        """The first 20 keys by bm25() among the places that the filters leave."""
        words = re.findall(r"\w+", fold_text(query(need)))
        trigrams = {word[i : i + 3] for word in words for i in range(len(word) - 2)}
        match = " OR ".join(f'"{trigram}"' for trigram in sorted(trigrams))
        where, values = self._filters(need)
        sql = (
            "SELECT places.key FROM texts JOIN places ON places.id = texts.rowid"
            f" WHERE texts MATCH ? AND {' AND '.join(where)} ORDER BY bm25(texts), places.key LIMIT {TOP}"
        )
        return [row[0] for row in self._db.execute(sql, [match, *values])]

    def _filters(self, need: Need) -> tuple[list[str], list[object]]:
        where = ["status = 'open'", "openings IS NOT 0", "gender <> ?", "age_min <= ?", "age_max >= ?"]
        values: list[object] = [other_gender(need), need.age, need.age]
        where.append("(bound = '' OR bound = ?)")
        values.append(need.district)
        if missing_referral(need):
            where.append("referral = 0")
        form, limit = need.structured, reach(need)
        if form and form.max_fee is not None:
            where.append("(fee IS NULL OR fee <= ?)")
            values.append(form.max_fee)
        if limit:
            where.append("(anywhere = 1 OR x * ? + y * ? + z * ? >= ?)")
            values += [limit.x, limit.y, limit.z, limit.least_cosine]
        if form and form.available:
            overlaps = " OR ".join("(weekday = ? AND start < ? AND stop > ?)" for _ in form.available)
            where.append(
                f"(states_days = 0 OR EXISTS (SELECT 1 FROM slots WHERE place = places.id AND ({overlaps})))"
            )
            for free in form.available:
                values += [_WEEKDAYS.index(free.weekday), free.end, free.start]
        return where, values

    def _fill(self, places: Snapshot) -> None:
        anywhere = places.delivery.has_any(("home_visit", "online")) | (places.transport == "yes")
        bound = np.where(places.conditions.has("resident_district"), places.district, "")
        columns = (
            places.keys,
            places.status,
            places.openings,
            places.gender,
            places.age_min,
            places.age_max,
            bound,
            places.conditions.has("professional_referral").astype(int),
            places.fee_yen,
            anywhere.astype(int),
            *places.sphere,
            places.timetables.states_days()[places.timetables.numbers].astype(int),
        )
        rows = zip(range(len(places)), *(column.tolist() for column in columns), strict=True)
        self._db.executemany(f"INSERT INTO places VALUES ({','.join('?' * 15)})", rows)
        slots = places.slots
        hours = (slots.entry, slots.weekday, slots.start, slots.end)
        self._db.executemany(
            "INSERT INTO slots VALUES (?,?,?,?)", zip(*(column.tolist() for column in hours), strict=True)
        )
        texts = ((row, fold_text(place_text(record))) for row, record in enumerate(places.records))
        self._db.executemany("INSERT INTO texts (rowid, text) VALUES (?, ?)", texts)
        self._db.execute("INSERT INTO texts (texts) VALUES ('optimize')")
