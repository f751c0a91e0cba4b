"""The words of an address that are no name: prefectures, what follows a town, 丁目 and 京都's streets."""

from __future__ import annotations

import re

from geo.addresses.model import Municipality
from geo.addresses.numerals import KANJI_DIGITS, kanji_number

_PREFECTURES = (
    "北海道;青森県;岩手県;宮城県;秋田県;山形県;福島県;茨城県;栃木県;群馬県;"
    "埼玉県;千葉県;東京都;神奈川県;新潟県;富山県;石川県;福井県;山梨県;長野県;"
    "岐阜県;静岡県;愛知県;三重県;滋賀県;京都府;大阪府;兵庫県;奈良県;和歌山県;"
    "鳥取県;島根県;岡山県;広島県;山口県;徳島県;香川県;愛媛県;高知県;福岡県;"
    "佐賀県;長崎県;熊本県;大分県;宮崎県;鹿児島県;沖縄県"
)
PREFECTURES = tuple(_PREFECTURES.split(";"))
_CHOME = re.compile(r"(?P<base>.+?)\d+丁目?")
_CHOME_OF_ADDRESS = re.compile(rf"(?P<number>\d+|[{KANJI_DIGITS}]+)(?P<after>丁目?|-|番|号|$|(?=\D))")
_ENDS_A_TOWN = re.compile(
    rf"$|[-\d(,、・/「]|無?番|地先|地内|付近|[甲乙丙丁戊己庚辛壬癸イロハニホヘト](?:[-\d]|$)|[{KANJI_DIGITS}]+(?:-|$)"
)
_CITY_AND_WARD = re.compile(r"(.+?市)(.+区)")
_COUNTY = re.compile(r"(.+?郡)(.+[町村])")
_STREETS = re.compile(r".*(?:上ル|下ル|東入ル?|西入ル?|上ガル|下ガル|上ケル|下ケル)")
_OTHER_MUNICIPALITY = re.compile(r"\D{1,6}?[市区郡]")
KYOTO = "京都市"


def split_municipality(prefecture: str, name: str, code: str = "") -> Municipality:
    """川崎市川崎区 → city and ward, 相楽郡和束町 → 郡 and 町, anything else as it stands."""
    if ward := _CITY_AND_WARD.fullmatch(name):
        return Municipality(prefecture, "", ward[1], ward[2], code)
    if county := _COUNTY.fullmatch(name):
        return Municipality(prefecture, county[1], county[2], "", code)
    return Municipality(prefecture, "", name, "", code)


def split_chome(folded: str) -> str:
    """The 大字 of a folded name that ends in a 丁目, "" for any other name."""
    found = _CHOME.fullmatch(folded)
    return found["base"] if found else ""


def ends_a_town(text: str, end: int) -> bool:
    """Whether a town's name may end here: numbers, 番地, or nothing follows, not a further name."""
    return _ENDS_A_TOWN.match(text, end) is not None


def chome_at(text: str, offset: int) -> tuple[int, str, int] | None:
    """A number at this place: its value, what follows it (丁目, -, 番 …), and where the rest begins."""
    found = _CHOME_OF_ADDRESS.match(text, offset)
    if found is None:
        return None
    digits = found["number"]
    value = int(digits) if digits.isdecimal() else kanji_number(digits)
    end = found.end() if found["after"] in ("丁", "丁目", "-") else found.end("number")
    return value, found["after"], end


def after_streets(text: str) -> str:
    """An address in 京都市 without the streets (今出川通烏丸東入 …) that stand before the town."""
    return _STREETS.sub("", text, count=1)


def prefecture_of(text: str, folded: dict[str, str]) -> str:
    """The prefecture that a folded address begins with, as `folded` spells it; "" for none."""
    return next((words for words in (text[:3], text[:4]) if words in folded), "")


def names_other_municipality(text: str) -> bool:
    """Whether a folded address seems to begin with a municipality."""
    return _OTHER_MUNICIPALITY.match(text) is not None
