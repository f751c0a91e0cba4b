"""The city's own tree of areas: 自治会 / 小学校区 / 中学校区・日常生活圏域 / ブロック / 市, and sums up along it."""

from __future__ import annotations

import csv
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
import numpy.typing as npt
import shapely

from geo.areas.errors import AreaFileError
from geo.areas.features import as_text, shape_array
from geo.areas.identity import LONGEST_KEY
from geo.areas.limits import MAX_FILE_BYTES, MAX_RECORDS
from geo.areas.model import Areas, joined
from geo.areas.projection import to_metres
from geo.districts import Districts
from geo.sources import Source

FloatArray = npt.NDArray[np.float64]

SURE_SHARE = 0.9
"""A child of which less lies in one parent is named as ambiguous."""
_HEADER = ("code", "name", "kind", "parent_code")


@dataclass(frozen=True, slots=True)
class HierarchyRow:
    """One area of the city's table. `parent`: code of the area above, "" for the top; `row` as in a spreadsheet."""

    row: int
    code: str
    name: str
    kind: str
    parent: str


@dataclass(frozen=True, slots=True)
class Parent:
    """The parent of a child by area. `share`: of the child's area; `second`: the next best, "" none."""

    child: str
    parent: str
    share: float
    second: str
    second_share: float

    @property
    def ambiguous(self) -> bool:
        """Whether so much lies elsewhere that the city should decide."""
        return self.share < SURE_SHARE


def read_hierarchy(path: Path) -> tuple[HierarchyRow, ...]:
    """Rows of a CSV code,name,kind,parent_code (UTF-8 or CP932). Raises AreaFileError."""
    file, remedy = path.name, f"見出しを {','.join(_HEADER)} とし、UTF-8 の CSV で保存してください。"
    if not path.is_file() or path.stat().st_size > MAX_FILE_BYTES:
        raise AreaFileError(
            "ファイルがないか、大きすぎます。", file=file, remedy="場所と名前を確かめてください。"
        )
    data = path.read_bytes()
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        try:
            text = data.decode("cp932")
        except UnicodeDecodeError as error:
            raise AreaFileError("文字コードが分かりません。", file=file, remedy=remedy) from error
    try:
        rows = list(csv.DictReader(text.splitlines(), strict=True))
    except csv.Error as error:
        raise AreaFileError("CSV として読めません。", file=file, remedy=remedy) from error
    if not rows or not set(_HEADER) <= set(rows[0]):
        raise AreaFileError("階層の表ではありません。", file=file, remedy=remedy)
    if len(rows) > MAX_RECORDS:
        raise AreaFileError(
            f"行が {MAX_RECORDS:,} を超えています。", file=file, remedy="表を確かめてください。"
        )
    found = tuple(
        HierarchyRow(number, *(as_text(row[column]) for column in _HEADER))
        for number, row in enumerate(rows, start=2)
    )
    _check_tree(found, file)
    return found


def with_hierarchy(areas: Areas, rows: Sequence[HierarchyRow], *, source: Source, file: str) -> Areas:
    """The areas under their parents, and the areas that only the table knows (ブロック): the union of their children.

    A row names an area by its id, or by its name where only one area has it; kind and name of the table win.
    Raises AreaFileError for a row that has neither shape nor children: nothing can be drawn or summed for it.
    """
    own_ids = _ids_in(areas, rows)
    of_row = {own_ids.get(row.code, row.code): row for row in rows}
    parents = dict(zip(areas.ids, areas.parents, strict=True))
    parents |= {key: own_ids.get(row.parent, row.parent) for key, row in of_row.items()}
    shapes = dict(zip(areas.ids, areas.shapes, strict=True))
    added = [key for key in _bottom_up(parents) if key not in shapes]
    for key in added:
        children = [shapes[child] for child, parent in parents.items() if parent == key]
        if not children:
            raise AreaFileError(
                f"{of_row[key].row}行目の「{key}」は区域のファイルになく、その下の区域もありません。",
                file=file,
                remedy="コードを確かめるか、区域のファイルを一緒に指定してください。",
            )
        shapes[key] = shapely.union_all(children)
    placed = replace(
        areas,
        names=_stated(areas.ids, areas.names, {key: row.name for key, row in of_row.items()}),
        kinds=_stated(areas.ids, areas.kinds, {key: row.kind for key, row in of_row.items()}),
        parents=tuple(parents[key] for key in areas.ids),
    )
    return joined([placed, _from_table(added, of_row, parents, shapes, source)]) if added else placed


def parents_by_overlap(children: Districts, parents: Districts) -> list[Parent]:
    """For each child, in order, the parent that holds most of its area; a child in no parent has parent ""."""
    both = to_metres(np.concatenate([children.shapes, parents.shapes]))
    small, large = both[: len(children)], both[len(children) :]
    child, parent = shapely.STRtree(large).query(small, predicate="intersects")
    share = shapely.area(shapely.intersection(small[child], large[parent])) / shapely.area(small)[child]
    best: list[list[tuple[str, float]]] = [[] for _ in children.ids]
    for pair in np.lexsort((parent, -np.round(share, 9), child)):  # of equal shares the lowest id
        if share[pair] > 0:
            best[child[pair]].append((parents.ids[parent[pair]], float(share[pair])))
    found = []
    for key, candidates in zip(children.ids, best, strict=True):
        first, second = [*candidates, ("", 0.0), ("", 0.0)][:2]
        found.append(Parent(key, first[0], first[1], second[0], second[1]))
    return found


def with_parents(areas: Areas, parents: Iterable[Parent]) -> Areas:
    """The areas under the parents that were found by area."""
    found = {one.child: one.parent for one in parents}
    return replace(
        areas,
        parents=tuple(found.get(key, parent) for key, parent in zip(areas.ids, areas.parents, strict=True)),
    )


def ancestors(parents: Mapping[str, str], kinds: Mapping[str, str], kind: str) -> dict[str, str]:
    """Area id → the area of `kind` that it is or lies in, "" where there is none above it."""
    found = {}
    for start in parents:
        at, steps = start, 0
        while at and kinds.get(at) != kind and steps <= len(parents):
            at, steps = parents.get(at, ""), steps + 1
        found[start] = at if kinds.get(at) == kind else ""
    return found


def roll_up(values: FloatArray, parents: Sequence[str]) -> tuple[tuple[str, ...], FloatArray]:
    """Sums per parent: `values` (n,) or (n, k), one row per child; the parents' ids in order, and their sums.

    Children without a parent ("") are summed under "". An unknown number (NaN) makes its sum unknown.
    """
    if len(values) != len(parents):
        raise ValueError("one parent per row")
    ids = tuple(sorted(set(parents)))
    row_of = {key: row for row, key in enumerate(ids)}
    sums = np.zeros((len(ids), *np.shape(values)[1:]))
    np.add.at(sums, [row_of[key] for key in parents], values)
    return ids, sums


def _check_tree(rows: Sequence[HierarchyRow], file: str) -> None:
    """Every code once, every parent known, no area above itself."""
    remedy = "階層の表を直してください。"
    parents: dict[str, str] = {}
    for row in rows:
        if len(row.code) > LONGEST_KEY:
            raise AreaFileError(
                f"{row.row}行目: コードが {LONGEST_KEY} 文字を超えています。", file=file, remedy=remedy
            )
        if not row.code or row.code in parents:
            what = f"コード「{row.code}」が2回あります。" if row.code else "コードがありません。"
            raise AreaFileError(f"{row.row}行目: {what}", file=file, remedy=remedy)
        parents[row.code] = row.parent
    for row in rows:
        if row.parent and row.parent not in parents:
            raise AreaFileError(
                f"{row.row}行目: 上位「{row.parent}」の行がありません。", file=file, remedy=remedy
            )
        at, steps = row.parent, 0
        while at and steps <= len(rows):
            at, steps = parents[at], steps + 1
        if at:
            raise AreaFileError(f"{row.row}行目: 上位をたどると輪になります。", file=file, remedy=remedy)


def _ids_in(areas: Areas, rows: Sequence[HierarchyRow]) -> dict[str, str]:
    """Code of the table → id of the area that has this id, or this name as the only one."""
    named: dict[str, list[str]] = defaultdict(list)
    for key, name in zip(areas.ids, areas.names, strict=True):
        named[name].append(key)
    ids = set(areas.ids)
    found = {row.code: row.code for row in rows if row.code in ids}
    taken = set(found)
    for row in rows:
        if row.code not in found and len(named[row.name]) == 1 and named[row.name][0] not in taken:
            found[row.code] = named[row.name][0]
            taken.add(found[row.code])
    return found


def _bottom_up(parents: Mapping[str, str]) -> list[str]:
    """All ids, children before their parents, in ascending order where neither is above the other."""
    depth = {}
    for key in parents:
        at, steps = parents[key], 0
        while at and steps <= len(parents):
            at, steps = parents.get(at, ""), steps + 1
        depth[key] = steps
    return sorted(parents, key=lambda key: (-depth[key], key))


def _stated(ids: Sequence[str], values: Sequence[str], stated: Mapping[str, str]) -> tuple[str, ...]:
    """The table's word where it has one."""
    return tuple(stated.get(key) or value for key, value in zip(ids, values, strict=True))


def _from_table(
    keys: Sequence[str],
    rows: Mapping[str, HierarchyRow],
    parents: Mapping[str, str],
    shapes: Mapping[str, object],
    source: Source,
) -> Areas:
    """The areas that are made of others."""
    ids = tuple(sorted(keys))
    return Areas(
        ids=ids,
        names=tuple(rows[key].name or key for key in ids),
        shapes=shape_array(shapes[key] for key in ids),
        kinds=tuple(rows[key].kind for key in ids),
        municipalities=("",) * len(ids),
        parents=tuple(parents[key] for key in ids),
        own=np.ones(len(ids), dtype=np.bool_),
        sources=(source,) * len(ids),
    )
