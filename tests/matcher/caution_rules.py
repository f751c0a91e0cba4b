"""What to look out for: every sentence, and what it must stand on."""

from __future__ import annotations

import re

from matcher.engine.data_tables import read_table
from resources.code_lists import code_list
from tests.matcher.sentence_checks import (
    AT_PLACE,
    CALL,
    JOURNEY,
    NOTED,
    PERSON,
    RIDE,
    SIZE,
    in_list,
    journey,
    kilometres,
    noted,
    person,
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
    place_opposes,
)


def _disliked(m: re.Match[str], f: Facts) -> bool:
    said, opposes = place_concepts(m["place"], f.row), place_opposes(m["place"], f.row)
    return f.place_says(m["place"]) and any(
        item.evidence.surface == m["said"] and item.concept in (opposes if item.what == "opposite" else said)
        for item in f.profile.dislikes
    )


def _impossible(m: re.Match[str], f: Facts) -> bool:
    return f.place_says(m["place"]) and any(
        item.evidence.surface == m["said"]
        and item.polarity == "cannot"
        and item.concept in place_concepts(m["place"], f.row)
        for item in f.profile.cannot
    )


def _against(m: re.Match[str], f: Facts) -> bool:
    cares = {following for code in person(m, f) - {""} for following in leads_to(code, 0.7)}
    if m["source"] == "希望欄":
        cares |= {item.concept for item in f.profile.cares if item.evidence.surface == m["said"]}
    return f.place_says(m["place"]) and bool(cares & place_opposes(m["place"], f.row))


def _for_others(m: re.Match[str], f: Facts) -> bool:
    text = f"{f.record.name}\n{f.record.audience}"
    known = {item.concept for item in (*f.profile.situations, *f.profile.around)}
    return (
        m["place"] in text
        and bool(place_concepts(m["place"], f.row))
        and not (place_concepts(m["place"], f.row) & known)
        and m["age"] in (None, str(f.need.age))
    )


def _size(m: re.Match[str], f: Facts) -> bool:
    if m["capacity"]:
        return f.record.group_size is None and f.record.capacity == int(m["capacity"]) >= 30
    return f.record.group_size == "large" and in_list("group_size", m["size"], ["large"])


def _steps(m: re.Match[str], f: Facts) -> bool:
    stated = f.record.accessibility
    return "wheelchair" not in stated and (m["steps"] == "「段差あり」です") == ("steps" in stated)


def _unknown_conditions(m: re.Match[str], f: Facts) -> bool:
    known = code_list("resource_condition")
    for label in quoted_list(m["named"]):
        code = known.code_of(label) or label
        unknown_home = code == "resident_district" and not (f.need.district and f.record.district)
        certificate = code != "resident_district" and (f.form.holds is None or code not in known)
        if code not in f.record.conditions or not (unknown_home or certificate):
            return False
    return True


def _unknown_hours(m: re.Match[str], f: Facts) -> bool:
    rules = [rule for rule in f.record.schedule if rule.weekdays]
    if m["what"] == "曜日":
        return not rules
    return bool(rules) and any(rule.start is None or rule.end is None for rule in rules)


def _unknown_fee(m: re.Match[str], f: Facts) -> bool:
    return f.record.fee_yen is None and f.record.fee_note == (m["note"] or "")


def _limits(m: re.Match[str], f: Facts) -> bool:
    if m["of"] in ("男性", "女性"):
        known = f.need.gender in ("male", "female")
        return not known and in_list("gender", m["of"], [f.record.gender])
    return f.need.age is None and m["of"] == ages_of(f.record) != ""


def _old(m: re.Match[str], f: Facts) -> bool:
    day = f.record.confirmed_on
    return day is not None and (str(day.year), str(day.month)) == (m["y"], m["m"]) and (f.on - day).days > 730


def _other_age(m: re.Match[str], f: Facts) -> bool:
    """The ages are stated in words only, and the person is not of them."""
    return m["audience"] == f.record.audience and f.need.age == int(m["age"]) and not ages_of(f.record)


def _other_area(m: re.Match[str], f: Facts) -> bool:
    here, home = f.record.district, f.need.district
    return m["audience"] == f.record.audience and bool(here and home) and here != home


def _other_days(m: re.Match[str], f: Facts) -> bool:
    free = f.profile.free.days
    open_on = {day for rule in f.record.schedule for day in rule.weekdays}
    return free is not None and m["said"] == free.said.surface and open_on.isdisjoint(free.days)


def _visits(m: re.Match[str], f: Facts) -> bool:
    words = f.profile.no_visits
    said = m["said"] in f.form.avoid or (words is not None and words.surface == m["said"])
    return said and "home_visit" in f.record.delivery and "on_site" not in f.record.delivery


def _hardship(m: re.Match[str], f: Facts) -> bool:
    own = person(m, f)
    return f.place_says(m["place"]) and any(
        row["person"] in own and row["place"] in place_concepts(m["place"], f.row)
        for row in read_table("hardships.csv")
    )


STEPS = "(?P<steps>「段差あり」です|段差は未確認です)。"
HAS_FEE = "費用は1回(?P<fee>\\d+)円です。"
NO_FEE = "(?:費用は「(?P<note>.+?)」とあります|費用が書かれていません)。"
NO_HOURS = "(?P<what>曜日|時間)が書かれていません。"

DOUBTS = (
    rule(
        "対象者に「(?P<audience>.+?)」とあります。本人（(?P<age>\\d+)歳）が対象になるか確かめてください。",
        _other_age,
    ),
    rule("対象者に「(?P<audience>.+?)」とあります。本人の住む学区が当たるか確かめてください。", _other_area),
    rule(
        f"開いているのは(?P<open>[^。]+?)です。{NOTED}るので、時間を確かめてください。",
        lambda m, f: all_rules(m["open"], f.record) and (noted(m, f) or _other_days(m, f)),
    ),
    rule(f"この場所は家への訪問です。{NOTED}るので、本人の気持ちを確かめてください。", _visits),
    rule(f"{AT_PLACE}{NOTED}るので、無理がないか確かめてください。", _hardship),
    rule(f"{AT_PLACE}本人(?:（(?P<age>\\d+)歳）)?が対象になるか確かめてください。", _for_others),
    rule("利用条件に(?P<named>「.+?」)があります。本人が当たるか確かめてください。", _unknown_conditions),
)
"""What comes from doubts (matcher.engine.doubts); also said of a place that stands behind."""

CAUTIONS = (
    *DOUBTS,
    rule(
        f"{STEPS}車いすで入れるか、{CALL}", lambda m, f: _steps(m, f) and "wheelchair" in f.form.accessibility
    ),
    rule(f"{STEPS}{NOTED}るので、入れるか{CALL}", lambda m, f: _steps(m, f) and noted(m, f)),
    rule(
        f"(?P<named>「.+?」)は未確認です。{CALL}",
        lambda m, f: all(
            in_list("accessibility", word, f.form.accessibility)
            and not in_list("accessibility", word, f.record.accessibility)
            for word in quoted_list(m["named"])
        ),
    ),
    rule(f"{AT_PLACE}{PERSON}は避けたいことのようです。", _disliked),
    rule(f"{AT_PLACE}{PERSON}は今は難しいことのようです。", _impossible),
    rule(f"{AT_PLACE}{PERSON}に合うか、{CALL}", _against),
    rule("対象は(?P<of>[^。]+?)です。本人(?:が当たるか|の年齢を)確かめてください。", _limits),
    rule(
        f"{SIZE}（望まれているのは「(?P<wanted>.+?)」）。",
        lambda m, f: _size(m, f) and in_list("group_size", m["wanted"], [f.form.group]),
    ),
    rule(f"{SIZE}。{PERSON}に合うか、{CALL}", lambda m, f: _size(m, f) and noted(m, f)),
    rule(
        f"{SIZE}。「つながる」段階の本人に、人の少ない時間があるか{CALL}",
        lambda m, f: _size(m, f) and f.profile.stage == "connect",
    ),
    rule(
        f"{HAS_FEE}{NOTED}るので、減免がないか{CALL}",
        lambda m, f: f.record.fee_yen == int(m["fee"]) > 0 and noted(m, f),
    ),
    rule(f"{RIDE}{NOTED}るので、行き方を{CALL}", lambda m, f: ride(m, f) and noted(m, f)),
    rule(
        f"{JOURNEY}かかります。{RIDE}", lambda m, f: journey(m, f) and int(m["minutes"]) > 60 and ride(m, f)
    ),
    rule(
        f"住まいから直線で約(?P<km>[\\d.]+)kmあります。{RIDE}行き方を確かめてください。",
        lambda m, f: kilometres(m, f) and float(m["km"]) > 3.0 and ride(m, f),
    ),
    rule(
        f"移動時間が分かりません。場所と送迎の有無を{CALL}",
        lambda m, f: f.form.max_minutes is not None and f.minutes() is None and f.record.transport != "yes",
    ),
    rule(
        f"{NO_HOURS}本人の空いている時間に利用できるか、{CALL}",
        lambda m, f: _unknown_hours(m, f) and bool(f.form.available),
    ),
    rule(f"{NO_HOURS}{NOTED}るので、{CALL}", lambda m, f: _unknown_hours(m, f) and noted(m, f)),
    rule(
        f"{NO_FEE}(?:(?P<limit>\\d+)円以内|無料)で利用できるか、{CALL}",
        lambda m, f: _unknown_fee(m, f) and f.form.max_fee == int(m["limit"] or 0),
    ),
    rule(f"{NO_FEE}{NOTED}るので、{CALL}", lambda m, f: _unknown_fee(m, f) and noted(m, f)),
    rule(
        f"対象年齢が書かれていません。本人（(?P<age>\\d+)歳）が利用できるか、{CALL}",
        lambda m, f: not ages_of(f.record) and f.need.age == int(m["age"]) < 18,
    ),
    rule(f"情報の確認日が分かりません。今の様子を{CALL}", lambda m, f: f.record.confirmed_on is None),
    rule(f"情報は(?P<y>\\d+)年(?P<m>\\d+)月のものです。今の様子を{CALL}", _old),
    rule("事前の予約が要ります。", lambda m, f: "reservation" in f.record.conditions),
    rule("会員登録が要ります。", lambda m, f: "membership" in f.record.conditions),
    rule(
        f"定員は(?P<n>\\d+)で、空きは書かれていません。{CALL}",
        lambda m, f: f.record.capacity == int(m["n"]) and f.record.openings is None,
    ),
    rule(
        "別登録あり（(?P<names>「.+?」)）。同じ場所と思われます。",
        lambda m, f: {*quoted_list(m["names"])} <= {record.name for record in f.others},
    ),
    rule(
        "記録に「(?P<said>.+?)」とあります。安全の確認を先にしてください。",
        lambda m, f: (
            m["said"] in f.need.text and m["said"] in [item.evidence.surface for item in f.profile.safety]
        ),
    ),
)
