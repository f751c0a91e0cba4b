"""Areas of the city and its neighbours, and how many people live where."""

from __future__ import annotations

from sqlalchemy import UniqueConstraint
from sqlmodel import Field

from resources.tables.base import Row


class District(Row, table=True):
    """A 学区 or another area of the city's own hierarchy. lat/lon: a representative point in degrees.

    `kind`: a code of area_kind.csv; `municipality_code`: five digits, "" unknown; `own`: false for an area of a
    neighbouring municipality; `source`, `edition`, `licence` and `note` are printed under every map of it.
    """

    __tablename__ = "district"

    code: str = Field(max_length=40, unique=True)
    name: str = Field(max_length=100)
    kind: str = Field(default="elementary_district", max_length=40)
    parent_code: str | None = Field(default=None, max_length=40)
    municipality_code: str = Field(default="", max_length=5)
    own: bool = Field(default=True)
    lat: float | None = None
    lon: float | None = None
    boundary_geojson: str | None = None
    source: str = Field(default="", max_length=300)
    edition: str = Field(default="", max_length=100)
    licence: str = Field(default="", max_length=300)
    note: str = Field(default="", max_length=500)


class PopulationSource(Row, table=True):
    """The population that is in use: one row. `age_bands`: "0-5;6-12;75-", the order of the cells' counts.

    `districts_stated`: the file itself says in which district a cell lies; else positions decide.
    """

    __tablename__ = "population_source"

    name: str = Field(default="", max_length=300)
    edition: str = Field(default="", max_length=100)
    licence: str = Field(default="", max_length=300)
    note: str = Field(default="", max_length=500)
    age_bands: str = Field(default="")
    has_singles: bool = Field(default=False)
    districts_stated: bool = Field(default=False)


class PopulationCell(Row, table=True):
    """People of one mesh cell or 町丁目. `counts`: a JSON list, one number per age band, null = hidden."""

    __tablename__ = "population_cell"
    __table_args__ = (UniqueConstraint("source_id", "position"),)

    source_id: int = Field(foreign_key="population_source.id", ondelete="CASCADE")
    position: int
    code: str = Field(max_length=40)
    lat: float | None = None
    lon: float | None = None
    district_code: str = Field(default="", max_length=40, index=True)
    total: float | None = None
    counts: str = Field(default="[]")
    singles: float | None = None
