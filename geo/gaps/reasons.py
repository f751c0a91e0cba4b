"""Japanese sentences for every district: why it is flagged, why it is not, and what is not known."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from geo.gaps.model import DistrictGap, Goal

_WORTH_NAMING = 0.05
_NAMED = 3


@dataclass(frozen=True)
class Words:
    """The question in words.

    `who`: 「15〜39歳の人」; `ages`: 「15〜39歳」, "" for all ages; `what`: 「居場所」; `when`: 「平日」 or "";
    `way`: 「歩いて30分以内」; `varied`: what the assumptions vary, 「歩く速さと道のりの見込み」.
    """

    city: str
    who: str
    ages: str
    what: str
    when: str
    way: str
    varied: str
    district_names: Mapping[str, str]

    @property
    def place(self) -> str:
        """「平日に開いている居場所」."""
        return f"{self.when}に開いている{self.what}" if self.when else self.what


def reasons(gap: DistrictGap, words: Words, goal: Goal) -> tuple[str, ...]:
    """The sentences of one district, the most telling first."""
    told = (
        _about_people(gap, words, goal),
        _about_hidden_cells(gap),
        _about_own_places(gap, words),
        _about_neighbours(gap, words),
        _about_seats(gap),
        _about_sessions(gap),
        _about_staleness(gap),
    )
    return tuple(sentence for sentence in told if sentence)


def _about_people(gap: DistrictGap, words: Words, goal: Goal) -> str:
    if gap.no_cells:
        return "人口の区画の中心がこの学区の中に一つもないので、足りているかどうかは分かりません。"
    if gap.target_population is None:
        return (
            "人数が公表されていない区画だけなので、足りているかどうかは分かりません。"
            if gap.cells_hidden
            else ""
        )
    if gap.cells_hidden and gap.underserved is None:
        return (
            f"人数の分かる{words.who}は{gap.target_population:,.0f}人だけで、人数が公表されていない区画もあるので、"
            "足りているかどうかは分かりません。"
        )
    if gap.coverage is None or gap.coverage_low is None or gap.coverage_high is None:
        return f"{words.who}は住んでいません。"
    counted = (
        f"{words.who}{gap.target_population:,.0f}人のうち、"
        f"{words.way}に{words.place}があるのは{_share(gap.coverage)}です。"
    )
    aim = f"目標の{_share(goal.share)}"
    if gap.underserved:
        return f"{counted}{words.varied}を変えても{aim}に届きません。"
    if gap.uncertain:
        span = f"{_share(gap.coverage_low)}〜{_share(gap.coverage_high)}"
        return f"{counted}{words.varied}によって{span}と変わり、{aim}に届くかどうかは確かではありません。"
    if gap.few:
        fewest = f"{goal.fewest_people:.0f}人"
        return f"{counted}対象の人が{fewest}より少ないので、不足の印は付けません。"
    return f"{counted}{words.varied}を変えても{aim}に届くので、不足の印は付けません。"


def _about_hidden_cells(gap: DistrictGap) -> str:
    if not gap.cells_hidden or gap.target_population is None:
        return ""
    return f"人数が公表されていない区画が{gap.cells_hidden}あり、そこの人は数えていません。"


def _about_own_places(gap: DistrictGap, words: Words) -> str:
    paused = f"休止中が{gap.places_paused}か所あります。" if gap.places_paused else ""
    if not gap.places:
        return f"学区の中に{words.place}はありません。{paused}"
    if words.ages and not gap.places_aimed:
        return (
            f"学区の中に{words.ages}を主な対象とする公開中の{words.place}はなく、"
            f"{words.ages}も受け入れる{words.place}が{gap.places}か所あります。{paused}"
        )
    return f"学区の中に{words.place}が{gap.places}か所あります。{paused}"


def _about_neighbours(gap: DistrictGap, words: Words) -> str:
    """Whose places its people use: said where the district has none aimed at them."""
    named = [
        f"{words.district_names.get(district, district)}({_share(share)})"
        for district, share in list(gap.neighbours.items())[:_NAMED]
        if share >= _WORTH_NAMING
    ]
    if gap.places_aimed or not named:
        return ""
    return f"ほかの学区の場所に{words.way}で行ける人の割合: {'、'.join(named)}。"


def _about_seats(gap: DistrictGap) -> str:
    if not gap.places_without_capacity:
        return ""
    return f"定員が分からない場所が{gap.places_without_capacity}か所あり、席の数に入れていません。"


def _about_sessions(gap: DistrictGap) -> str:
    if not gap.places_without_sessions:
        return ""
    count = gap.places_without_sessions
    return f"開く回数が分からない場所(随時など)が{count}か所あり、週の回数と席の数に入れていません。"


def _about_staleness(gap: DistrictGap) -> str:
    if not gap.places_stale:
        return ""
    return f"確認が古い場所が{gap.places_stale}か所あります。"


def _share(share: float) -> str:
    """A share in per cent; never 0 % or 100 % for what is only nearly so."""
    if 0 < share < 0.005:
        return "1%未満"
    if 0.995 <= share < 1:
        return "99%以上"
    return f"{share:.0%}"
