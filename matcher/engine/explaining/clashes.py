"""Cautions from what the place says and the person cannot, will not or would rather not."""

from __future__ import annotations

from collections.abc import Iterator

from matcher.engine.doubts import known_situations, member_concepts, raised_by
from matcher.engine.explaining.fitting import opens_in
from matcher.engine.explaining.pairing import Pairing
from matcher.engine.explaining.person import noted, person_words
from matcher.engine.explaining.wording import age_range, journey, kilometres, openings_of
from matcher.engine.profile import OPPOSITE
from matcher.engine.vocabulary import age_groups, specific_situations
from resources.code_lists import code_list

_LARGE_CAPACITY = 30
# From which weight on a care that only follows is worth a warning.
_SURE = 0.7
# Without a limit of the person's own, a way that is longer than this is said.
_FAR_MINUTES = 60.0
_FAR_KM = 3.0
WALKED_KM = 1.5


def disliked(pairing: Pairing) -> Iterator[str]:
    """What the person dislikes or refuses, in the place's words."""
    for item in pairing.profile.dislikes:
        said = pairing.opposed if item.what == OPPOSITE else pairing.words
        words = said.get(item.concept)
        if words:
            yield f"この場所に「{words}」とあります。{person_words(item.evidence)}は避けたいことのようです。"
            return


def impossible(pairing: Pairing) -> Iterator[str]:
    """What the person cannot do now, in the place's words."""
    for item in pairing.person.cannot:
        words = pairing.words.get(item.concept)
        if words:
            yield f"この場所に「{words}」とあります。{person_words(item.evidence)}は今は難しいことのようです。"
            return


def opposed(pairing: Pairing) -> Iterator[str]:
    """The place's own words against a care that is asked for or follows; one that it also meets is no clash."""
    avoided = {item.concept for item in pairing.profile.dislikes if item.what == OPPOSITE}
    said = pairing.opposed
    if not said:
        return
    person = pairing.person
    liked = {item.evidence for item in person.interests}
    follows = ((one.concept, one.item) for one in person.follows if one.is_care and one.weight >= _SURE)
    for code, item in (*((item.concept, item) for item in person.cares), *follows):
        words = said.get(code)
        if not words or code in avoided or code in pairing.words or item.evidence in liked:
            continue
        if (
            words != item.evidence.surface
        ):  # 坂の上 in both: the person lives there, nothing is said against it
            yield f"この場所に「{words}」とあります。{person_words(item.evidence)}に合うか、電話で確かめてください。"
            return


def crowd(pairing: Pairing) -> Iterator[str]:
    """A large place for who wishes for few people, or has only begun to be in touch."""
    size = _large(pairing)
    if size is None:
        return
    wanted, item = pairing.form.group, pairing.person.crowd
    if wanted in ("one_to_one", "small"):
        label = code_list("group_size").label(wanted)
        yield f"{size}（望まれているのは「{label}」）。"
        return
    for value in ("one_to_one", "small"):
        item = item or pairing.person.circumstances.get(("company", value, "for"))
    if wanted is None and item and pairing.profile.company in ("one_to_one", "small"):
        yield f"{size}。{person_words(item.evidence)}に合うか、電話で確かめてください。"
    elif wanted is None and pairing.profile.stage == "connect":
        label = code_list("participation_stage").label("connect")
        yield f"{size}。「{label}」段階の本人に、人の少ない時間があるか電話で確かめてください。"


def _large(pairing: Pairing) -> str | None:
    size, capacity = pairing.record.group_size, pairing.record.capacity
    if size == "large":
        return f"規模は「{code_list('group_size').label(size)}」です"
    if size is None and capacity is not None and capacity >= _LARGE_CAPACITY:
        return f"定員は{capacity}です"
    return None


def other_people(pairing: Pairing) -> Iterator[str]:
    """A place that names people, and nothing is known that makes this person one of them."""
    audience, known = pairing.said.audience, known_situations(pairing.profile)
    named = made_for(pairing)
    if not named and "other_people" in raised_by(pairing.place, pairing.context):
        named = {code for code in audience if code in member_concepts()}
    if not known.isdisjoint(audience):
        return
    if named:
        words = next(words for code, words in audience.items() if code in named)
        yield f"この場所に「{words}」とあります。本人が対象になるか確かめてください。"
        return
    ages = [code for code in audience if code in age_groups()]
    age, limits = pairing.need.age, age_range(pairing.record)
    if ages and age is not None and not limits:
        yield f"この場所に「{audience[ages[0]]}」とあります。本人（{age}歳）が対象になるか確かめてください。"


def made_for(pairing: Pairing) -> set[str]:
    """The situations that 名称 and 対象者 name and that places are made for."""
    return {code for code in pairing.said.audience if code in specific_situations()}


def money(pairing: Pairing) -> Iterator[str]:
    """A fee for who says that nothing can be paid."""
    fee = pairing.record.fee_yen
    item = pairing.person.circumstances.get(("money", "none", "for"))
    if pairing.form.max_fee is None and item and fee:
        yield f"費用は1回{fee}円です。{noted(item.evidence)}とあるので、減免がないか電話で確かめてください。"


def time(pairing: Pairing) -> Iterator[str]:
    """Openings that all lie where the note says it cannot be, or none where it says it can."""
    if pairing.form.available or not any(rule.weekdays for rule in pairing.record.schedule):
        return
    rules = [rule for rule in pairing.record.schedule if rule.weekdays]
    if any(rule.start is None or rule.end is None for rule in rules):
        return
    free = pairing.profile.free
    for (field, value, sense), item in pairing.person.circumstances.items():
        if field != "time":
            continue
        is_bad = value in free.bad and sense == "against" and all(opens_in(rule, value) for rule in rules)
        is_missed = value in free.good and sense == "for" and not any(opens_in(rule, value) for rule in rules)
        if is_bad or is_missed:
            hours = openings_of(pairing.record)
            yield f"開いているのは{hours}です。{noted(item.evidence)}とあるので、時間を確かめてください。"
            return


def way(pairing: Pairing) -> Iterator[str]:
    """A long way, or a way that the note says the person cannot go."""
    if pairing.comes_or_calls or pairing.record.transport == "yes" or pairing.form.max_minutes is not None:
        return
    ride = "送迎は「要相談」です" if pairing.record.transport == "negotiable" else "送迎は書かれていません"
    if pairing.record.transport == "no":
        ride = "送迎はありません"
    km, minutes = pairing.kilometres, pairing.minutes
    for mode in pairing.profile.reach.without if pairing.mode in (None, "walk") else ():
        item = pairing.person.circumstances.get(("reach", mode, "against"))
        if item and (km is None or km > WALKED_KM):
            yield f"{ride}。{noted(item.evidence)}とあるので、行き方を電話で確かめてください。"
            return
    if minutes is not None and minutes > _FAR_MINUTES:
        yield f"{journey(pairing.need, minutes, pairing.mode)}かかります。{ride}。"
    elif minutes is None and km is not None and km > _FAR_KM:
        yield f"住まいから直線で約{kilometres(km)}あります。{ride}。行き方を確かめてください。"
