"""Fold names, telephone numbers and addresses further than `resources.folding`, only to compare two entries.

What falls away is what lists of one place differ in: legal forms, brackets, 丁目 against hyphens, kanji digits.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from resources.folding import fold_name, fold_text

_LEGAL_FORMS = re.compile(
    r"認定npo法人|npo法人|特定非営利活動法人|社会福祉法人|株式会社|有限会社|合同会社|合資会社"
    r"|(?:一般|公益|特例)?(?:社団|財団)法人|医療法人(?:社団|財団)?|学校法人|宗教法人|農事組合法人"
    r"|労働者協同組合|協同組合|任意団体"
    r"|\((?:株|有|同|特非|福|社福|一社|公社|一財|公財|医|学|宗|農|労協|協同労働|任意団体)\)"
)
_BRACKETS = re.compile(r"[(\[【「『<〈](.*?)[)\]】」』>〉]")

# What a place is, not which one: "いきいきサロン" of two districts share nothing that names one of them.
_GENERIC = re.compile(
    "|".join(
        sorted(
            (
                *(
                    "さろん",
                    "かふぇ",
                    "喫茶",
                    "茶房",
                    "さぼう",
                    "食堂",
                    "しょくどう",
                    "こども",
                    "子ども",
                    "子供",
                ),
                *(
                    "みんなの",
                    "ふれあい",
                    "いきいき",
                    "すぺーす",
                    "すてーしょん",
                    "せんたー",
                    "ひろば",
                    "広場",
                ),
                *("居場所", "いばしょ", "相談室", "相談", "そうだん", "教室", "きょうしつ", "くらぶ", "体操"),
                *("ぼらんてぃあ", "傾聴", "けいちょう", "子育て", "こそだて", "若者", "わかもの", "集会所"),
                *("の会", "のかい", "の家", "のいえ", "会", "りびんぐ", "おれんじ", "体験", "たいけん"),
                *(
                    "地域",
                    "ちいき",
                    "交流",
                    "こうりゅう",
                    "支援",
                    "しえん",
                    "学習",
                    "がくしゅう",
                    "だんち",
                    "団地",
                ),
                *(
                    "場",
                    "ゆーす",
                    "茶の間",
                    "しょくどう",
                    "ひろば",
                    "かぞくかい",
                    "しゅうかいしょ",
                    "ほうもん",
                    "訪問",
                ),
                *("配布", "お渡し", "食品", "食料", "放課後", "ほうかご", "店", "支部", "支所", "事業所"),
            ),
            key=len,
            reverse=True,
        )
    )
)
_KANJI_DIGITS = str.maketrans("〇一二三四五六七八九", "0123456789")
_KANJI_NUMBER = re.compile(
    r"[〇一二三四五六七八九十]+(?=丁目|番|号|班|組|部|期|の\d|-)|(?<=第)[〇一二三四五六七八九十]+"
)
_ADDRESS_JOINTS = re.compile(r"丁目|番地の?|番|号室|号|(?<=\d)[のノ](?=\d)|(?<=\d)[-~ー](?=\d)")
_BLOCK = re.compile(r"\d+(?:-\d+){0,2}")
_SPACE_OR_BRACKET = re.compile(r"[\s()\[\]【】「」『』〈〉<>・/]")
_RENAMED = re.compile("改称|改名|名称変更|旧称|旧名|旧「|前身|移管|に統合|へ統合")
_OTHER_OFFERS = re.compile(
    "放課後|がくどう|学童|児童くらぶ|夜間|手伝い|てつだい|募集|応援隊|すたっふ|配食|送迎|分室|別館|支店|支部|夜の|家族会"
)
_NUMBER = re.compile(r"\d+")


@lru_cache(maxsize=20_000)
def folded(text: str) -> str:
    """`fold_name` without the legal form of an organisation."""
    return fold_name(_LEGAL_FORMS.sub("", fold_text(text)))


@lru_cache(maxsize=20_000)
def outside_brackets(text: str) -> str:
    """The folded name without what it says in brackets; all of it when nothing stands outside."""
    return folded(_BRACKETS.sub("", fold_text(text))) or folded(text)


@lru_cache(maxsize=20_000)
def proper_part(text: str) -> str:
    """The folded name without the words that say what kind of place it is; all of it when nothing is left."""
    plain = folded(text)
    return _GENERIC.sub("", plain) or plain


@lru_cache(maxsize=20_000)
def numbers_in(name: str) -> frozenset[str]:
    """The numbers that tell branches apart: 第2, 二号, 3班."""
    return frozenset(_NUMBER.findall(_arabic(fold_text(name))))


@lru_cache(maxsize=20_000)
def words_in(name: str) -> tuple[str, ...]:
    """The folded words of a name that are long enough to be recognised in a sentence."""
    parts = (folded(part) for part in _SPACE_OR_BRACKET.split(fold_text(name)))
    return tuple(part for part in parts if len(part) >= 3)


@lru_cache(maxsize=20_000)
def offers_in(name: str) -> frozenset[str]:
    """The words of a name that say that it is another offer of the same house."""
    return frozenset(_OTHER_OFFERS.findall(folded(name)))


def renaming(remarks: str) -> str:
    """Remarks that speak of another name (改称, 旧…), folded; "" for all others."""
    return fold_name(remarks) if remarks and _RENAMED.search(remarks) else ""


def phone_digits(phone: str) -> str:
    """Digits only, +81 as 0; "" for what is too short to be a number."""
    digits = "".join(c for c in unicodedata.normalize("NFKC", phone) if c in "0123456789")
    if digits.startswith("81") and phone.strip().startswith(("+", "＋")):
        digits = "0" + digits[2:].removeprefix("0")
    return digits if len(digits) >= 6 else ""


@lru_cache(maxsize=20_000)
def folded_address(address: str) -> str:
    """Width, 丁目・番地・号 and kanji digits folded into "町名8-3", what follows (a building's name) kept."""
    text = _arabic(fold_text(address))
    text = _ADDRESS_JOINTS.sub("-", text).replace(" ", "").replace("大字", "")
    return re.sub(r"-+", "-", text).strip("-").replace("-の", "")


@lru_cache(maxsize=20_000)
def town_and_block(address: str) -> str:
    """The folded address up to the end of its first numbers; "" when it has none."""
    text = folded_address(address)
    block = _BLOCK.search(text)
    return text[: block.end()].strip("-") if block else ""


def _arabic(text: str) -> str:
    return _KANJI_NUMBER.sub(lambda found: _number(found.group()), text)


def _number(kanji: str) -> str:
    """一 … 九十九 and digit by digit (一〇)."""
    if "十" not in kanji:
        return kanji.translate(_KANJI_DIGITS)
    tens, _, ones = kanji.partition("十")
    return f"{tens.translate(_KANJI_DIGITS) or '1'}{ones.translate(_KANJI_DIGITS) or '0'}"
