"""Reading what a browser sends: forms in UTF-8 only, and no characters that no database keeps."""

from __future__ import annotations

import re

from fastapi import Request
from python_multipart.multipart import parse_options_header
from starlette.datastructures import FormData, ImmutableMultiDict
from starlette.exceptions import HTTPException

from api.web.feed_routes import QUERY_PATHS
from resources.errors import BadInput

SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS", "TRACE"})
MAX_FIELDS = 500
FORM_TYPES = frozenset({b"application/x-www-form-urlencoded", b"multipart/form-data"})
_CHARSETS = frozenset({b"utf-8", b"utf8"})
_UNUSABLE = re.compile("[\x00\ud800-\udfff]")  # PostgreSQL refuses them; nobody types them

Form = ImmutableMultiDict[str, str]


async def read_form(request: Request, *, max_files: int = 0) -> Form:
    """The form of an unsafe request (empty otherwise); several values per name, text only.

    Files are left to `uploads.sent_files`; a form with more than `max_files` is refused.

    Refuses with 415 what is no form in UTF-8, and with 400 one that cannot be taken apart.
    """
    if request.method in SAFE_METHODS or request.url.path in QUERY_PATHS:
        return ImmutableMultiDict()  # a query's body is read by its own route, and is no form
    _check_type(request.headers.get("content-type", ""))
    try:
        sent: FormData = await request.form(max_files=max_files, max_fields=MAX_FIELDS)
    except UnicodeError as error:
        raise HTTPException(400) from error
    return ImmutableMultiDict(
        [(usable(name), usable(value)) for name, value in sent.multi_items() if isinstance(value, str)]
    )


def usable(text: str) -> str:
    """The text without U+0000 and halves of surrogate pairs, which some programs leave in what is pasted."""
    return _UNUSABLE.sub("", text)


def refuse_unusable_address(request: Request) -> None:
    """Raise BadInput for such a character in the path or the query, where no page of ours puts one."""
    values = [request.url.path, *request.path_params.values()]
    values += [part for pair in request.query_params.multi_items() for part in pair]
    if any(_UNUSABLE.search(str(value)) for value in values):
        raise BadInput("アドレスに、使えない文字が入っています。")


def _check_type(content_type: str) -> None:
    """No type at all is an empty form, which no route accepts, because it has no form token."""
    if not content_type:
        return
    kind, options = parse_options_header(content_type)
    if kind not in FORM_TYPES or options.get(b"charset", b"utf-8").lower() not in _CHARSETS:
        raise HTTPException(415)
