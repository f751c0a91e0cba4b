"""A sentence on its way into a list: what it says, how strong its support is, and which words it leans on."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Said:
    """`strength` in (0, 1]: 1 when person and place say the same thing. `place` are the place's words it quotes."""

    text: str
    strength: float = 1.0
    place: str = ""
