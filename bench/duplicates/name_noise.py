"""What befalls a text between two lists: width, kana, shorter words, order of words, slips of the typist."""

from __future__ import annotations

import re
import unicodedata
from random import Random

from bench.duplicates.words import SHORTER

_HALF = str.maketrans(
    "アイウエオカキクケコサシスセソタチツテトナニヌネノハヒフヘホマミムメモヤユヨラリルレロワンァィゥェォッャュョー、。・",
    "ｱｲｳｴｵｶｷｸｹｺｻｼｽｾｿﾀﾁﾂﾃﾄﾅﾆﾇﾈﾉﾊﾋﾌﾍﾎﾏﾐﾑﾒﾓﾔﾕﾖﾗﾘﾙﾚﾛﾜﾝｧｨｩｪｫｯｬｭｮｰ､｡･",
)
_KATAKANA = re.compile(r"[ァ-ヶー]{2,}")
_HIRAGANA = re.compile(r"[ぁ-ゖー]{2,}")
_WORD = re.compile(r"[一-龠々]+|[ァ-ヶー]+|[ぁ-ゖー]+|[^一-龠々ァ-ヶーぁ-ゖ]+")


def shortened(text: str, random: Random) -> str:
    """One or two words as another list writes them."""
    fitting = [pair for pair in SHORTER if pair[0] in text]
    for long, short in random.sample(fitting, min(len(fitting), random.choice((1, 2)))):
        text = text.replace(long, short)
    return text


def half_width(text: str) -> str:
    """Katakana and voiced marks in half width."""
    parts = (unicodedata.normalize("NFD", c) if "ァ" <= c <= "ヶ" else c for c in text)
    joined = "".join(parts).replace("\u3099", "ﾞ").replace("\u309a", "ﾟ")
    return joined.translate(_HALF)


def other_kana(name: str, random: Random) -> str:
    if random.random() < 0.5:
        return _KATAKANA.sub(lambda found: _shifted(found.group(), -0x60), name)
    return _HIRAGANA.sub(lambda found: _shifted(found.group(), 0x60), name)


def _shifted(text: str, by: int) -> str:
    return "".join(c if c == "ー" else chr(ord(c) + by) for c in text)


def typing_error(text: str, random: Random) -> str:
    """A character lost, doubled, or two exchanged."""
    if len(text) < 4:
        return text
    at = random.randrange(len(text) - 1)
    return random.choice(
        (
            text[:at] + text[at + 1 :],
            text[: at + 1] + text[at:],
            text[:at] + text[at + 1] + text[at] + text[at + 2 :],
        )
    )


def part_dropped(name: str, random: Random) -> str:
    """Only the longer or only the last of the words, when there are two."""
    words = [word for word in re.split(r"[ 　（(）)]", name) if len(word) >= 2]
    return random.choice((max(words, key=len), words[-1])) if len(words) >= 2 else name


def other_order(name: str, random: Random) -> str:
    """The last word first, the others behind it in brackets: 笠原団地ふれあいリビング, ふれあいリビング（笠原団地）."""
    parts = [part for part in _WORD.findall(name) if part.strip()]
    if len(parts) < 2:
        return name
    at = random.randrange(1, len(parts))
    return random.choice(("{}（{}）", "{} {}", "{}({}集会所)")).format(
        "".join(parts[at:]), "".join(parts[:at])
    )
