"""Age columns of a table as disjoint bands of people of both sexes."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from geo.population.counts import counts_of
from geo.population.disjoint import Impossible, disjoint
from geo.population.labels import BandColumn
from geo.population.model import AgeBand
from geo.population.problems import unreadable
from geo.population.table import Columns

FloatArray = npt.NDArray[np.float64]
BoolArray = npt.NDArray[np.bool_]


def needed(found: Sequence[BandColumn], file: str) -> list[BandColumn]:
    """The columns to read: of both sexes together where the table has it, else men and women.

    Raises GeoError where a band has only one of the sexes, or a column twice.
    """
    chosen: list[BandColumn] = []
    for band in sorted({column.band for column in found}, key=lambda band: (band.low, band.high or 999)):
        of_band = [column for column in found if column.band == band]
        together = [column for column in of_band if column.sex == "both"]
        columns = together or of_band
        sexes = sorted(column.sex for column in columns)
        if sexes not in (["both"], ["female", "male"]):
            raise unreadable(
                f"{band.label}の列が、男女計の一列でも、男と女の一列ずつでもありません。",
                "配布元のファイルの見出しを確かめてください。",
                file=file,
            )
        chosen.extend(columns)
    return chosen


def people_by_band(
    columns: Columns, first: int, chosen: Sequence[BandColumn], headings: Sequence[str], file: str
) -> dict[AgeBand, FloatArray]:
    """People of each band, both sexes, (n,); `chosen[k]` was read as column `first + k`. Raises GeoError."""
    people: dict[AgeBand, FloatArray] = {}
    for place, column in enumerate(chosen):
        counts = counts_of(columns, first + place, headings[column.position], file)
        people[column.band] = people[column.band] + counts if column.band in people else counts
    return people


def refuse_more_ages_than_people(
    totals: FloatArray, counts: FloatArray, columns: Columns, file: str, *, asked: BoolArray | None = None
) -> None:
    """Raises GeoError naming the first row whose ages are more than everybody: its cells have moved.

    `asked` (n,): the rows that hold no people of others; None for all.
    """
    too_many = np.nansum(counts, axis=1) > totals + 0.5  # projections are decimals; NaN compares as no
    if asked is not None:
        too_many &= asked
    if too_many.any():
        raise unreadable(
            "年齢別の人数の合計が、総人口より多くなります。",
            "この行で、数の中のカンマや抜けた欄のために列がずれていないか確かめてください。",
            file=file,
            row=columns.rows[int(np.argmax(too_many))],
        )


def disjoint_bands(
    people: dict[AgeBand, FloatArray], columns: Columns, file: str
) -> tuple[tuple[AgeBand, ...], FloatArray]:
    """`disjoint` with the row of a contradiction in the message. Raises GeoError."""
    try:
        bands, counts = disjoint(people)
    except Impossible as contradiction:
        raise unreadable(
            f"年齢別の人数が食い違い、{contradiction.band.label}が負になります。",
            "元のファイルを取り直してください。",
            file=file,
            row=columns.rows[contradiction.row],
        ) from None
    return bands, counts if bands else np.zeros((len(columns.rows), 0))
