"""The codes of a population table: mesh codes that are one, and no code twice."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from geo.population.mesh import valid_codes
from geo.population.problems import unreadable
from geo.population.table import Columns

TextArray = npt.NDArray[np.str_]


def mesh_codes_in(columns: Columns, which: int, heading: str, file: str) -> TextArray:
    """One column as mesh codes, shape (n,). Raises GeoError naming the row of the first that is none."""
    codes = np.array([text.strip() for text in columns.texts[which]], dtype=np.str_)
    valid = valid_codes(codes)
    if not valid.all():
        bad = int(np.argmin(valid))
        raise unreadable(
            f"「{codes[bad]}」は地域メッシュコードではありません。",
            "表計算ソフトが桁を落としたり指数(5.03E+08)にしたりしていない、元のファイルを取り込んでください。",
            file=file,
            row=columns.rows[bad],
            column=heading,
        )
    return codes


def refuse_repeats(codes: Sequence[str], columns: Columns, heading: str, file: str) -> None:
    """Raises GeoError naming the row in which a code stands for the second time: people would count twice."""
    seen: dict[str, int] = {}
    for code, row in zip(codes, columns.rows, strict=True):
        first = seen.setdefault(code, row)
        if first != row:
            raise unreadable(
                f"「{code}」は{first}行目にもあります。人数が二重になります。",
                "重なっている行の片方を消してください。",
                file=file,
                row=row,
                column=heading,
            )
