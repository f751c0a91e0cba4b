"""The texts of a place that the engine reads."""

from __future__ import annotations

from collections.abc import Iterable
from hashlib import blake2b

import numpy as np
import numpy.typing as npt

from resources.code_lists import code_list
from resources.records import ResourceRecord


def place_text(record: ResourceRecord) -> str:
    """What is searched: the place's own words and its 種別."""
    return f"{own_words(record)}\n{code_list('resource_kind').label(record.kind)}"


def own_words(record: ResourceRecord) -> str:
    """What the place says of itself: name, summary, audience, roles, considerations, remarks; one per line."""
    parts = (record.name, record.summary, record.audience, record.roles)
    return "\n".join([*parts, *record.considerations, record.remarks])


def only_texts(record: ResourceRecord) -> ResourceRecord:
    """The record without what indexing and reading do not look at: less to hand to another process."""
    return ResourceRecord(
        key="",
        name=record.name,
        kind=record.kind,
        summary=record.summary,
        audience=record.audience,
        roles=record.roles,
        considerations=record.considerations,
        remarks=record.remarks,
    )


def digests(records: Iterable[ResourceRecord]) -> npt.NDArray[np.uint64]:
    """64 bits for each record that change with any of its texts: a reading is kept as long as they do not."""
    return np.array([_digest(record) for record in records], dtype=np.uint64)


def _digest(record: ResourceRecord) -> int:
    parts = (record.name, record.summary, record.audience, record.roles, record.remarks, record.kind)
    content = "\0".join([*parts, *record.considerations]).encode("utf-8", "surrogatepass")
    return int.from_bytes(blake2b(content, digest_size=8).digest(), "little")
