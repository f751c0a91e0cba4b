"""A large catalogue with twins and look-alikes: is the scan quick, small and good? Rules of quality: see `quality`."""

from __future__ import annotations

import resource
from dataclasses import dataclass
from time import perf_counter, process_time

from bench.duplicates.catalogues import SEED, Catalogue, catalogue
from resources.quality.duplicates import find_duplicates
from resources.quality.pairs.candidates import candidate_pairs
from resources.quality.pairs.facts import facts_of


@dataclass(frozen=True, slots=True)
class Scan:
    """One scan: seconds (of the clock, of the processor), MB at the peak with the list of records, shares in [0, 1]."""

    entries: int
    twins: int
    seconds: float
    processor_seconds: float
    memory_mb: float
    precision: float
    recall: float


def large_catalogue(entries: int, *, twins: int) -> Catalogue:
    """`entries` in all; 15 % are look-alikes. 15 % stand on the point of their town, as geocoded lists do."""
    alike = entries * 3 // 20
    places = entries - alike - twins
    return catalogue(
        "mizuhama", seed=SEED, places=places, twins=twins, alike=alike, spread=max(1.0, entries / 50_000)
    )


def scan(made: Catalogue) -> Scan:
    """`find_duplicates` with its own threshold."""
    start, processor = perf_counter(), process_time()
    found = {(pair.a, pair.b) for pair in find_duplicates(made.records)}
    seconds, processor = perf_counter() - start, process_time() - processor
    right = len(found & made.twins)
    return Scan(
        entries=len(made.records),
        twins=len(made.twins),
        seconds=seconds,
        processor_seconds=processor,
        memory_mb=resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024.0,
        precision=right / len(found),
        recall=right / len(made.twins),
    )


def blocking_recall(made: Catalogue) -> tuple[int, float]:
    """Number of candidate pairs, and the share of the twins among them."""
    first, second = candidate_pairs(facts_of(made.records))
    keys = [record.key for record in made.records]
    held = sum((keys[i], keys[j]) in made.twins for i, j in zip(first.tolist(), second.tolist(), strict=True))
    return len(first), held / len(made.twins)
