"""An independent recount of coverage in pandas, straight from the files of a collection."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pandas as pd

SPEEDS = (60.0, 4000 / 60, 80.0)
DETOURS = (1.2, 1.3, 1.5)
WEEKDAYS = list("月火水木金")


def people(folder: Path, low: int | None, high: int | None) -> pd.DataFrame:
    """Cells with `asked` people of these ages; bands are cut by single years."""
    cells = pd.read_csv(folder / "population_mesh.csv", dtype={"メッシュコード": str})
    asked = cells["総人口"].astype(float)
    if low is not None and high is not None:
        asked = 0.0 * asked
        for column in [name for name in cells if name.endswith("歳") and "-" in name]:
            first, last = map(int, column.removesuffix("歳").split("-"))
            common = max(0, min(last, high) - max(first, low) + 1)
            asked = asked + cells[column] * common / (last - first + 1)
    return cells.assign(asked=asked)


def places(
    folder: Path, kinds: Sequence[str], low: int | None, high: int | None, days: Sequence[str]
) -> pd.DataFrame:
    """Open places of these kinds that can be visited, whose stated ages overlap, open on one of `days`."""
    listed = pd.read_csv(folder / "resources.csv", dtype=str)
    youngest = pd.to_numeric(listed["対象年齢_下限"]).fillna(0)
    oldest = pd.to_numeric(listed["対象年齢_上限"]).fillna(999)
    chosen = (listed["状態"] == "公開中") & listed["種別"].isin(kinds)
    chosen &= listed["提供方法"].fillna("").str.split(";").map(lambda ways: "来所" in ways or ways == [""])
    if low is not None and high is not None:
        chosen &= (youngest <= high) & (oldest >= low)
    if days:
        chosen &= listed["曜日"].fillna("").str.split(";").map(lambda named: bool(set(named) & set(days)))
    return listed[chosen].assign(lat=lambda t: t["緯度"].astype(float), lon=lambda t: t["経度"].astype(float))


def kilometres(cells: pd.DataFrame, listed: pd.DataFrame) -> np.ndarray:
    """Great-circle distances, shape (cells, places)."""
    lat1, lon1 = np.radians(cells[["緯度"]].to_numpy()), np.radians(cells[["経度"]].to_numpy())
    lat2, lon2 = np.radians(listed["lat"].to_numpy())[None], np.radians(listed["lon"].to_numpy())[None]
    chord = np.sin((lat2 - lat1) / 2) ** 2 + np.cos(lat1) * np.cos(lat2) * np.sin((lon2 - lon1) / 2) ** 2
    return 2 * 6371 * np.arcsin(np.sqrt(chord))


def coverage(
    cells: pd.DataFrame, km: np.ndarray, *, speed: float, detour: float, minutes: float = 30
) -> pd.Series:
    """Share of the asked people of each district with a place in reach."""
    reached = (km * 1000 * detour / speed <= minutes).any(axis=1)
    table = pd.DataFrame(
        {"district": cells["学区ID"], "asked": cells["asked"], "covered": cells["asked"] * reached}
    )
    sums = table.groupby("district").sum()
    return sums["covered"] / sums["asked"]
