"""Why a place is not suggested, and what to ask: every sentence, and what it must stand on."""

from __future__ import annotations

import re

from resources.code_lists import code_list
from tests.matcher.sentence_checks import (
    AT_PLACE,
    JOURNEY,
    RIDE,
    age,
    fee,
    in_list,
    is_free,
    journey,
    quoted_list,
    ride,
    rule,
)
from tests.matcher.sentence_facts import (
    Facts,
    ages_of,
    all_rules,
    leads_to,
    place_concepts,
)


def _years(m: re.Match[str], f: Facts) -> bool:
    age, low, high = f.need.age or 0, f.record.age_min, f.record.age_max
    if m["ages"] != ages_of(f.record):
        return False
    if m["under"]:
        return low is not None and low - age == int(m["under"]) > 0
    return high is not None and age - high == int(m["over"]) > 0


def _not_met(m: re.Match[str], f: Facts) -> bool:
    known = code_list("resource_condition")
    for label in quoted_list(m["named"]):
        code = known.code_of(label) or ""
        if code not in f.record.conditions:
            return False
        if code == "resident_district":
            if not f.need.district or not f.record.district or f.need.district == f.record.district:
                return False
        elif f.form.holds is None or known.codes[code].extra["holding"] in f.form.holds:
            return False
    return True


def _times_named(text: str, f: Facts) -> bool:
    frees = list(f.form.available)
    parts = text.removesuffix("ほか").split("、")
    if text.endswith("ほか") != (len(frees) > 3) or len(parts) != min(len(frees), 3):
        return False
    return all(
        is_free(part, free.weekday, free.start, free.end) for part, free in zip(parts, frees, strict=False)
    )


def _precedent(m: re.Match[str], f: Facts) -> bool:
    situations = (
        {
            following
            for item in f.profile.situations
            for following in leads_to(item.concept or "")
            if item.concept
        }
        if f.profile.situations
        else set()
    )
    return (
        m["place"] in f.record.considerations
        and "実績" in m["place"]
        and bool(place_concepts(m["place"], f.row) & situations)
    )


ASKS = (
    rule(AT_PLACE, _precedent),
    rule(
        "対象年齢（(?P<ages>.+?)）(?:に(?P<under>\\d+)歳足りません|を(?P<over>\\d+)歳超えています)が、"
        "受け入れられないか相談する。",
        _years,
    ),
    rule("利用条件(?P<named>「.+?」)に当たりませんが、参加支援として受け入れられないか相談する。", _not_met),
    rule(
        "希望の時間を約(?P<over>\\d+)分超えています。送迎は「要相談」なので、住まいまで送り迎えできないか相談する。",
        lambda m, f: (
            f.record.transport == "negotiable"
            and abs(int(m["over"]) - ((f.minutes() or 0) - (f.form.max_minutes or 0)) - 0.5) <= 0.51
        ),
    ),
    rule(
        "開いているのは(?P<open>[^。]+?)です。本人の空いている時間（(?P<free>[^）]+)）に参加できる回がないか相談する。",
        lambda m, f: all_rules(m["open"], f.record) and _times_named(m["free"], f),
    ),
    rule(
        "費用（1回(?P<fee>\\d+)円）は希望より(?P<over>\\d+)円高いので、減免や分割ができないか相談する。",
        lambda m, f: (
            f.record.fee_yen == int(m["fee"])
            and f.form.max_fee is not None
            and int(m["over"]) == int(m["fee"]) - f.form.max_fee > 0
        ),
    ),
)

REFUSALS = (
    rule("状態が書かれておらず、公開中と分かりません。", lambda m, f: not f.record.status),
    rule(
        "状態は「(?P<status>.+?)」です。",
        lambda m, f: f.record.status != "open" and in_list("resource_status", m["status"], [f.record.status]),
    ),
    rule(
        "いまは満員です（(?:定員(?P<n>\\d+)、)?空き0）。",
        lambda m, f: (
            f.record.openings == 0
            and (m["n"] or None) == (str(f.record.capacity) if f.record.capacity is not None else None)
        ),
    ),
    rule(
        "対象は(?P<of>男性|女性)です（本人は(?P<own>男性|女性)）。",
        lambda m, f: (
            m["of"] != m["own"]
            and in_list("gender", m["of"], [f.record.gender])
            and in_list("gender", m["own"], [f.need.gender])
        ),
    ),
    rule(
        "対象は(?P<ages>.+?)です（本人は(?P<age>\\d+)歳）。",
        lambda m, f: m["ages"] == ages_of(f.record) and f.need.age == int(m["age"]) and not age(m, f),
    ),
    rule(
        "この学区に住む方だけが対象です（本人は別の学区）。",
        lambda m, f: (
            "resident_district" in f.record.conditions
            and bool(f.need.district and f.record.district)
            and f.need.district != f.record.district
        ),
    ),
    rule("利用条件に(?P<named>「.+?」)がありますが、本人はこれに当たりません。", _not_met),
    rule(
        "「段差あり」で、車いすで使えるという記載がありません（本人は車いす）。",
        lambda m, f: (
            "steps" in f.record.accessibility
            and "wheelchair" not in f.record.accessibility
            and "wheelchair" in f.form.accessibility
        ),
    ),
    rule(
        "避けたいこととして(?P<named>「.+?」)があり、この場所はそれに当たります。",
        lambda m, f: set(quoted_list(m["named"])) <= set(f.form.avoid),
    ),
    rule(
        f"{JOURNEY}かかります。(?:{RIDE})?",
        lambda m, f: (
            journey(m, f)
            and (f.minutes() or 0) > (f.form.max_minutes or 0)
            and (m["ride"] is None or ride(m, f))
        ),
    ),
    rule(
        "開いているのは(?P<open>[^。]+?)で、本人の空いている時間（(?P<free>[^）]+)）と重なりません。",
        lambda m, f: all_rules(m["open"], f.record) and _times_named(m["free"], f),
    ),
    rule(
        "費用は1回(?P<fee>\\d+)円です（希望は(?P<limit>\\d+)円まで）。",
        lambda m, f: fee(m, f) and int(m["fee"]) > int(m["limit"]),
    ),
)
