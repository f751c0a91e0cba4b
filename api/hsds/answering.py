"""The forms of an answer: one object, a page of HSDS's envelope, or a stream of lines; open to every program."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from fastapi import Request
from fastapi.responses import JSONResponse, Response, StreamingResponse

from api.hsds.question import Question
from api.web.parts import parts_of
from resources.errors import NotFound
from resources.publishing.entries import Conditions, batch_of_published
from resources.publishing.model import PublishedEntry

Object = dict[str, Any]
_NDJSON = "application/x-ndjson; charset=utf-8"


def publishes(request: Request) -> bool:
    """Whether the operator publishes. A demo does unless it is told not to."""
    parts = parts_of(request)
    publish = parts.settings.publish
    return parts.installation.facts().is_demo if publish is None else publish


def require_publishing(request: Request) -> None:
    """Raises NotFound where the operator does not publish."""
    if not publishes(request):
        raise NotFound("この市区町村は、地域資源の公開をしていません。")


def one(request: Request, found: Object | None) -> Response:
    """One object. Raises NotFound."""
    if found is None:
        raise NotFound("この id のものはありません。")
    return JSONResponse(found, headers=_open(request))


def page(request: Request, question: Question, total: int, contents: Sequence[Object]) -> Response:
    """The envelope `Page`: `size` is the number of objects on this page."""
    pages = -(-total // question.per_page)
    envelope = {
        "total_items": total,
        "total_pages": pages,
        "page_number": question.page,
        "size": len(contents),
        "first_page": question.page == 1,
        "last_page": question.page >= pages,
        "empty": not contents,
        "contents": list(contents),
    }
    return JSONResponse(envelope, headers=_open(request))


def lines(request: Request, objects: Iterable[Object]) -> Response:
    """NDJSON, an object at a time: the whole is never in memory."""
    parts = (json.dumps(found, ensure_ascii=False, separators=(",", ":")) + "\n" for found in objects)
    return StreamingResponse(parts, media_type=_NDJSON, headers=_open(request))


def every_entry(request: Request, also: Conditions) -> Iterator[PublishedEntry]:
    """All entries that fit. A unit of work per batch, so that a slow reader holds no transaction open."""
    database = parts_of(request).database
    cursor: int | None = 0
    while cursor is not None:
        with database.session() as session:
            entries, cursor = batch_of_published(session, also, after=cursor)
        yield from entries


def listed(request: Request, question: Question, found: Sequence[Object]) -> Response:
    """A short list that is there as a whole, paged or as lines."""
    if question.ndjson:
        return lines(request, found)
    return page(request, question, len(found), found[question.page_slice])


def _open(request: Request) -> dict[str, str]:
    """Pages of other hosts may read what anybody may read. A question by POST is for programs alone."""
    return {"Access-Control-Allow-Origin": "*"} if request.method == "GET" else {}
