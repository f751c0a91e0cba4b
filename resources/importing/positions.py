"""Latitude and longitude of a row: numbers, in Japan, in the right columns."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from resources.importing.numbers import decimal_number

SOUTH, NORTH, WEST, EAST = 20.0, 46.0, 122.0, 154.0
"""Degrees: Japan from 沖ノ鳥島 to 稚内, from 与那国島 to 南鳥島."""

Problem = Literal["swapped", "outside", "not a number", "half"]


@dataclass(frozen=True, slots=True)
class Position:
    """Degrees, both or neither. With a problem there is no position."""

    lat: float | None = None
    lon: float | None = None
    problem: Problem | None = None


def read_position(lat_text: str, lon_text: str) -> Position:
    """The position that two cells state; empty cells state none and are no problem."""
    if not lat_text and not lon_text:
        return Position()
    if not lat_text or not lon_text:
        return Position(problem="half")
    lat, lon = decimal_number(lat_text), decimal_number(lon_text)
    if lat is None or lon is None:
        return Position(problem="not a number")
    if in_japan(lat, lon):
        return Position(lat, lon)
    return Position(problem="swapped" if in_japan(lon, lat) else "outside")


def in_japan(lat: float, lon: float) -> bool:
    """Whether a point lies in the rectangle around Japan."""
    return SOUTH <= lat <= NORTH and WEST <= lon <= EAST


MESSAGES: dict[Problem, tuple[str, str]] = {
    "swapped": (
        "緯度と経度が入れ替わっています。",
        "緯度（20〜46）と経度（122〜154）の列を入れ替えてください。",
    ),
    "outside": (
        "緯度・経度が日本の外を指しています。",
        "緯度・経度を確かめてください。",
    ),
    "not a number": ("緯度・経度が数ではありません。", "十進の度（例 35.016757）で書いてください。"),
    "half": ("緯度と経度の片方しかありません。", "両方を書くか、両方を空にしてください。"),
}
