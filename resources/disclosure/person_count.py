"""A count that comes from cases. Only this package turns it into text."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class PersonCount:
    """`exact` ≥ 0 people. It has no text of its own, so that nobody prints it by accident."""

    exact: int

    def __post_init__(self) -> None:
        if self.exact < 0:
            raise ValueError("a count of people is never negative")

    def __str__(self) -> str:
        raise TypeError("a count of people becomes text through resources.disclosure alone")

    def __repr__(self) -> str:
        return "PersonCount(…)"

    def __format__(self, spec: str) -> str:
        raise TypeError("a count of people becomes text through resources.disclosure alone")
