"""Numbers of addresses in kanji: 一, 十二, 二十三, 一〇二."""

from __future__ import annotations

_VALUE = {character: value for value, character in enumerate("〇一二三四五六七八九")} | {
    "零": 0,
    "壱": 1,
    "弐": 2,
    "参": 3,
}
KANJI_DIGITS = "".join(_VALUE) + "十百"
"""The characters of such a number; no 千: it is a name (千石) more often than a number."""


def kanji_number(text: str) -> int:
    """The number that `text`, made of KANJI_DIGITS only, stands for: by place (一〇二) or by unit (百二)."""
    if "十" not in text and "百" not in text:
        return int("".join(str(_VALUE[character]) for character in text))
    total, digits = 0, ""
    for character in text:
        if character in "十百":
            total += (int(digits) if digits else 1) * (10 if character == "十" else 100)
            digits = ""
        else:
            digits += str(_VALUE[character])
    return total + (int(digits) if digits else 0)
