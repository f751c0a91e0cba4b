"""Why a place is not suggested: one sentence per reason, and what a worker could go and ask."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from math import ceil

import numpy as np

from matcher.engine.avoidance import avoided
from matcher.engine.constraints import Exclusions, negotiable_codes
from matcher.engine.context import Context
from matcher.engine.explaining.pairing import Pairing, pair
from matcher.engine.explaining.precedent import precedent
from matcher.engine.explaining.wording import age_range, free_times, joined, journey, openings_of
from resources.code_lists import code_list
from resources.records import ResourceRecord


@dataclass(frozen=True, slots=True)
class Refusal:
    """One reason for one place. `ask` is None when the reason is not negotiable."""

    code: str
    label: str
    sentence: str
    ask: str | None

    @property
    def negotiable(self) -> bool:
        """Whether a worker could go and ask."""
        return self.ask is not None


def refusals(place: int, excluded: Exclusions, context: Context) -> tuple[Refusal, ...]:
    """All reasons for one place, in order; empty when it is open to the person."""
    pairing = pair(place, context)
    labels = code_list("exclusion_reason")
    return tuple(
        Refusal(
            code,
            labels.label(code),
            _SENTENCES[code](pairing),
            ask(pairing, code) if negotiable_reason(code, pairing.record) else None,
        )
        for code in excluded.of(place)
    )


def negotiable_reason(code: str, record: ResourceRecord) -> bool:
    """Whether a worker could go and ask: by the code list, and for travel only where 送迎 is 要相談."""
    return code in negotiable_codes() and (code != "travel" or record.transport == "negotiable")


def ask(pairing: Pairing, code: str) -> str:
    """What to ask about one negotiable reason, after what the place says of people whom it has taken in.

    Raises KeyError for a reason that is not negotiable.
    """
    return precedent(pairing) + _ASKS[code](pairing)


def missing_conditions(pairing: Pairing) -> tuple[str, ...]:
    """Codes of the 利用条件 that the person is known not to meet; what is not known is not missing."""
    here, home, holds = pairing.record.district, pairing.need.district, pairing.form.holds
    known = code_list("resource_condition").codes
    missing = []
    for code in pairing.record.conditions:
        holding = known[code].extra["holding"] if code in known else ""
        elsewhere = code == "resident_district" and here and home and here != home
        if elsewhere or (holding and holds is not None and holding not in holds):
            missing.append(code)
    return tuple(missing)


def _closed(pairing: Pairing) -> str:
    if not pairing.record.status:
        return "状態が書かれておらず、公開中と分かりません。"
    return f"状態は「{code_list('resource_status').label(pairing.record.status)}」です。"


def _full(pairing: Pairing) -> str:
    capacity = pairing.record.capacity
    if pairing.record.openings != 0:
        return f"状態は「{code_list('resource_status').label(pairing.record.status)}」です。"
    return f"いまは満員です（{f'定員{capacity}、' if capacity is not None else ''}空き0）。"


def _gender(pairing: Pairing) -> str:
    labels = code_list("gender")
    person = labels.label(pairing.need.gender or "")
    return f"対象は{labels.label(pairing.record.gender)}です（本人は{person}）。"


def _age(pairing: Pairing) -> str:
    return f"対象は{age_range(pairing.record)}です（本人は{pairing.need.age}歳）。"


def _eligibility(pairing: Pairing) -> str:
    labels = code_list("resource_condition")
    sentences = []
    for code in missing_conditions(pairing):
        if code == "resident_district":
            sentences.append("この学区に住む方だけが対象です（本人は別の学区）。")
        else:
            sentences.append(f"利用条件に「{labels.label(code)}」がありますが、本人はこれに当たりません。")
    return "".join(sentences)


def _accessibility(_pairing: Pairing) -> str:
    return "「段差あり」で、車いすで使えるという記載がありません（本人は車いす）。"


def _avoid(pairing: Pairing) -> str:
    place = pairing.context.snapshot.take(np.array([pairing.place]))
    named = [value for value in pairing.form.avoid if avoided((value,), place)[0]]
    return f"避けたいこととして{joined(named)}があり、この場所はそれに当たります。"


def _travel(pairing: Pairing) -> str:
    ride = {"negotiable": "送迎は「要相談」です。", "no": "送迎はありません。"}
    way = journey(pairing.need, pairing.minutes or 0.0, pairing.mode)
    return f"{way}かかります。{ride.get(pairing.record.transport or '', '')}"


def _schedule(pairing: Pairing) -> str:
    times = free_times(pairing.form.available)
    return f"開いているのは{openings_of(pairing.record)}で、本人の空いている時間（{times}）と重なりません。"


def _fee(pairing: Pairing) -> str:
    return f"費用は1回{pairing.record.fee_yen}円です（希望は{pairing.form.max_fee}円まで）。"


_SENTENCES: Mapping[str, Callable[[Pairing], str]] = {
    "closed": _closed,
    "full": _full,
    "gender": _gender,
    "age": _age,
    "eligibility": _eligibility,
    "accessibility": _accessibility,
    "avoid": _avoid,
    "travel": _travel,
    "schedule": _schedule,
    "fee": _fee,
}


def _ask_age(pairing: Pairing) -> str:
    record, age = pairing.record, pairing.need.age or 0
    if record.age_min is not None and age < record.age_min:
        gap = f"に{record.age_min - age}歳足りません"
    else:
        gap = f"を{age - (record.age_max or 0)}歳超えています"
    return f"対象年齢（{age_range(record)}）{gap}が、受け入れられないか相談する。"


def _ask_eligibility(pairing: Pairing) -> str:
    labels = code_list("resource_condition")
    named = [labels.label(code) for code in missing_conditions(pairing)]
    return f"利用条件{joined(named)}に当たりませんが、参加支援として受け入れられないか相談する。"


def _ask_travel(pairing: Pairing) -> str:
    over = ceil((pairing.minutes or 0.0) - (pairing.form.max_minutes or 0.0))
    return (
        f"希望の時間を約{over}分超えています。送迎は「要相談」なので、住まいまで送り迎えできないか相談する。"
    )


def _ask_schedule(pairing: Pairing) -> str:
    times = free_times(pairing.form.available)
    return (
        f"開いているのは{openings_of(pairing.record)}です。"
        f"本人の空いている時間（{times}）に参加できる回がないか相談する。"
    )


def _ask_fee(pairing: Pairing) -> str:
    fee, limit = pairing.record.fee_yen or 0, pairing.form.max_fee or 0
    return f"費用（1回{fee}円）は希望より{fee - limit}円高いので、減免や分割ができないか相談する。"


_ASKS: Mapping[str, Callable[[Pairing], str]] = {
    "age": _ask_age,
    "eligibility": _ask_eligibility,
    "travel": _ask_travel,
    "schedule": _ask_schedule,
    "fee": _ask_fee,
}
