"""Cautions from what is not known and matters to this person: unknown is never "no", it is a question to ask."""

from __future__ import annotations

from collections.abc import Iterator

from matcher.engine.doubts import known_situations
from matcher.engine.explaining.pairing import Pairing
from matcher.engine.explaining.person import noted
from matcher.engine.explaining.wording import age_range, joined
from matcher.engine.reading.signs import USED_TO, WILL_NOT
from matcher.engine.vocabulary import age_groups
from resources.code_lists import code_list

_STALE_DAYS = 730
_MINOR = 18


def access(pairing: Pairing) -> Iterator[str]:
    """What the body or the ear needs and the place does not say."""
    needed, stated = pairing.form.accessibility, pairing.record.accessibility
    if "on_site" not in pairing.record.delivery:
        return
    if not needed:
        yield from _wheelchair_of_note(pairing)
    elif "wheelchair" in needed and "wheelchair" not in stated:
        steps = "「段差あり」です" if "steps" in stated else "段差は未確認です"
        yield f"{steps}。車いすで入れるか、電話で確かめてください。"
    elif missing := [code_list("accessibility").label(code) for code in needed if code not in stated]:
        yield f"{joined(missing)}は未確認です。電話で確かめてください。"


def _wheelchair_of_note(pairing: Pairing) -> Iterator[str]:
    stated = pairing.record.accessibility
    for concept in ("body_wheelchair", "body_stairs"):
        said = (item for item in pairing.profile.circumstances if item.concept == concept)
        item = next((item for item in said if item.polarity not in (WILL_NOT, USED_TO)), None)
        if item and "wheelchair" not in stated and "barrier_free" not in pairing.words:
            steps = "「段差あり」です" if "steps" in stated else "段差は未確認です"
            yield f"{steps}。{noted(item.evidence)}とあるので、入れるか電話で確かめてください。"
            return


def position(pairing: Pairing) -> Iterator[str]:
    """A position that is only the point of a town: the way to it is a guess."""
    if pairing.record.accuracy:
        yield "位置は所在地の町の代表点です。道のりと時間は目安なので、行き方を確かめてください。"


def person_facts(pairing: Pairing) -> Iterator[str]:
    """Limits of the place on facts that are not known of the person."""
    record, need = pairing.record, pairing.need
    if record.gender in ("male", "female") and need.gender not in ("male", "female"):
        yield f"対象は{code_list('gender').label(record.gender)}です。本人が当たるか確かめてください。"
    elif age_range(record) and need.age is None:
        yield f"対象は{age_range(record)}です。本人の年齢を確かめてください。"


def conditions(pairing: Pairing) -> Iterator[str]:
    """利用条件 of which it is not known whether the person meets them."""
    codes, record = code_list("resource_condition").codes, pairing.record
    asked: list[str] = []
    for code in record.conditions:
        certificate = bool(codes[code].extra["holding"]) if code in codes else True
        if code == "resident_district":
            is_open = not (pairing.need.district and record.district)
        else:
            is_open = certificate and (code not in codes or pairing.form.holds is None)
        if is_open:
            asked.append(code_list("resource_condition").label(code))
    if asked:
        yield f"利用条件に{joined(asked)}があります。本人が当たるか確かめてください。"


def days(pairing: Pairing) -> Iterator[str]:
    """Days or hours that are not stated, for who has only some."""
    rules = [rule for rule in pairing.record.schedule if rule.weekdays]
    known = pairing.person.circumstances
    item = next((item for (field, _, _), item in known.items() if field == "time"), None)
    if not pairing.form.available and item is None:
        return
    if not rules:
        missing = "曜日"
    elif any(rule.start is None or rule.end is None for rule in rules):
        missing = "時間"
    else:
        return
    if pairing.form.available:
        yield f"{missing}が書かれていません。本人の空いている時間に利用できるか、電話で確かめてください。"
    elif item:
        yield f"{missing}が書かれていません。{noted(item.evidence)}とあるので、電話で確かめてください。"


def fee(pairing: Pairing) -> Iterator[str]:
    """A fee that is not stated, for who can pay little or nothing."""
    if pairing.record.fee_yen is not None:
        return
    limit = pairing.form.max_fee
    stated = (
        f"費用は「{pairing.record.fee_note}」とあります"
        if pairing.record.fee_note
        else "費用が書かれていません"
    )
    item = pairing.person.circumstances.get(("money", "none", "for"))
    if limit is not None:
        within = f"{limit}円以内" if limit else "無料"
        yield f"{stated}。{within}で利用できるか、電話で確かめてください。"
    elif item:
        yield f"{stated}。{noted(item.evidence)}とあるので、電話で確かめてください。"


def way(pairing: Pairing) -> Iterator[str]:
    """A limit on the way and a way that cannot be told."""
    if pairing.form.max_minutes is None or pairing.minutes is not None:
        return
    if not pairing.comes_or_calls and pairing.record.transport != "yes":
        yield "移動時間が分かりません。場所と送迎の有無を電話で確かめてください。"


def age(pairing: Pairing) -> Iterator[str]:
    """A child, and a place that does not say for what ages it is."""
    years, record = pairing.need.age, pairing.record
    if years is None or years >= _MINOR or age_range(record) or pairing.is_for_everybody:
        return
    groups = known_situations(pairing.profile).intersection(age_groups())
    if groups.isdisjoint(pairing.said.audience):
        yield f"対象年齢が書かれていません。本人（{years}歳）が利用できるか、電話で確かめてください。"


def openings(pairing: Pairing) -> Iterator[str]:
    """Numbers are limited and nobody says how many are left."""
    if pairing.record.openings is None and pairing.record.capacity is not None:
        yield f"定員は{pairing.record.capacity}で、空きは書かれていません。電話で確かめてください。"


def stale(pairing: Pairing) -> Iterator[str]:
    """An entry that nobody has confirmed for two years."""
    day = pairing.record.confirmed_on
    if day is None:
        yield "情報の確認日が分かりません。今の様子を電話で確かめてください。"
    elif (pairing.context.on - day).days > _STALE_DAYS * pairing.confirmation_span:
        yield f"情報は{day.year}年{day.month}月のものです。今の様子を電話で確かめてください。"


def appointment(pairing: Pairing) -> Iterator[str]:
    """What has to be done before the first visit."""
    if "reservation" in pairing.record.conditions:
        yield "事前の予約が要ります。"
    elif "membership" in pairing.record.conditions:
        yield "会員登録が要ります。"
