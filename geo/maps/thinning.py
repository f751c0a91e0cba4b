"""Fewer corners at once, in time that grows with their number alone: what comes before the smoothing of many areas."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import shapely

ObjectArray = npt.NDArray[np.object_]
FloatArray = npt.NDArray[np.float64]
IntArray = npt.NDArray[np.int64]
BoolArray = npt.NDArray[np.bool_]


def thinned(shapes: ObjectArray, length: float) -> ObjectArray:
    """The shapes without the corners that lie between two others in one cell of a grid of `length`.

    Only existing corners are kept, and each is judged by itself and its two neighbours, whichever way round the
    ring goes: two areas keep the same corners of a border that they share. Corners where borders meet stay. A ring
    that would lose its face keeps all of its corners.
    """
    kind, corners, offsets = shapely.to_ragged_array(shapes)
    starts, ends = offsets[0][:-1].astype(np.int64), offsets[0][1:].astype(np.int64)
    kept = _kept(corners, starts, ends, length)
    fewer = _built(kind, _rings(corners, kept, starts, ends), offsets)
    crossed = ~shapely.is_valid(fewer)
    if crossed.any():  # a border that turns back within a cell: all corners around such an area stay
        for west, south, east, north in shapely.bounds(shapes[crossed]).tolist():
            x, y = corners.T
            kept |= (x >= west) & (x <= east) & (y >= south) & (y <= north)
        fewer = _built(kind, _rings(corners, kept, starts, ends), offsets)
    return fewer


def _built(
    kind: shapely.GeometryType, rings: tuple[FloatArray, IntArray], offsets: tuple[IntArray, ...]
) -> ObjectArray:
    corners, ends = rings
    made: ObjectArray = shapely.from_ragged_array(kind, corners, (ends, *offsets[1:]))
    return made


def _rings(
    corners: FloatArray, kept: BoolArray, starts: IntArray, ends: IntArray
) -> tuple[FloatArray, IntArray]:
    """The kept corners, each ring closed, and where the rings begin and end."""
    kept = kept.copy()
    kept[ends - 1] = False
    counts = np.add.reduceat(kept, starts, dtype=np.int64)
    too_few = counts < 3
    kept |= np.repeat(too_few, ends - starts)
    kept[ends - 1] = True  # the closing corner, which becomes the first one that was kept
    counts = np.where(too_few, ends - starts, counts + 1)
    fewer = corners[kept]
    rings = np.concatenate([[0], np.cumsum(counts)])
    fewer[rings[1:] - 1] = fewer[rings[:-1]]
    return fewer, rings


def _kept(corners: FloatArray, starts: IntArray, ends: IntArray, length: float) -> BoolArray:
    """Which corners stay, shape (n,); False for the last of each ring, which closes it."""
    cells = np.floor(corners / length)
    open_corners = np.ones(len(corners), dtype=np.bool_)
    open_corners[ends - 1] = False  # the same corner as the first one
    times = np.zeros(len(corners))
    times[open_corners] = _times(corners[open_corners])
    times[ends - 1] = times[starts]
    told = np.column_stack([cells, times])
    before, after = np.arange(len(corners)) - 1, np.arange(len(corners)) + 1
    before[starts], after[ends - 1] = ends - 2, starts + 1
    kept: BoolArray = (told != told[before]).any(axis=1) | (told != told[after]).any(axis=1)
    kept[ends - 1] = False
    return kept


def _times(corners: FloatArray) -> IntArray:
    """How often each position occurs in all rings: it changes where borders meet."""
    bits = np.ascontiguousarray(corners).view(np.uint64)
    with np.errstate(over="ignore"):
        keys = bits[:, 0] * np.uint64(0x9E3779B97F4A7C15) + (bits[:, 1] ^ (bits[:, 1] >> np.uint64(29)))
    order = np.argsort(keys, kind="stable")
    ordered = keys[order]
    first = np.flatnonzero(np.concatenate([[True], ordered[1:] != ordered[:-1]]))
    counts = np.diff(np.append(first, len(keys)))
    times = np.empty(len(keys), dtype=np.int64)
    times[order] = np.repeat(counts, counts)
    return times
