"""What is measured of a geographic task."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class GeoFigure:
    """One task at one size. Seconds of the processor, the least of several runs; MB above what stood before.

    `peer` empty and its figures None where nobody else can do the task at that size.
    """

    task: str
    size: str
    seconds: float
    extra_mb: float
    peak_mb: float
    peer: str = ""
    peer_seconds: float | None = None
    peer_extra_mb: float | None = None
    agreement: str = ""

    @property
    def ratio(self) -> float | None:
        """How many times faster than the peer we are; None without a peer."""
        return None if self.peer_seconds is None else self.peer_seconds / self.seconds

    @property
    def key(self) -> tuple[str, str, str]:
        """What a figure of another day is compared by."""
        return self.task, self.size, self.peer
