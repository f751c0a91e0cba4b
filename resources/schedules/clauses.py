"""A text, cut into clauses that can be read one after the other, without the remarks that say nothing of time."""

from __future__ import annotations

import re
from collections.abc import Iterator

from resources.folding import fold_text

REMARK = "\ufffc"
"""Stands for a bracket whose words say nothing of time."""
_CIRCLED = re.compile("[①-⑳]")
_CIRCLED_WEEKS = re.compile("第[①-⑤](?:[・、,と][①-⑤])*")
_LONG_VOWEL_AS_DASH = re.compile(r"(?<=[月火水木金土日曜時分\d])ー(?=[月火水木金土日\d])")
_STATED_ON = re.compile(r"(?:令和|平成|[rh])?\d{1,4}[年./]\d{1,2}[月./](?:\d{1,2}日?)?(?:現在|時点|更新)")
_SINCE = re.compile(r"(?:令和|平成|[rh])?\d{1,4}年\d{1,2}月(?:\d{1,2}日)?(?:~|から|より)[ 、]+")
_NAME_OF_A_DAY = re.compile(r"(?:(?![月火水木金土日祝休雨末])[一-龥ァ-ヶー]){2,6}の日")
"""食育の日: what a day of the month is called."""
_BREAKS = re.compile("[;。※]")
_BRACKET = re.compile(r"\(([^()]{0,200})\)")
_CRITICAL = re.compile(
    r"\d|[月火水木金土日祝曜週時分年毎隔午朝昼夕夜晩翌末旬休閉止変除不定未程頃前後第回期随春夏秋冬盆数別]"
    r"|以外|以降|のみ|だけ|場合|または|又は|もしくは|あるいは|まで|から|予定|終了|相談|問|確認|ただし|但し|ころ|ごろ|くらい|せず|ません|(?<!少)ない"
)
"""Characters and words that may say something of time, or take something back."""
_HARMLESS = re.compile(
    r"(?:要|事前(?:に|の)?)?(?:予約|申し?込み?|連絡|相談|登録)(?:が|は|も)?(?:必要|不要|制|優先)?(?:です)?|要事前予約|事前"
    r"|\d{1,4}円|\d{1,3}[歳才]|お?弁当|先着|定員|雨天決行|時間厳守|出入り?自由"
)
_LABELS = re.compile("受付|集合|開場|締|準備|搬|電話|窓口|配布|予約|申込")
"""Words that give hours another meaning."""


def clauses(text: str) -> Iterator[str]:
    """The clauses of `text`, folded. Circled numbers are separators before NFKC makes digits of them (but 第②・④).

    Left out are the day on which the text was written, and since when it holds (令和7年4月～ 毎週月曜).
    """
    text = _CIRCLED_WEEKS.sub(lambda weeks: fold_text(weeks[0]), text)
    for line in text.splitlines():
        for part in _CIRCLED.split(line):
            for clause in _BREAKS.split(fold_text(part).replace("。)", ")")):
                told = _BRACKET.sub(_without_remark, _LONG_VOWEL_AS_DASH.sub("-", clause)).strip()
                told = _SINCE.sub("", told, count=1) if _SINCE.match(told) else told
                if told.strip(REMARK + " ") and not _STATED_ON.fullmatch(told):
                    yield told


def says_nothing_of_time(words: str) -> bool:
    """Whether the words can be passed over: nothing in them may be about time."""
    return not _CRITICAL.search(_HARMLESS.sub("", words))


def is_name_or_place(words: str) -> bool:
    """Whether unknown words beside a schedule are a name or a place, as far as anybody can tell."""
    return says_nothing_of_time(words) and not _LABELS.search(words)


def _without_remark(match: re.Match[str]) -> str:
    is_remark = says_nothing_of_time(match[1]) or _NAME_OF_A_DAY.fullmatch(match[1])
    return REMARK if is_remark else match[0]
