"""The towns that addresses are looked up in while a file is read: no database is needed for it."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Literal

from geo.addresses.matching import match_address
from geo.addresses.model import TownMatch
from geo.addresses.table import TownTable

if TYPE_CHECKING:
    from geo.addresses.nearness import TownNeighbourhood


@dataclass(frozen=True)
class KnownTowns:
    """`home`: the city's own code, else its name."""

    table: TownTable
    home: str

    def match(self, address: str, municipality_code: str) -> TownMatch:
        """The town of an address; the code is that of the row, "" where it states none."""
        return match_address(address, self.table, stated=municipality_code, home=self.home)

    def verdict(self, match: TownMatch, lat: float, lon: float) -> Literal["agrees", "beside", "elsewhere"]:
        """How well a stated position fits the town of the address."""
        return self._neighbourhood.verdict(match, lat, lon)

    @cached_property
    def _neighbourhood(self) -> TownNeighbourhood:
        from geo.addresses.nearness import TownNeighbourhood  # scipy, only when there are towns

        return TownNeighbourhood(self.table)
