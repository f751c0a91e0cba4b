"""What to look out for before a place is offered: up to three sentences, the weightiest first."""

from __future__ import annotations

from collections.abc import Callable

from matcher.engine.explaining.pairing import Pairing, person_words
from matcher.engine.profile import OPPOSITE, NeedProfile, concepts_of
from matcher.engine.vocabulary import specific_situations
from resources.code_lists import code_list

MOST = 3
_STALE_DAYS = 730


def cautions(pairing: Pairing, *, first: str | None = None) -> tuple[str, ...]:
    """The weightiest cautions that the data support for this person and place, after `first`."""
    found = [sentence for say in _SAY if (sentence := say(pairing))]
    return tuple([first, *found] if first else found)[:MOST]


def safety_alert(profile: NeedProfile) -> str | None:
    """What comes before any place when the note says that the person wants to die; None when it does not."""
    if not profile.safety:
        return None
    return f"記録に「{profile.safety[0].evidence.surface}」とあります。安全の確認を先にしてください。"


def _access(pairing: Pairing) -> str | None:
    needed, stated = pairing.form.accessibility, pairing.record.accessibility
    if not needed or "on_site" not in pairing.record.delivery:
        return None
    if "wheelchair" in needed and "wheelchair" not in stated:
        steps = "「段差あり」です" if "steps" in stated else "段差は未確認です"
        return f"{steps}。車いすで入れるか、電話で確かめてください。"
    labels = code_list("accessibility")
    missing = [labels.label(code) for code in needed if code not in stated]
    return f"「{'」「'.join(missing)}」は未確認です。電話で確かめてください。" if missing else None


def _disliked(pairing: Pairing) -> str | None:
    for item in pairing.profile.dislikes:
        said = pairing.opposed if item.what == OPPOSITE else pairing.words
        words = said.get(item.concept)
        if words:
            return f"この場所に「{words}」とあります。{person_words(item.evidence)}は避けたいことのようです。"
    return None


def _crowd(pairing: Pairing) -> str | None:
    company = pairing.profile.company
    if pairing.record.group_size != "large" or company not in ("one_to_one", "small"):
        return None
    labels = code_list("group_size")
    return f"規模は「{labels.label('large')}」です（望まれているのは「{labels.label(company)}」）。"


def _conditions(pairing: Pairing) -> str | None:
    if pairing.form.holds is not None:
        return None
    codes = code_list("resource_condition").codes
    named = [
        codes[code].label_ja
        for code in pairing.record.conditions
        if code in codes and codes[code].extra["holding"]
    ]
    if not named:
        return None
    return f"利用条件に「{'」「'.join(named)}」があります。本人が当たるか確かめてください。"


def _other_people(pairing: Pairing) -> str | None:
    named = [
        code for code in pairing.context.catalogue.audience.of(pairing.place) if code in specific_situations()
    ]
    known = concepts_of((*pairing.profile.situations, *pairing.profile.around))
    if not named or set(named) & set(known):
        return None
    return f"この場所に「{pairing.words[named[0]]}」とあります。本人が対象になるか確かめてください。"


def _unknown_days(pairing: Pairing) -> str | None:
    if not pairing.form.available or any(rule.weekdays for rule in pairing.record.schedule):
        return None
    return "曜日が書かれていません。本人の空いている時間に利用できるか、電話で確かめてください。"


def _unknown_fee(pairing: Pairing) -> str | None:
    if pairing.form.max_fee is None or pairing.record.fee_yen is not None:
        return None
    return f"費用が書かれていません。{pairing.form.max_fee}円以内で利用できるか、電話で確かめてください。"


def _stale(pairing: Pairing) -> str | None:
    day = pairing.record.confirmed_on
    if day is None:
        return "情報の確認日が分かりません。今の様子を電話で確かめてください。"
    if (pairing.context.on - day).days <= _STALE_DAYS:
        return None
    return f"情報は{day.year}年{day.month}月のものです。今の様子を電話で確かめてください。"


def _appointment(pairing: Pairing) -> str | None:
    return "事前の予約が要ります。" if "reservation" in pairing.record.conditions else None


_SAY: tuple[Callable[[Pairing], str | None], ...] = (
    _access,
    _disliked,
    _crowd,
    _conditions,
    _other_people,
    _unknown_days,
    _unknown_fee,
    _stale,
    _appointment,
)
