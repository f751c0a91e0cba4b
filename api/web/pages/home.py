"""The start page: search, a new need, and the state of the catalogue in four figures."""

from __future__ import annotations

from collections import Counter

from fastapi import APIRouter, Request
from fastapi.responses import Response

from api.web.admission import Db, SignedIn
from api.web.parts import parts_of
from api.web.quality_view import actor_of, today_of
from api.web.rendering import render
from resources.clock import today
from resources.keeping.phone_round import count_waiting
from resources.quality.staleness import is_stale
from resources.quality.stored_limits import load_limits
from resources.records import ResourceRecord

router = APIRouter()


@router.get("/")
def home(request: Request, viewer: SignedIn, session: Db) -> Response:
    """What there is to suggest, how much of it nobody confirmed for a while, and a keeper's own work."""
    parts = parts_of(request)
    records = parts.snapshots.current(session, viewer.scope).snapshot.records
    day = today(parts.clock)
    limits = load_limits(session)
    open_records = [record for record in records if record.status == "open"]
    counts = {
        "total": len(records),
        "open": len(open_records),
        "full": sum(map(_is_full, records)),
        "stale": sum(is_stale(record, day, limits) for record in records),
    }
    kinds = Counter(record.kind for record in open_records).most_common()
    keeps = viewer.keeps_catalogue
    waiting = count_waiting(session, actor_of(viewer), today_of(request, session)) if keeps else 0
    return render(request, "home.html", counts=counts, kinds=kinds, limits=limits, today=day, waiting=waiting)


def _is_full(record: ResourceRecord) -> bool:
    """As `resources.repository.full_entries` asks it of the database."""
    return record.status == "full" or (record.status == "open" and record.openings == 0)
