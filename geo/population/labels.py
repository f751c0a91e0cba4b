"""What the headings of population tables say: folded text, age bands and sexes."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from typing import Literal

from geo.population.model import AgeBand

_DASHES = str.maketrans(dict.fromkeys("~〜‐‑−–—―ー", "-"))
_BAND = re.compile(
    r"(?P<before>総数|男の|女の|男|女)?(?:(?P<low>\d+)-(?P<high>\d+)歳|(?P<above>\d+)歳以上|(?P<below>\d+)歳未満)"
    r"(?:人口)?(?:の?[((]?(?P<after>総数|計|男性?|女性?)[))]?)?"
)
_NUMBERED = re.compile(r"(?P<sex>man|woman)(?P<number>\d{1,2})")
Sex = Literal["both", "male", "female"]


@dataclass(frozen=True, slots=True)
class BandColumn:
    """A column that counts people of one age band and sex."""

    position: int
    band: AgeBand
    sex: Sex


def fold(text: str) -> str:
    """A heading without spaces and in one width, with one sign for every dash (０～ 4歳 → 0-4歳)."""
    folded = unicodedata.normalize("NFKC", text).translate(_DASHES)
    return "".join(folded.split()).strip("\ufeff")


def band_columns(headings: tuple[str, ...]) -> list[BandColumn]:
    """The columns of people by age among folded headings.

    Headings with other words (世帯, 外国人) are none. man1…man18 are five-year bands, the last one open.
    """
    found = [
        column for position, heading in enumerate(headings) if (column := _band_column(position, heading))
    ]
    return found or _numbered_bands(headings)


def _band_column(position: int, heading: str) -> BandColumn | None:
    match = _BAND.fullmatch(heading)
    if match is None or (match["before"] and match["after"]):
        return None
    word = (match["before"] or match["after"] or "")[:1]
    sex: Sex = "male" if word == "男" else "female" if word == "女" else "both"
    if match["above"]:
        return BandColumn(position, AgeBand(int(match["above"]), None), sex)
    if match["below"]:
        return BandColumn(position, AgeBand(0, int(match["below"]) - 1), sex)
    return BandColumn(position, AgeBand(int(match["low"]), int(match["high"])), sex)


def _numbered_bands(headings: tuple[str, ...]) -> list[BandColumn]:
    """高松市 style: man1, woman1, … in steps of five years from 0."""
    matches = [(position, _NUMBERED.fullmatch(heading.lower())) for position, heading in enumerate(headings)]
    numbered = [
        (position, match["sex"], int(match["number"])) for position, match in matches if match is not None
    ]
    last = max((number for *_, number in numbered), default=0)
    return [
        BandColumn(position, five_years(number, last), "male" if sex == "man" else "female")
        for position, sex, number in numbered
        if number >= 1
    ]


def five_years(number: int, last: int) -> AgeBand:
    """The `number`-th five-year band from 0 to 4 on; the `last` one is open."""
    low = 5 * (number - 1)
    return AgeBand(low, None if number == last else low + 4)
