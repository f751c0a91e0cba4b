"""Where an open place stands in the order for one person, and in what it falls behind the last suggested place."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from matcher.engine.doubts import known_situations, set_aside
from matcher.engine.explaining.clashes import made_for, other_people
from matcher.engine.explaining.doubting import doubting
from matcher.engine.explaining.pairing import Pairing, pair
from matcher.engine.explaining.wording import age_range, joined, kilometres
from matcher.engine.ordering import Placed, listed
from matcher.engine.profile import OPPOSITE, Item
from resources.code_lists import code_list
from resources.opening_hours import stretches

if TYPE_CHECKING:
    from matcher.engine.match import Judged

MOST = 3


@dataclass(frozen=True, slots=True)
class Standing:
    """`rank` among the `eligible` open places by score, 1 the best. `suggested`: it is in the list.

    `same_as`: key of the suggested entry that is believed to be this place. `behind`: what it lacks against the last
    suggested place, the weightiest first, each a whole sentence; what sets it aside (ordering) comes before all.
    """

    rank: int
    eligible: int
    suggested: bool
    same_as: str | None
    behind: tuple[str, ...]


def standing(judged: Judged, resource: str, *, top: int = 20) -> Standing | None:
    """None when a reason excludes the place (see `why`). Raises KeyError for an unknown key.

    `judged` must hold the scores of every place (not of candidates only).
    """
    context, scores, eligible = judged.context, judged.scores, judged.excluded.eligible
    keys = context.snapshot.keys
    place = context.snapshot.row_of(resource)
    if not eligible[place]:
        return None
    lines = listed(scores, eligible, context, top)
    same = next((line for line in lines if place in line.also_registered), None)
    suggested = any(line.place == place for line in lines)
    return Standing(
        rank=_rank(judged, place),
        eligible=int(eligible.sum()),
        suggested=suggested,
        same_as=str(keys[same.place]) if same else None,
        behind=() if suggested or same else _behind(judged, place, lines),
    )


def _rank(judged: Judged, place: int) -> int:
    """By score rounded as the ranking rounds it, then by key: rows are ordered by key."""
    rows, rounded = judged.context.rows, np.round(judged.scores.total, 9)
    own = round(judged.scores.at(place), 9)
    better = (rounded > own) | ((rounded == own) & (rows < place))
    return int((better & judged.excluded.eligible[rows]).sum()) + 1


def _behind(judged: Judged, place: int, lines: list[Placed]) -> tuple[str, ...]:
    """The components in which the place loses most against the last line, as far as a sentence can say why."""
    scores = judged.scores
    here, last = pair(place, judged.context), pair(lines[-1].place, judged.context)
    lost = {name: scores.added(name, last.place) - scores.added(name, place) for name in scores.names}
    order = sorted(
        (name for name in lost if lost[name] > 0 and name in _SAY), key=lambda name: (-lost[name], name)
    )
    index = int(np.searchsorted(judged.context.rows, place))
    if set_aside(judged.context)[index]:  # whatever else it lacks, this keeps it off the list
        order = ["no_doubt", *order]
    said = (sentence for name in order for sentence in _SAY[name](here, last))
    return tuple(dict.fromkeys(said))[:MOST]


Say = Callable[[Pairing, Pairing], Iterator[str]]


def _text(here: Pairing, last: Pairing) -> Iterator[str]:
    yield f"記録と希望欄の言葉との重なりが、「{last.record.name}」より小さいです。"


def _interests(here: Pairing, last: Pairing) -> Iterator[str]:
    if here.profile.interests and not _names(here, here.profile.interests):
        yield "興味のあることに当たる言葉が見つかりません。"


def _situation(here: Pairing, last: Pairing) -> Iterator[str]:
    if here.person.situations and not _names(here, here.profile.situations):
        yield "本人の状況に当たる言葉が見つかりません。"


def _considerations(here: Pairing, last: Pairing) -> Iterator[str]:
    if here.profile.cares and not _names(here, here.profile.cares):
        yield "求められている配慮に当たる言葉が見つかりません。"


def _names(here: Pairing, items: tuple[Item, ...]) -> bool:
    """Whether the place names any of them, by concept or by the very words."""
    record = here.record
    texts = (
        record.name,
        record.summary,
        record.audience,
        record.roles,
        *record.considerations,
        record.remarks,
    )
    return any(
        item.concept in here.words if item.concept else any(item.evidence.surface in text for text in texts)
        for item in items
    )


def _audience(here: Pairing, last: Pairing) -> Iterator[str]:
    audience, named = here.said.audience, made_for(here)
    if named and known_situations(here.profile).isdisjoint(audience):
        words = next(words for code, words in audience.items() if code in named)
        yield f"この場所に「{words}」とありますが、本人が対象だとは記録にありません。"


def _no_doubt(here: Pairing, last: Pairing) -> Iterator[str]:
    yield from doubting(here)
    yield from other_people(here)


def _kind(here: Pairing, last: Pairing) -> Iterator[str]:
    labels, wanted = code_list("resource_kind"), [kind for kind, _ in here.profile.kinds]
    if wanted and here.record.kind not in wanted:
        label = labels.label(here.record.kind)
        yield f"種別は「{label}」で、望まれていると読んだ種別（{joined([labels.label(code) for code in wanted[:3]])}など）に入りません。"


def _not_disliked(here: Pairing, last: Pairing) -> Iterator[str]:
    for item in here.profile.dislikes:
        words = (here.opposed if item.what == OPPOSITE else here.words).get(item.concept)
        if words:
            yield f"この場所に「{words}」とあり、本人が避けたいことのようです。"
            return


def _stage(here: Pairing, last: Pairing) -> Iterator[str]:
    labels, wanted = code_list("participation_stage"), here.profile.stage
    if wanted is None or wanted in here.record.stages:
        return
    if not here.record.stages:
        yield "参加段階が書かれていません。"
    else:
        stages = joined([labels.label(code) for code in here.record.stages])
        yield f"参加段階は{stages}です（本人は「{labels.label(wanted)}」と読みました）。"


def _company(here: Pairing, last: Pairing) -> Iterator[str]:
    labels, wanted, size = code_list("group_size"), here.profile.company, here.record.group_size
    if wanted is None or size == wanted:
        return
    if size is None:
        yield "規模が書かれていません。"
    else:
        yield f"規模は「{labels.label(size)}」です（本人は「{labels.label(wanted)}」と読みました）。"


def _roles(here: Pairing, last: Pairing) -> Iterator[str]:
    if not here.record.roles.strip():
        yield "役割の機会が書かれていません。"


def _age_focus(here: Pairing, last: Pairing) -> Iterator[str]:
    ages, narrower = age_range(here.record), age_range(last.record)
    if not ages:
        yield "対象年齢が書かれていません。"
    elif narrower:
        yield f"対象の年齢（{ages}）が、「{last.record.name}」（{narrower}）より広いです。"


def _time(here: Pairing, last: Pairing) -> Iterator[str]:
    hours = [rule for rule in last.record.schedule if rule.weekdays]
    if not any(rule.weekdays for rule in here.record.schedule):
        yield "曜日が書かれていません。"
    elif hours and all(stretch.start is not None for rule in hours for stretch in stretches(rule)):
        yield f"本人の空いている時間と重なる時間が、「{last.record.name}」より短いです。"


def _travel(here: Pairing, last: Pairing) -> Iterator[str]:
    if _comes_or_drives(here):
        return
    if _comes_or_drives(last):
        yield f"「{last.record.name}」と違い、訪問・オンラインも送迎も書かれていません。"
    elif here.minutes is not None and last.minutes is not None:
        if here.minutes > last.minutes:
            yield f"家から約{_up(here.minutes)}分で、「{last.record.name}」（約{_up(last.minutes)}分）より遠いです。"
    else:
        near, far = last.kilometres, here.kilometres
        if near is not None and far is not None and far > near:
            yield f"家から直線で約{kilometres(far)}で、「{last.record.name}」（約{kilometres(near)}）より遠いです。"


def _comes_or_drives(pairing: Pairing) -> bool:
    return pairing.comes_or_calls or pairing.record.transport == "yes"


def _up(minutes: float) -> int:
    return int(np.ceil(minutes))


def _freshness(here: Pairing, last: Pairing) -> Iterator[str]:
    day, other = here.record.confirmed_on, last.record.confirmed_on
    if day is None:
        yield "情報の確認日が分かりません。"
    elif other is not None and day < other:
        yield f"情報の確認日（{day.isoformat()}）が、「{last.record.name}」（{other.isoformat()}）より古いです。"


def _openings(here: Pairing, last: Pairing) -> Iterator[str]:
    if here.record.openings is None:
        yield "空きが書かれていません。"


_SAY: Mapping[str, Say] = {
    "text": _text,
    "interests": _interests,
    "interest_best": _interests,
    "interest_cover": _interests,
    "situation": _situation,
    "situation_best": _situation,
    "audience": _audience,
    "no_doubt": _no_doubt,
    "considerations": _considerations,
    "care_cover": _considerations,
    "kind": _kind,
    "not_disliked": _not_disliked,
    "stage": _stage,
    "company": _company,
    "roles": _roles,
    "age_focus": _age_focus,
    "time": _time,
    "travel": _travel,
    "closeness": _travel,
    "freshness": _freshness,
    "openings": _openings,
}
