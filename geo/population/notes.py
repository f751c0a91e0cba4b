"""What stands under a map about the ages of a population: what is hidden, and who has no age."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

FloatArray = npt.NDArray[np.float64]


def age_note(totals: FloatArray, counts: FloatArray, *, unit: str, moved: bool) -> str:
    """Japanese sentences, joined by 。; "" when the ages of everybody are known.

    `unit`: what a row is (区画, 地域); `moved`: hidden people are contained in the ages of another row, so that
    all totals less all ages have no age; otherwise only rows that are not hidden can say so.
    """
    if not counts.shape[1]:
        return "年齢別の人口はありません"
    hidden = np.isnan(counts).any(axis=1)
    notes = []
    if hidden.any():
        where = f"、近くの{unit}に足されています" if moved else "ています"
        notes.append(f"年齢別は{int(hidden.sum()):,}{unit}で秘匿され{where}")
    asked = np.ones(len(totals), dtype=np.bool_) if moved else ~hidden
    unknown = round(float(np.nansum(totals[asked]) - np.nansum(counts[asked])))
    if unknown > 0:
        notes.append(f"年齢不詳などの{unknown:,}人は年齢別に入っていません")
    return "。".join(notes)
