"""利用条件 of 国土数値情報 by municipality: the table that comes with the school districts since 2021.

Each municipality let the ministry publish its districts under its own terms; what stands under a map must be those.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from pathlib import Path

from geo.areas.model import Areas
from geo.sources import Source
from resources.errors import BadInput
from resources.importing.findings import Finding
from resources.importing.grid import Grid
from resources.importing.sources import read_source

BY_MUNICIPALITY = "自治体ごとに条件が異なります。利用条件を確かめてください"
"""The licence in ksj_editions.csv where each municipality has its own."""
_CODE, _TERMS = re.compile("コード"), re.compile("利用条件|許諾|利用規約|ライセンス")
_DIGITS = re.compile(r"\d{4,6}")


def read_terms(path: Path) -> dict[str, str]:
    """Municipality code of five digits → its terms, of a CSV or a workbook whose header names both columns.

    Raises BadInput where there is no such header, or where one municipality has two different terms.
    """
    found: dict[str, str] = {}
    for grid in read_source(path).grids:
        for row, code, terms in _rows(grid):
            if found.setdefault(code, terms) != terms:
                raise BadInput(
                    f"市区町村コード {code} に、違う利用条件が二つあります。",
                    file=path.name,
                    row=row,
                    remedy="どちらかの行を消してください。",
                )
    if not found:
        raise BadInput(
            "自治体のコードと利用条件の列が見つかりません。",
            file=path.name,
            remedy="見出しに「市区町村コード」と「利用条件」のある CSV か Excel を指定してください。",
        )
    return found


def with_terms(areas: Areas, terms: Mapping[str, str]) -> Areas:
    """The areas with the terms of their municipality where the licence depends on it; unknown ones stay."""
    sources = (
        replace(source, licence=terms[code])
        if source.licence == BY_MUNICIPALITY and code in terms
        else source
        for source, code in zip(areas.sources, areas.municipalities, strict=True)
    )
    return replace(areas, sources=tuple(sources))


def terms_findings(areas: Areas) -> list[Finding]:
    """A note that names the municipalities whose terms nobody stated."""
    unknown = sorted(set(_without_terms(areas.municipalities, areas.sources)))
    if not unknown:
        return []
    codes = "、".join(code or "(コードなし)" for code in unknown[:5]) + (" ほか" if len(unknown) > 5 else "")
    what = f"国土数値情報の利用条件は自治体ごとに異なりますが、{codes} の条件が分かりません。"
    remedy = "--terms に、データに同梱の利用条件の表(Terms_of_use の Excel)を指定してください。"
    return [Finding("(全体)", None, None, "note", what, remedy)]


def _without_terms(codes: Iterable[str], sources: Iterable[Source]) -> Iterator[str]:
    return (code for code, source in zip(codes, sources, strict=True) if source.licence == BY_MUNICIPALITY)


def _rows(grid: Grid) -> Iterator[tuple[int, str, str]]:
    """Row number, code and terms below the first row that names both columns."""
    columns: tuple[int, int] | None = None
    for row in grid.rows:
        if columns is None:
            columns = _columns(row.cells)
            continue
        code, terms = (row.cells[at].strip() if at < len(row.cells) else "" for at in columns)
        code = unicodedata.normalize("NFKC", code)
        if _DIGITS.fullmatch(code) and terms:
            yield row.number, code[:5] if len(code) == 6 else code.zfill(5), " ".join(terms.split())


def _columns(cells: Iterable[str]) -> tuple[int, int] | None:
    heads = list(cells)
    code = next((at for at, head in enumerate(heads) if _CODE.search(head)), None)
    terms = next((at for at, head in enumerate(heads) if _TERMS.search(head)), None)
    return None if code is None or terms is None else (code, terms)
