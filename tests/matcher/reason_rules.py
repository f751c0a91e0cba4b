"""Why a place is suggested: every sentence, and what it must stand on."""

from __future__ import annotations

from tests.matcher.sentence_checks import (
    JOURNEY,
    NOTED,
    PERSON,
    PLACE,
    age,
    fee,
    follows,
    in_list,
    kilometres,
    near,
    noted,
    overlap,
    quoted_list,
    role,
    rule,
    shares,
)
from tests.matcher.sentence_facts import (
    is_rule,
)

REASONS = (
    rule(f"{PERSON}に、{PLACE}が合います(?:（(?P<common>.+?)）)?。", shares),
    rule(f"{PERSON}への配慮として、{PLACE}とあります。", shares),
    rule(
        f"{PERSON}(?:から考えられる配慮|に近いこと|から考えられること)として、{PLACE}とあります（(?P<way>.+?→.+?)）。",
        follows,
    ),
    rule(f"{PERSON}が生きる役割として、{PLACE}があります（(?P<way>.+?)）。", role),
    rule(
        "参加段階「(?P<stage>.+?)」の人を迎えています。",
        lambda m, f: (
            in_list("participation_stage", m["stage"], [f.form.stage])
            and in_list("participation_stage", m["stage"], f.record.stages)
        ),
    ),
    rule(
        f"{NOTED}り、この場所は参加段階「(?P<stage>.+?)」の人を迎えています。",
        lambda m, f: noted(m, f) and in_list("participation_stage", m["stage"], f.record.stages),
    ),
    rule(
        "規模は、望まれている「(?P<size>.+?)」です。",
        lambda m, f: (
            f.form.group == f.record.group_size and in_list("group_size", m["size"], [f.record.group_size])
        ),
    ),
    rule(
        f"{NOTED}り、この場所の規模は「(?P<size>.+?)」です。",
        lambda m, f: noted(m, f) and in_list("group_size", m["size"], [f.record.group_size]),
    ),
    rule(
        "役割の機会として「(?P<roles>.+?)」があります。",
        lambda m, f: f.record.roles.strip() == m["roles"] and f.profile.stage in ("role", "work"),
    ),
    rule("対象は(?P<ages>[^。]+?)で、本人（(?P<age>\\d+)歳）が入ります。", age),
    rule("開いている時間（(?P<open>[^）]+)）が、本人の空き時間（(?P<free>[^）]+)）と重なります。", overlap),
    rule(
        f"{NOTED}り、この場所は(?P<open>[^。]+?)に開いています。",
        lambda m, f: noted(m, f) and any(is_rule(m["open"], rule) for rule in f.record.schedule),
    ),
    rule(
        "(?P<ways>(?:訪問|オンライン)(?:・(?:訪問|オンライン))?)で利用できます。",
        lambda m, f: all(in_list("delivery_method", way, f.record.delivery) for way in m["ways"].split("・")),
    ),
    rule("送迎があります。", lambda m, f: f.record.transport == "yes"),
    rule(f"{JOURNEY}です。", near),
    rule(
        "住まいから直線で約(?P<km>[\\d.]+)kmです。", lambda m, f: kilometres(m, f) and float(m["km"]) <= 2.0
    ),
    rule(
        "費用は1回(?P<fee>\\d+)円です（希望は(?P<limit>\\d+)円まで）。",
        lambda m, f: fee(m, f) and int(m["fee"]) <= int(m["limit"]),
    ),
    rule(f"{NOTED}り、この場所の費用は0円です。", lambda m, f: noted(m, f) and f.record.fee_yen == 0),
    rule(
        "必要とされている(?P<met>「.+?」)がこの場所にあります。",
        lambda m, f: all(
            in_list("accessibility", word, f.form.accessibility)
            and in_list("accessibility", word, f.record.accessibility)
            for word in quoted_list(m["met"])
        ),
    ),
    rule("空きは(?P<free>\\d+)です。", lambda m, f: f.record.openings == int(m["free"]) > 0),
    rule("種別は「(?P<kind>.+?)」です。", lambda m, f: in_list("resource_kind", m["kind"], [f.record.kind])),
    rule("分かっている条件の中に、参加を妨げるものはありません。", lambda m, f: True),
)
