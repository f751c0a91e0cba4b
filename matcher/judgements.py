"""Read the judgement files of a collection folder. Only `evaluate` may; matching never opens them."""

from __future__ import annotations

import os
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from matcher.collection_files import read_text
from resources.errors import BadInput


@dataclass(frozen=True)
class Judgements:
    """What a worker judged. `grades[need][resource]` 0–3; `forbidden` maps (need, resource) to its reasons."""

    grades: Mapping[str, Mapping[str, int]]
    forbidden: Mapping[tuple[str, str], frozenset[str]]
    judged: frozenset[tuple[str, str, str]]
    extensions: Mapping[str, frozenset[str]]
    unmet: frozenset[str]

    def derived_forbidden(self) -> frozenset[tuple[str, str]]:
        """Pairs that the columns alone forbid: those not only read from the text by a judge."""
        return frozenset(
            pair
            for pair, reasons in self.forbidden.items()
            if any((*pair, reason) not in self.judged for reason in reasons)
        )


def read_judgements(folder: Path) -> Judgements:
    """Read qrels, forbidden pairs, extensions and unmet needs. Raises BadInput; only qrels.txt must exist."""
    grades: defaultdict[str, dict[str, int]] = defaultdict(dict)
    for row, (need, _, resource, grade) in _rows(folder / "qrels.txt", None, 4):
        if grade not in ("0", "1", "2", "3"):
            raise BadInput(
                f"評価「{grade}」は 0〜3 ではありません。",
                file=str(folder / "qrels.txt"),
                row=row,
                remedy="「人 0 場所 0〜3」の形にしてください。",
            )
        grades[need][resource] = int(grade)
    forbidden: defaultdict[tuple[str, str], set[str]] = defaultdict(set)
    for _, (need, resource, reason, *_rest) in _rows(folder / "forbidden.tsv", "\t", 3, missing_ok=True):
        forbidden[need, resource].add(reason)
    judged = {
        (need, resource, reason)
        for _, (need, resource, reason, *_rest) in _rows(
            folder / "judged_forbidden.tsv", "\t", 3, missing_ok=True
        )
    }
    extensions: defaultdict[str, set[str]] = defaultdict(set)
    for _, (need, resource, *_rest) in _rows(folder / "extensions.tsv", "\t", 2, missing_ok=True):
        extensions[need].add(resource)
    return Judgements(
        grades=dict(grades),
        forbidden={pair: frozenset(reasons) for pair, reasons in forbidden.items()},
        judged=frozenset(judged),
        extensions={need: frozenset(found) for need, found in extensions.items()},
        unmet=frozenset(need for _, (need, *_rest) in _rows(folder / "unmet.txt", None, 1, missing_ok=True)),
    )


def _rows(
    file: Path, separator: str | None, fewest: int, *, missing_ok: bool = False
) -> Iterator[tuple[int, list[str]]]:
    """(line number, fields) of every line that is not empty."""
    if missing_ok and not os.path.lexists(file):
        return
    content = read_text(file, remedy_if_missing="評価つきのフォルダーを指定してください。")
    for row, line in enumerate(content.splitlines(), start=1):
        if not line.strip():
            continue
        fields = line.split(separator)
        if len(fields) < fewest:
            raise BadInput(
                f"項目が {len(fields)} 個しかありません。",
                file=str(file),
                row=row,
                remedy=f"{fewest} 個以上にしてください。",
            )
        yield row, fields
