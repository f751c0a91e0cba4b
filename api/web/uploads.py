"""Files that a form brings: their names made harmless, their bytes read once."""

from __future__ import annotations

import re
from typing import Annotated

from fastapi import Depends, Request
from starlette.datastructures import UploadFile

from api.accounts.pending_imports import HeldFile
from api.web.admission import SentForm

PATH = "/imports"
FIELD = "files"
_SEPARATORS = re.compile(r"[/\\]")
_UNUSABLE = re.compile(r'[\x00-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2066-\u2069\ud800-\udfff<>:"|?*]')
_LONGEST = 60
"""Characters. A Japanese one takes three bytes, and a file name may have 255."""


async def sent_files(request: Request, _form: SentForm) -> list[HeldFile]:
    """The files of the form in the order in which they were chosen; a field left empty is none."""
    found = []
    for part in (await request.form()).getlist(FIELD):
        if isinstance(part, UploadFile):
            data = await part.read()
            if part.filename:
                found.append(HeldFile(harmless_name(part.filename), data))
    return found


SentFiles = Annotated[list[HeldFile], Depends(sent_files)]


def harmless_name(name: str) -> str:
    """The last part of what a browser calls a file, as a name that every system takes; never empty.

    The ending stays, because it says what the file is, and so does the beginning, by which the next edition
    of a list is known again.
    """
    last = _UNUSABLE.sub("", _SEPARATORS.split(name)[-1]).strip(" .")
    stem, dot, ending = last.rpartition(".")
    if not dot or len(ending) > 10:
        stem, ending = last, ""
    stem = stem.strip()[:_LONGEST] or "file"
    return f"{stem}.{ending}" if ending else stem
