"""Addresses that municipalities really publish, against the towns of geolonia: the figures of issue 5 are pinned."""

from __future__ import annotations

import json
import re
import unicodedata
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from geo.addresses.matching import match_addresses
from geo.addresses.reading import read_town_files
from geo.addresses.table import town_table
from resources.importing import read_resource_files
from resources.known_towns import KnownTowns

pytestmark = pytest.mark.shared

_MUNICIPALITY = re.compile(
    r"^(?:静岡県|福井県|東京都|神奈川県)?((?:焼津市|坂井市|練馬区|大田区|川崎市|(?:川崎|幸|中原|高津|宮前|多摩|麻生)区)+)"
)
_CHOME = re.compile(r"(?:[一二三四五六七八九十]+|\d+)丁目$")


FIGURES = ({"town": 1093, "oaza": 3, "ambiguous": 6}, {"agrees": 986, "elsewhere": 64, "beside": 46})
"""Of 1,102 rows: what came of their address, and how the position fits it."""


@dataclass(frozen=True)
class Row:
    """An address as published, and the position that stands beside it."""

    address: str
    lat: float | None
    lon: float | None


@pytest.fixture(scope="module")
def towns(shared: Path) -> KnownTowns:
    """The table of the shared folder, which has 2,480 towns of 15 municipalities."""
    return KnownTowns(town_table(read_town_files([shared / "realdata/geolonia_addresses/api"]).towns), "")


def _rows(shared: Path) -> Iterator[Row]:
    root = shared / "realdata"
    lists = [*root.glob("yaizu_city/*/*.csv"), *root.glob("kodomo_shokudo_multi/**/*.csv")]
    for path in sorted(path for path in lists if path.name != "attributes.csv"):
        for record in read_resource_files([path])[0].records:
            yield Row(record.address, record.lat, record.lon)
    for name, fields in (
        ("nurseryFacilities", ("Add1", "Add2")),
        ("Elementary_loc", ("P29_006",)),
        ("MiddleSchool_loc", ("P29_006",)),
    ):
        document = json.loads((root / f"kawasaki_papamama_ksj/{name}.geojson").read_bytes())
        for feature in document["features"]:
            said = "".join(str(feature["properties"][field] or "") for field in fields)
            lon, lat = feature["geometry"]["coordinates"][:2]
            yield Row(said if said.startswith("川崎市") else f"川崎市{said}", lat, lon)


def _plain(text: str) -> str:
    """A crude folding of its own, so that the table's knowledge is not judged by the code under test."""
    return re.sub("[ヶケ]", "ケ", unicodedata.normalize("NFKC", text)).replace(" ", "")


def _names(towns: KnownTowns) -> dict[str, set[str]]:
    """City → names of its towns without 丁目."""
    found: dict[str, set[str]] = {}
    for town in towns.table.towns:
        names = found.setdefault(town.municipality.city, set())
        names.add(_plain(_CHOME.sub("", town.name)))
    return found


def _is_known(address: str, names: dict[str, set[str]]) -> bool:
    """Whether the words between the municipality and the first number are the name of a town of its table."""
    text = _plain(address)
    place = _MUNICIPALITY.match(text)
    if place is None:
        return False
    word = re.split(r"[\d(]", text[place.end() :])[0].rstrip("-")
    city = re.findall(r"焼津市|坂井市|練馬区|大田区|川崎市", place[1])[0]
    return word in names.get(city, set())


def test_of_the_rows_whose_town_the_table_knows_nearly_all_are_matched_and_fit_or_are_flagged(
    shared: Path, towns: KnownTowns
) -> None:
    names = _names(towns)
    rows = [row for row in _rows(shared) if row.lat is not None and _is_known(row.address, names)]
    found = match_addresses([row.address for row in rows], towns.table)
    counts: Counter[str] = Counter(match.precision or match.reason or "" for match in found)
    verdicts: Counter[str] = Counter(
        towns.verdict(match, row.lat, row.lon)
        for row, match in zip(rows, found, strict=True)
        if match.precision and row.lat is not None and row.lon is not None
    )
    matched = counts["town"] + counts["oaza"]

    assert len(rows) > 1_000
    assert matched / len(rows) >= 0.97
    assert (
        verdicts["agrees"] + verdicts["elsewhere"]
    ) / matched >= 0.95  # the others have a note of their own
    assert (dict(counts), dict(verdicts)) == FIGURES


def test_no_real_address_is_matched_in_another_municipality(shared: Path, towns: KnownTowns) -> None:
    seen = 0
    for row, match in (
        (row, towns.match(row.address, "")) for row in _rows(shared) if row.address and "市" in row.address
    ):
        if match.municipality is None:
            continue
        seen += 1
        said = _MUNICIPALITY.match(_plain(row.address))
        assert said is not None
        assert match.municipality.city in said[1] or match.municipality.ward in said[1]
        assert not match.municipality.ward or not said[1].endswith("区") or match.municipality.ward in said[1]
    assert seen > 1_000


@pytest.mark.parametrize(
    "address",
    ["静岡県焼津市栄5-14-1", "静岡県焼津市南小川2-19-1", "静岡県焼津市東祢宜島12-4", "静岡県焼津市182-12"],
)
def test_a_real_address_whose_town_the_table_lacks_fails_as_such(towns: KnownTowns, address: str) -> None:
    assert towns.match(address, "").reason == "no_town"
