"""「読み取ったこと」: stage, company, reach, time and money, each with the words or the field that it comes from."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from api.web import wording
from matcher.engine.need import Need, StructuredNeed
from matcher.engine.profile import FreeTime, NeedProfile, Reach
from matcher.engine.reading.wishes import wanted_company
from resources.schedules.words import weekday_words

FROM_FORM = "入力"
FROM_WHOLE = "メモ全体から"
_TIMES = {
    "weekday": "平日",
    "weekend": "週末",
    "morning": "午前",
    "afternoon": "午後",
    "evening": "夕方",
    "night": "夜",
}
_MONEY = {"none": "費用はかけられない", "earn": "収入を望む"}


@dataclass(frozen=True)
class Conclusion:
    """段階 通う（「週1なら」）. `source` is the words of the note in brackets, or where else it comes from."""

    title: str
    value: str
    source: str


def conclusions(need: Need, profile: NeedProfile) -> tuple[Conclusion, ...]:
    """What was concluded, in the order in which a worker asks; nothing where nothing was said."""
    form = need.structured or StructuredNeed()
    return tuple(_all(form, profile))


def _all(form: StructuredNeed, profile: NeedProfile) -> Iterator[Conclusion]:
    if profile.stage:
        value = wording.label(profile.stage, "participation_stage")
        yield Conclusion("段階", value, _source(profile, "stage", form.stage is not None))
    if profile.company:
        value = wording.label(profile.company, "group_size")
        yield Conclusion("人数", value, _company_source(profile, form))
    if reach := _reach(profile.reach, form):
        yield Conclusion("移動", reach, _reach_source(profile, form))
    if form.available:
        days = weekday_words([free.weekday for free in form.available])
        yield Conclusion("時間", f"{days}曜", FROM_FORM)
    elif free := _free(profile.free):
        yield Conclusion("時間", free, _source(profile, "time", False))
    if form.max_fee is not None:
        fee = f"1回{form.max_fee:,}円まで" if form.max_fee else "無料のみ"
        yield Conclusion("お金", fee, FROM_FORM)
    elif profile.money:
        money = _MONEY.get(profile.money, profile.money)
        yield Conclusion("お金", money, _source(profile, "money", False))


def _source(profile: NeedProfile, facet: str, is_from_form: bool) -> str:
    return FROM_FORM if is_from_form else _words(profile, facet) or FROM_WHOLE


def _company_source(profile: NeedProfile, form: StructuredNeed) -> str:
    """Where the note names no company: the words of the care that it follows from (大勢おるとこは勘弁)."""
    if form.group is not None or _words(profile, "company"):
        return _source(profile, "company", form.group is not None)
    cares = [item for item in profile.cares if wanted_company((item.concept,)) == profile.company]
    return _quoted(item.evidence.surface for item in cares if item.evidence.source == "note") or FROM_WHOLE


def _reach_source(profile: NeedProfile, form: StructuredNeed) -> str:
    """The form has mode and minutes; what the person cannot use, and whether they leave home, only the note has."""
    reach = profile.reach
    of_note = form.travel_mode is None or reach.home_bound or bool(reach.without)
    of_form = form.travel_mode is not None or form.max_minutes is not None
    sources = (FROM_FORM if of_form else "", _words(profile, "reach") if of_note else "")
    return "、".join(filter(None, sources)) or FROM_WHOLE


def _words(profile: NeedProfile, facet: str) -> str:
    return _quoted(item.evidence.surface for item in profile.circumstances if item.facet == facet)


def _quoted(surfaces: Iterable[str]) -> str:
    said = dict.fromkeys(surfaces)
    return f"「{'」「'.join(said)}」" if said else ""


def _reach(reach: Reach, form: StructuredNeed) -> str:
    mode = wording.label(reach.mode, "travel_mode") if reach.mode else ""
    limit = f"{form.max_minutes:g}分まで" if form.max_minutes is not None else ""
    without = "・".join(wording.label(code, "travel_mode") for code in reach.without)
    said = [
        " ".join(filter(None, (mode, limit))),
        "家から出にくい" if reach.home_bound else "",
        f"{without}は使えない" if without else "",
    ]
    return "、".join(filter(None, said))


def _free(free: FreeTime) -> str:
    good = "・".join(_TIMES.get(code, code) for code in free.good)
    bad = "・".join(_TIMES.get(code, code) for code in free.bad)
    return "、".join(filter(None, (good, f"{bad}は難しい" if bad else "")))
