"""The causes of doubt and their groups as the pages say them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from urllib.parse import urlencode

from fastapi import Request
from sqlmodel import Session

from api.accounts.sessions import Viewer
from api.web.parts import parts_of
from resources.clock import today
from resources.code_lists import code_list
from resources.keeping.editing import Actor
from resources.quality.board import Board
from resources.quality.causes import Today
from resources.quality.stored_limits import load_limits
from resources.quality.worklist import causes_of_group


@dataclass(frozen=True)
class CauseFigure:
    """One cause with the number of entries and the list behind it."""

    name: str
    count: int
    link: str


@dataclass(frozen=True)
class GroupFigures:
    """One group of causes; `count` counts every entry once."""

    code: str
    name: str
    count: int
    link: str
    causes: tuple[CauseFigure, ...]


def today_of(request: Request, session: Session) -> Today:
    """The day and the limits of this request."""
    return Today(today(parts_of(request).clock), load_limits(session))


def actor_of(viewer: Viewer) -> Actor:
    """Who the history names."""
    return Actor(viewer.display_name, viewer.scope)


def group_figures(board: Board) -> tuple[GroupFigures, ...]:
    """The figures of the board, group by group."""
    names = code_list("quality_cause")
    return tuple(
        GroupFigures(
            group.code,
            group.label_ja,
            board.by_group[group.code],
            list_address(group=group.code),
            tuple(
                CauseFigure(names.label(cause), board.by_cause[cause], list_address(cause=cause))
                for cause in causes_of_group(group.code)
            ),
        )
        for group in code_list("quality_group")
    )


def list_address(**conditions: str) -> str:
    """The address of the worklist with these conditions."""
    return "/quality/list?" + urlencode({name: value for name, value in conditions.items() if value})


def cause_words(causes: Iterable[str]) -> list[tuple[str, str]]:
    """What is doubtful, and what to ask about it."""
    codes = code_list("quality_cause").codes
    return [(codes[cause].label_ja, codes[cause].extra["ask"]) for cause in causes]


def questions(causes: Iterable[str]) -> list[str]:
    """What to ask, each question once."""
    return list(dict.fromkeys(ask for _, ask in cause_words(causes)))
