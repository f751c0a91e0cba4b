"""Ratios of today against those written in docs/figures.md."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TypeVar

from bench.figures import FIGURES

Key = TypeVar("Key", bound=tuple[object, ...])

ALLOWED_LOSS = 0.5


def compare(found: Mapping[Key, float], recorded: Mapping[Key, float], *, command: str) -> int:
    """Print each comparison; 1 when a ratio has fallen below half of the recorded one, or none is recorded."""
    status = 0
    for key, ratio in found.items():
        what = ", ".join(map(str, key))
        before = recorded.get(key)
        if before is None:
            print(f"{what}: not recorded in {FIGURES.name}; run {command}")
            status = 1
            continue
        lost = ratio < ALLOWED_LOSS * before
        print(f"{what}: ratio {ratio:.3g}, recorded {before:.3g}: {'SLOWER THAN HALF' if lost else 'ok'}")
        status = 1 if lost else status
    return status
