"""Japanese lettering of pictures: the font that comes as a package, what it cannot write, and lines that fit."""

from __future__ import annotations

import unicodedata
from functools import cache
from importlib.util import find_spec
from pathlib import Path

from matplotlib.font_manager import FontProperties
from matplotlib.ft2font import FT2Font

from geo.errors import GeoError

_PACKAGE = "matplotlib_fontja"
_FILE = "ipaexg.ttf"
_GETA = "〓"  # what Japanese printers set for a character that they do not have
_NEVER_FIRST = "、。」』)）]・ー〜ぁぃぅぇぉっゃゅょァィゥェォッャュョ%％"


def lettering(size: float) -> FontProperties:
    """IPAexゴシック in this size in points. Raises GeoError where the package is missing."""
    return FontProperties(fname=str(font_file()), size=size)


@cache
def font_file() -> Path:
    """The font's file. The package is found and not imported: importing it would change matplotlib everywhere."""
    found = find_spec(_PACKAGE)
    for folder in (found.submodule_search_locations or ()) if found else ():
        if (file := Path(folder) / "fonts" / _FILE).is_file():
            return file
    raise GeoError(f"日本語の書体がありません。{_PACKAGE} を入れてください(pip install matplotlib-fontja)。")


def writable(text: str) -> str:
    """`text` on one line, with 〓 for every character that the font does not have."""
    known = _characters()
    return "".join(letter if ord(letter) in known else _GETA for letter in " ".join(text.split()))


def lines_of(text: str, width: float) -> list[str]:
    """`text` in lines of at most `width` full-width characters; no line begins with 、 or a closing bracket."""
    lines, line, used = [], "", 0.0
    for letter in text:
        wide = (
            1.0 if unicodedata.east_asian_width(letter) in "FWA" else 0.55
        )  # its Latin letters are proportional
        # What may not begin a line hangs over its end: the frame leaves room for one character.
        if used + wide > width and letter not in _NEVER_FIRST and letter != " ":
            lines.append(line.rstrip())
            line, used = "", 0.0
        line, used = line + letter, used + wide
    return [*lines, line.rstrip()] if line.strip() else lines


@cache
def _characters() -> frozenset[int]:
    return frozenset(FT2Font(str(font_file())).get_charmap())
