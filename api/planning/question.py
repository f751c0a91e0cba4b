"""A planner's question: theme, ages, days and hours, way of travelling; from words, and back into words."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, field

from api.planning.travelling import DIRECT, clock_text, require_travel
from geo.gaps.model import Goal
from resources.code_lists import code_list
from resources.errors import BadInput
from resources.supply import SupplyQuestion

OLDEST = 130
_STANDING = "participation_place"
MOST_MINUTES = 240.0
_GROUPS = {"平日": ("mon", "tue", "wed", "thu", "fri"), "土日": ("sat", "sun"), "土日祝": ("sat", "sun")}
_AGES = re.compile(r"(\d{1,3})?\s*(?:歳)?\s*[-~〜～–—−]\s*(\d{1,3})?\s*(?:歳)?|(\d{1,3})\s*歳?以上")
_CLOCK = re.compile(r"(\d{1,2}):(\d{2})")


@dataclass(frozen=True)
class PlannerQuestion:
    """What is asked, in codes. `age_low`/`age_high` None = no limit; `mode`: code of travel_mode.csv.

    `travel`: the name of the travel-time model.
    """

    supply: SupplyQuestion
    minutes: float = 30.0
    mode: str = "walk"
    goal: Goal = field(default_factory=Goal)
    travel: str = DIRECT

    @property
    def ages(self) -> str:
        """「15〜39歳」, "" for all ages."""
        low, high = self.supply.age_low, self.supply.age_high
        if low is None and high is None:
            return ""
        if high is None:
            return f"{low}歳以上"
        return f"{low or 0}〜{high}歳"

    @property
    def kinds(self) -> str:
        """「学習支援・こども食堂」."""
        return "・".join(code_list("resource_kind").label(kind) for kind in self.supply.kinds)

    @property
    def caution(self) -> str:
        """What is to be said where kinds are asked for whose entries are no 参加先 as they are imported; else ""."""
        kinds = code_list("resource_kind")
        others = [kind for kind in self.supply.kinds if kinds.codes[kind].extra["standing"] != _STANDING]
        named = "、".join(kinds.label(kind) for kind in others)
        return (
            f"{named}は取り込んだままでは参加先ではないので、参加先に変えたものだけを数えました。"
            if named
            else ""
        )

    @property
    def when(self) -> str:
        """「平日」, 「土曜 10:00〜12:00」, "" for any time."""
        days = self.supply.weekdays
        named = next((name for name, codes in _GROUPS.items() if codes == tuple(days)), None)
        labels = named or "・".join(f"{code_list('weekday').label(day)}曜" for day in days)
        hours = _hours_in_words(self.supply.start, self.supply.end)
        return " ".join(part for part in (labels, hours) if part)

    @property
    def way(self) -> str:
        """「徒歩30分以内」."""
        return f"{code_list('travel_mode').label(self.mode)}{self.minutes:g}分以内"


def question_in_words(question: PlannerQuestion) -> str:
    """「居場所 / 15〜39歳 / 平日 / 徒歩30分以内」."""
    return " / ".join(
        (question.kinds, question.ages or "全年齢", question.when or "曜日を問わず", question.way)
    )


def question_from(
    *,
    kinds: Sequence[str],
    age: str | None = None,
    weekdays: Sequence[str] = (),
    start: str | None = None,
    end: str | None = None,
    minutes: float = 30.0,
    mode: str = "徒歩",
    goal: Goal | None = None,
    travel: str = DIRECT,
) -> PlannerQuestion:
    """The question that these words ask. Raises BadInput naming the field."""
    low, high = _ages(age)
    asked = SupplyQuestion(
        kinds=tuple(dict.fromkeys(_kind(kind) for kind in kinds)),
        age_low=low,
        age_high=high,
        weekdays=_weekdays(weekdays),
        start=_minute(start, "from"),
        end=_minute(end, "to"),
    )
    if not asked.kinds:
        raise BadInput("種別が選ばれていません。", field="kind", remedy="一つ以上選んでください。")
    if asked.start is not None and asked.end is not None and asked.start >= asked.end:
        raise BadInput(
            "終わりの時刻が始まりより後になっていません。", field="to", remedy="時刻を確かめてください。"
        )
    if not 1 <= minutes <= MOST_MINUTES:
        raise BadInput(
            f"所要時間は1分から{MOST_MINUTES:.0f}分までです。",
            field="minutes",
            remedy="分の数を確かめてください。",
        )
    by = _mode(mode)
    require_travel(travel, by)
    return PlannerQuestion(asked, float(minutes), by, goal or Goal(), travel)


def _kind(label: str) -> str:
    kinds = code_list("resource_kind")
    code = label if label in kinds else kinds.code_of(label)
    if code is None:
        raise BadInput(f"種別「{label}」はありません。", field="kind", remedy=_one_of("resource_kind"))
    if code == "volunteer_person":
        raise BadInput(
            "ボランティア人材は場所ではないので、不足や候補地を計算できません。",
            field="kind",
            remedy="ほかの種別を選んでください。",
        )
    return code


def _mode(label: str) -> str:
    modes = code_list("travel_mode")
    code = label if label in modes else modes.code_of(label)
    if code is None:
        raise BadInput(f"移動の方法「{label}」はありません。", field="mode", remedy=_one_of("travel_mode"))
    return code


def _weekdays(labels: Sequence[str]) -> tuple[str, ...]:
    known = code_list("weekday")
    asked: set[str] = set()
    for label in labels:
        plain = unicodedata.normalize("NFKC", label).strip()
        code = plain if plain in known else known.code_of(plain[:1]) if plain in _spelt(plain[:1]) else None
        group = _GROUPS.get(plain)
        if code is None and group is None:
            remedy = f"{_one_of('weekday').removesuffix('。')}、または 平日、土日 と書いてください。"
            raise BadInput(f"曜日「{label}」が読めません。", field="weekday", remedy=remedy)
        asked.update([code] if code else group or ())
    return tuple(day for day in known.codes if day in asked)


def _spelt(day: str) -> tuple[str, ...]:
    """How a weekday is written: 月, 月曜, 月曜日."""
    return (day, f"{day}曜", f"{day}曜日")


def _ages(text: str | None) -> tuple[int | None, int | None]:
    plain = unicodedata.normalize("NFKC", text or "").strip()
    if not plain or plain in ("全年齢", "すべて"):
        return None, None
    found = _AGES.fullmatch(plain)
    low, high = _limits(found) if found else (None, None)
    if (low is None and high is None) or (low or 0) > (high if high is not None else OLDEST):
        raise BadInput(
            f"年齢「{plain}」が読めません。", field="age", remedy="15-39、65-、-18 のように書いてください。"
        )
    return low, high


def _limits(found: re.Match[str]) -> tuple[int | None, int | None]:
    low, high, from_this = (None if number is None else int(number) for number in found.groups())
    if from_this is not None:
        low = from_this
    if (low or 0) > OLDEST or (high or 0) > OLDEST:
        return None, None
    return low, high


def _minute(text: str | None, field: str) -> int | None:
    plain = unicodedata.normalize("NFKC", text or "").strip()
    if not plain:
        return None
    found = _CLOCK.fullmatch(plain)
    minute = int(found[1]) * 60 + int(found[2]) if found and int(found[2]) < 60 else None
    if minute is None or minute > 24 * 60:
        raise BadInput(f"時刻「{plain}」が読めません。", field=field, remedy="9:00 のように書いてください。")
    return minute


def _hours_in_words(start: int | None, end: int | None) -> str:
    if start is None and end is None:
        return ""
    return f"{clock(start) or ''}〜{clock(end) or ''}"


def clock(minute: int | None) -> str | None:
    """Minutes since midnight as "9:00"; None stays None."""
    return None if minute is None else clock_text(minute)


def _one_of(list_name: str) -> str:
    labels = [
        code.label_ja
        for code in code_list(list_name)
        if code.code != "volunteer_person" and code.extra.get("standing", _STANDING) == _STANDING
    ]
    return f"{'、'.join(labels)} の中から選んでください。"
