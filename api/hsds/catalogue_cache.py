"""What costs a look at the whole catalogue, kept until the catalogue changes: lists of ids, words in use.

Only for speed: what is handed out is read from the database with the rules of publication every time.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Hashable
from threading import Lock
from typing import Any, TypeVar

from sqlmodel import Session

from resources.repository import catalogue_version

Kept = TypeVar("Kept")
_MOST = 32
"""A list of 100,000 ids takes 0.8 MB."""


class CatalogueCache:
    """Values by key; all of them are forgotten when the version of the catalogue grows."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._version = -1
        self._kept: OrderedDict[Hashable, Any] = OrderedDict()

    def get(self, session: Session, key: Hashable, make: Callable[[], Kept]) -> Kept:
        """The value of `key`; made, and kept instead of what was asked for longest ago, when it is missing."""
        version = catalogue_version(session)
        with self._lock:
            if version != self._version:
                self._version = version
                self._kept.clear()
            if key in self._kept:
                self._kept.move_to_end(key)
                found: Kept = self._kept[key]
                return found
        made = make()
        with self._lock:
            if version == self._version:
                self._kept[key] = made
                while len(self._kept) > _MOST:
                    self._kept.popitem(last=False)
        return made
