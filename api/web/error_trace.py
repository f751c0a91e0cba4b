"""What the log may hold of an exception: types and places in the code.

Messages and source lines stay out: a message may quote what somebody typed about a person.
"""

from __future__ import annotations

import traceback


def error_types(error: BaseException) -> list[str]:
    """The chain of exception types, outermost first."""
    chain: list[str] = []
    following: BaseException | None = error
    while following is not None and len(chain) < 10:
        chain.append(type(following).__qualname__)
        following = following.__cause__ or following.__context__
    return chain


def error_places(error: BaseException) -> list[str]:
    """Where it went wrong, innermost last: file, line and function, no source text and no values."""
    return [
        f"{frame.f_code.co_filename}:{line} {frame.f_code.co_name}"
        for frame, line in traceback.walk_tb(error.__traceback__)
    ]
