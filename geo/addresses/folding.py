"""One spelling for addresses. Names of towns and written addresses are folded alike, then compared as they are."""

from __future__ import annotations

import csv
import re
import unicodedata
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from geo.addresses.numerals import KANJI_DIGITS, kanji_number

_LONGEST = 500
"""Characters of an address that are looked at: the longest that the catalogue holds."""
_LOST_MARKS = "?\ufffd"
"""What a byte order mark becomes when a file goes through the wrong encoding: only in front of an address."""
_DASHES = "\u2010\u2011\u2012\u2013\u2014\u2015\u2212\u2500\u30fc\uff0d\uff70\u02d7\u2043-"
_INVISIBLE = re.compile("[\ufeff\u200b-\u200f\u2060\ufe00-\ufe0f\U000e0100-\U000e01ef]")
_DASH = re.compile(f"(?<![ァ-ヺー])[{_DASHES}]+")
_DASH_AFTER_KANA = re.compile(f"(?<=[ァ-ヺー])[{_DASHES}]")
_POSTAL_CODE = re.compile(r"(?:〒\s*\d{3}\s*-?\s*\d{4}|\d{3}-\d{4}(?![\d-])|\d{7}(?!\d))\s*")
_COUNTED = re.compile(f"[{KANJI_DIGITS}]+(?=丁目|丁|条|番|号|地割|線|町目|区)|(?<=第)[{KANJI_DIGITS}]+")
_SPACE_BETWEEN_NUMBERS = re.compile(r"(?<=[0-9])\s+(?=[0-9])")
_NO_BETWEEN_NUMBERS = re.compile(r"(?<=[0-9目番地号])ノ(?=[0-9])")
_UNIT_OF_LAND = re.compile("大字|小字|字|\\s+")
_OF_PLACES = str.maketrans(
    {"ヶ": "ケ", "ヵ": "ケ", "ガ": "ケ", "箇": "ケ", "个": "ケ", "ッ": "ツ", "之": "ノ", "乃": "ノ"}
)


@dataclass(frozen=True, slots=True)
class FoldedAddress:
    """An address in one spelling, without spaces and without 大字・字.

    `before_koaza` and `before_space`: the offsets in `text` at which a 字 or a space stood.
    """

    text: str
    before_koaza: frozenset[int] = frozenset()
    before_space: frozenset[int] = frozenset()


@cache
def variants() -> dict[int, str]:
    """異体字 and 旧字体 → the usual character (variants.csv), as `str.translate` takes it."""
    text = files("geo.addresses").joinpath("variants.csv").read_text(encoding="utf-8")
    return {ord(row["written"]): row["standard"] for row in csv.DictReader(text.splitlines())}


def fold_address(written: str) -> FoldedAddress:
    """The one spelling of an address; folding it again changes nothing.

    Width, dashes, 異体字, ヶケが, 之ノの, kana kind, kanji numbers before 丁目・条・番・号, a postal code in front.
    """
    folded = _folded_once(written[:_LONGEST])
    while (again := _folded_once(folded.text)).text != folded.text:  # 「大 字」: the space hid the word
        folded = again
    return folded


def fold_town(name: str) -> str:
    """The spelling under which a town is looked up."""
    return fold_address(name).text


def _folded_once(written: str) -> FoldedAddress:
    folded = _characters(written)
    parts: list[str] = []
    koaza: set[int] = set()
    spaces: set[int] = set()
    length = end = 0
    for found in _UNIT_OF_LAND.finditer(folded):
        parts.append(folded[end : found.start()])
        length += found.start() - end
        end = found.end()
        (spaces if found.group().isspace() else koaza).add(length)
    parts.append(folded[end:])
    return FoldedAddress("".join(parts), frozenset(koaza), frozenset(spaces))


def _characters(written: str) -> str:
    """Everything but 字 and spaces, which the caller takes out."""
    text = unicodedata.normalize("NFKC", _INVISIBLE.sub("", written)).strip().lstrip(_LOST_MARKS)
    text = unicodedata.normalize("NFKC", text.translate(_characters_of_places()))
    text = _DASH.sub("-", _DASH_AFTER_KANA.sub("ー", text))
    text = _POSTAL_CODE.sub("", text, count=1) if text[:1] in "〒0123456789" else text
    text = text.translate(_OF_PLACES)
    text = _COUNTED.sub(lambda found: str(kanji_number(found.group())), text)
    return _SPACE_BETWEEN_NUMBERS.sub("-", _NO_BETWEEN_NUMBERS.sub("-", text))


@cache
def _characters_of_places() -> dict[int, str]:
    """異体字 to usual ones, hiragana to katakana: 「つつじが丘」 and 「ツツジガ丘」 are one name."""
    kana = {letter: chr(letter + 0x60) for letter in range(ord("ぁ"), ord("ゖ") + 1)}
    return kana | variants()
