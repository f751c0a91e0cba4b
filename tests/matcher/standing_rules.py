"""What an open place lacks against the last suggested one: every sentence, and what it must stand on."""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Iterable
from dataclasses import replace

from matcher.engine.profile import Item
from matcher.engine.vocabulary import vocabulary
from resources.folding import fold_text
from tests.matcher.caution_rules import DOUBTS
from tests.matcher.sentence_checks import in_list, quoted_list, rule
from tests.matcher.sentence_facts import (
    NOT_THERE,
    Facts,
    ages_of,
    place_concepts,
    place_opposes,
    stretches_of,
)

LAST = "「(?P<last>.+?)」"


def against(holds: Callable[[re.Match[str], Facts, Facts], bool]) -> Callable[[re.Match[str], Facts], bool]:
    """Holds for this place and one of the places that bear the quoted name."""

    def check(m: re.Match[str], f: Facts) -> bool:
        named = [record for record in f.others if record.name == m["last"]]
        return any(holds(m, f, replace(f, record=record)) for record in named)

    return check


def _names_none(f: Facts, items: Iterable[Item]) -> bool:
    stated: set[str] = set()
    for text in map(fold_text, f.row):
        for hit in vocabulary().places.find(text):
            if not NOT_THERE.match(re.split("[。、\n]", text[hit.end :])[0]):
                stated |= set(hit.concepts)
    words = [item.evidence.surface for item in items if not item.concept]
    return not stated & {item.concept for item in items} and not any(
        word in text for word in words for text in f.row
    )


def _disliked(m: re.Match[str], f: Facts) -> bool:
    said, opposed = place_concepts(m["place"], f.row), place_opposes(m["place"], f.row)
    return f.place_says(m["place"]) and any(
        item.concept in (opposed if item.what == "opposite" else said) for item in f.profile.dislikes
    )


def _others(m: re.Match[str], f: Facts) -> bool:
    known = {item.concept for item in (*f.profile.situations, *f.profile.around)}
    said = place_concepts(m["place"], f.row)
    return m["place"] in f.record.name + "\n" + f.record.audience and bool(said) and not said & known


def _comes(f: Facts) -> bool:
    return f.record.transport == "yes" or bool({"home_visit", "online"} & set(f.record.delivery))


def _width(f: Facts) -> float:
    high = f.record.age_max if f.record.age_max is not None else 100
    return min(high, 100) - max(f.record.age_min or 0, 0)


def _shared(f: Facts) -> float:
    """Longest shared stretch in minutes, at most two hours; infinite where hours are not stated."""
    rules = [rule for rule in f.record.schedule if rule.weekdays]
    if not rules or any(not list(stretches_of(rule)) for rule in rules):
        return math.inf
    both = [
        min(end, free.end) - max(start, free.start)
        for free in f.form.available
        for rule in rules
        for day, start, end in stretches_of(rule)
        if day == free.weekday
    ]
    return min(max(both, default=0), 120)


def _minutes(m: re.Match[str], here: Facts, last: Facts) -> bool:
    far, near = here.minutes(), last.minutes()
    return far is not None and near is not None and far > near and _up(far, m["far"]) and _up(near, m["near"])


def _km(m: re.Match[str], here: Facts, last: Facts) -> bool:
    far, near = here.kilometres(), last.kilometres()
    if far is None or near is None or far <= near:
        return False
    return _up(far * 10, str(float(m["far"]) * 10)) and _up(near * 10, str(float(m["near"]) * 10))


def _up(value: float, said: str) -> bool:
    return abs(math.ceil(value) - float(said)) < 0.01 or abs(value - float(said)) < 1e-6


STANDING = (
    *DOUBTS,
    rule(f"記録と希望欄の言葉との重なりが、{LAST}より小さいです。", against(lambda m, here, last: True)),
    rule("興味のあることに当たる言葉が見つかりません。", lambda m, f: _names_none(f, f.profile.interests)),
    rule("本人の状況に当たる言葉が見つかりません。", lambda m, f: _names_none(f, f.profile.situations)),
    rule("求められている配慮に当たる言葉が見つかりません。", lambda m, f: _names_none(f, f.profile.cares)),
    rule("この場所に「(?P<place>.+?)」とありますが、本人が対象だとは記録にありません。", _others),
    rule(
        "種別は「(?P<kind>.+?)」で、望まれていると読んだ種別（(?P<wanted>「.+?」)など）に入りません。",
        lambda m, f: (
            in_list("resource_kind", m["kind"], [f.record.kind])
            and f.record.kind not in dict(f.profile.kinds)
            and all(
                in_list("resource_kind", kind, list(dict(f.profile.kinds)))
                for kind in quoted_list(m["wanted"])
            )
        ),
    ),
    rule("この場所に「(?P<place>.+?)」とあり、本人が避けたいことのようです。", _disliked),
    rule("参加段階が書かれていません。", lambda m, f: not f.record.stages),
    rule(
        "参加段階は(?P<here>「.+?」)です（本人は「(?P<own>.+?)」と読みました）。",
        lambda m, f: (
            all(in_list("participation_stage", one, f.record.stages) for one in quoted_list(m["here"]))
            and in_list("participation_stage", m["own"], [f.profile.stage])
            and f.profile.stage not in f.record.stages
        ),
    ),
    rule("規模が書かれていません。", lambda m, f: not f.record.group_size),
    rule(
        "規模は「(?P<here>.+?)」です（本人は「(?P<own>.+?)」と読みました）。",
        lambda m, f: (
            in_list("group_size", m["here"], [f.record.group_size])
            and in_list("group_size", m["own"], [f.profile.company])
            and m["here"] != m["own"]
        ),
    ),
    rule("役割の機会が書かれていません。", lambda m, f: not f.record.roles.strip()),
    rule("対象年齢が書かれていません。", lambda m, f: not ages_of(f.record)),
    rule(
        f"対象の年齢（(?P<wide>.+?)）が、{LAST}（(?P<narrow>.+?)）より広いです。",
        against(
            lambda m, here, last: (
                m["wide"] == ages_of(here.record)
                and m["narrow"] == ages_of(last.record)
                and _width(here) > _width(last)
            )
        ),
    ),
    rule("曜日が書かれていません。", lambda m, f: not any(rule.weekdays for rule in f.record.schedule)),
    rule(
        f"本人の空いている時間と重なる時間が、{LAST}より短いです。",
        against(lambda m, here, last: _shared(here) < _shared(last) < math.inf),
    ),
    rule(
        f"{LAST}と違い、訪問・オンラインも送迎も書かれていません。",
        against(lambda m, here, last: _comes(last) and not _comes(here)),
    ),
    rule(f"家から約(?P<far>\\d+)分で、{LAST}（約(?P<near>\\d+)分）より遠いです。", against(_minutes)),
    rule(f"家から直線で約(?P<far>[\\d.]+)kmで、{LAST}（約(?P<near>[\\d.]+)km）より遠いです。", against(_km)),
    rule("情報の確認日が分かりません。", lambda m, f: f.record.confirmed_on is None),
    rule(
        f"情報の確認日（(?P<old>[\\d-]+)）が、{LAST}（(?P<new>[\\d-]+)）より古いです。",
        against(
            lambda m, here, last: (
                (m["old"], m["new"]) == (str(here.record.confirmed_on), str(last.record.confirmed_on))
                and m["old"] < m["new"]
            )
        ),
    ),
    rule("空きが書かれていません。", lambda m, f: f.record.openings is None),
)
