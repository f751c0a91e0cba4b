"""The conditions of a need in one line, for the head of a result on the screen and on paper: never the note."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from api.web import wording
from matcher.engine.need import Availability, Need, StructuredNeed
from resources.schedules.clock_times import written


def conditions_line(need: Need, district_names: Mapping[str, str]) -> str:
    """52歳、男性、花山学区、求めていること: 居場所・話し相手、自転車で30分まで; "" when only a note was given."""
    return "、".join(_conditions(need, district_names))


def _conditions(need: Need, district_names: Mapping[str, str]) -> Iterator[str]:
    if need.age is not None:
        yield f"{need.age}歳"
    if need.gender:
        yield wording.label(need.gender, "gender")
    if need.district:
        yield district_names.get(need.district, need.district)
    if need.structured:
        yield from _wishes(need.structured)
        yield from _limits(need.structured)


def _wishes(form: StructuredNeed) -> Iterator[str]:
    for title, terms in (
        ("求めていること", form.aims),
        ("好きなこと", form.interests),
        ("避けたいこと", form.avoid),
    ):
        if terms:
            yield f"{title}: {'・'.join(terms)}"
    if form.stage:
        yield f"段階: {wording.label(form.stage, 'participation_stage')}"
    if form.group:
        yield f"人数: {wording.label(form.group, 'group_size')}"


def _limits(form: StructuredNeed) -> Iterator[str]:
    mode = wording.label(form.travel_mode, "travel_mode") if form.travel_mode else ""
    if form.max_minutes is not None:
        yield f"{mode}で{form.max_minutes:g}分まで" if mode else f"移動は{form.max_minutes:g}分まで"
    elif mode:
        yield f"移動: {mode}"
    if form.max_fee is not None:
        yield f"1回{form.max_fee:,}円まで" if form.max_fee else "費用なし"
    if form.available:
        yield f"空き: {'・'.join(map(_free, form.available))}"
    if form.accessibility:
        yield f"バリアフリー: {'・'.join(wording.label(code, 'accessibility') for code in form.accessibility)}"
    if form.holds is not None:
        yield f"持っているもの: {'・'.join(form.holds) or 'どれもない'}"
    if form.language:
        yield f"言葉: {form.language}"


def _free(free: Availability) -> str:
    hours = f"{written(free.start)}〜{written(free.end)}"
    return f"{wording.label(free.weekday, 'weekday')} {hours}"
