"""JSON that a browser may keep: plain and packed, with the validator that says whether it is still the same."""

from __future__ import annotations

import gzip
import hashlib
import json
from dataclasses import dataclass

from fastapi import Request
from fastapi.responses import Response

_KEEP = "private, no-cache"


@dataclass(frozen=True)
class PackedJson:
    """One document; `etag`: its validator."""

    content: bytes
    packed: bytes
    etag: str


def packed_json(document: object) -> PackedJson:
    """The document in UTF-8 without blanks; the same bytes for the same content."""
    content = json.dumps(document, ensure_ascii=False, separators=(",", ":")).encode()
    packed = gzip.compress(content, compresslevel=6, mtime=0)
    return PackedJson(content, packed, f'"{hashlib.sha256(content).hexdigest()[:32]}"')


def answer_with(request: Request, document: PackedJson) -> Response:
    """The document, or 304 where the browser has it. Only for what holds nothing about anybody: the browser keeps it."""
    headers = {"ETag": document.etag, "Cache-Control": _KEEP, "Vary": "Accept-Encoding"}
    if document.etag in request.headers.get("if-none-match", ""):
        return Response(status_code=304, headers=headers)
    if "gzip" in request.headers.get("accept-encoding", ""):
        headers["Content-Encoding"] = "gzip"
        return Response(document.packed, media_type="application/json", headers=headers)
    return Response(document.content, media_type="application/json", headers=headers)
