"""Why a place is suggested: two to four sentences, ordered by what their component adds to the score."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from matcher.engine.constraints import comes_or_calls
from matcher.engine.explaining.pairing import Pairing, person_words
from matcher.engine.explaining.wording import age_range, free_time, journey, opening
from matcher.engine.profile import Item
from matcher.engine.scoring import Scores
from matcher.engine.vocabulary import vocabulary
from resources.code_lists import code_list
from resources.records import ResourceRecord

FEWEST = 2
MOST = 4
_QUOTES_PER_COMPONENT = 2
# From which weight of concept_kinds.csv on a kind is given as a reason.
_SURE_FOR_AIM = 0.4
_SURE_FOR_SITUATION = 0.7


def reasons(pairing: Pairing, scores: Scores) -> tuple[str, ...]:
    """Two to four sentences, the weightiest first."""
    found: list[tuple[float, str, str]] = []
    for name, say in _SAY.items():
        added = scores.added(name, pairing.place)
        sentence = say(pairing) if added > 0 else None
        if sentence:
            found.append((-added, name, sentence))
    sentences = [sentence for _, _, sentence in sorted(found)]
    while len(sentences) < FEWEST:
        sentences.append(_GENERAL[len(sentences)](pairing))
    return tuple(sentences[:MOST])


def _interests(pairing: Pairing) -> str | None:
    return _quoted(pairing.profile.interests, pairing)


def _situation(pairing: Pairing) -> str | None:
    return _quoted(pairing.profile.situations, pairing)


def _considerations(pairing: Pairing) -> str | None:
    return _quoted(pairing.profile.cares, pairing)


def _quoted(items: tuple[Item, ...], pairing: Pairing) -> str | None:
    """The first concepts that person and place share, with the words of both."""
    sentences: dict[str, None] = {}
    for item in items:
        words = pairing.words.get(item.concept) or _verbatim(item, pairing.record)
        if words:
            sentences[f"{person_words(item.evidence)}に、この場所の「{words}」が合います。"] = None
    return "".join(list(sentences)[:_QUOTES_PER_COMPONENT]) or None


def _verbatim(item: Item, record: ResourceRecord) -> str | None:
    """Words of the form that the vocabulary does not know, where the place uses the very same."""
    texts = (record.name, record.summary, record.audience, record.roles, record.remarks)
    words = item.evidence.surface
    return words if not item.concept and any(words in text for text in texts) else None


def _kind(pairing: Pairing) -> str | None:
    label = code_list("resource_kind").label(pairing.record.kind)
    for items, least in (
        (pairing.profile.aims, _SURE_FOR_AIM),
        (pairing.profile.situations, _SURE_FOR_SITUATION),
    ):
        for item in items:
            kinds = dict(vocabulary().concepts[item.concept].kinds) if item.concept else {}
            if kinds.get(pairing.record.kind, 0.0) >= least:
                return f"{person_words(item.evidence)}に、種別「{label}」が応えます。"
    return None


def _stage(pairing: Pairing) -> str | None:
    stage = pairing.form.stage  # a guessed stage is no reason
    if stage is None or stage not in pairing.record.stages:
        return None
    return f"参加段階「{code_list('participation_stage').label(stage)}」の人を迎えています。"


def _company(pairing: Pairing) -> str | None:
    size = pairing.form.group
    if size is None or pairing.record.group_size != size:
        return None
    return f"規模は、望まれている「{code_list('group_size').label(size)}」です。"


def _roles(pairing: Pairing) -> str | None:
    roles = pairing.record.roles.strip()
    if pairing.profile.stage not in ("role", "work") or not roles:
        return None
    return f"役割の機会として「{roles}」があります。"


def _age_focus(pairing: Pairing) -> str | None:
    ages = age_range(pairing.record)
    if not ages or pairing.need.age is None:
        return None
    return f"対象は{ages}で、本人({pairing.need.age}歳)が入ります。"


def _time(pairing: Pairing) -> str | None:
    for free in pairing.form.available:
        for rule in pairing.record.schedule:
            if free.weekday not in rule.weekdays or rule.start is None or rule.end is None:
                continue
            if min(rule.end, free.end) > max(rule.start, free.start):
                return f"開いている時間({opening(rule)})が、本人の空き時間({free_time(free)})と重なります。"
    return None


def _travel(pairing: Pairing) -> str | None:
    if comes_or_calls(pairing.context.snapshot)[pairing.place]:
        labels = code_list("delivery_method")
        ways = "・".join(labels.label(code) for code in pairing.record.delivery if code != "on_site")
        return f"{ways}で利用できます。"
    if pairing.record.transport == "yes":
        return "送迎があります。"
    return f"{journey(pairing.need, pairing.minutes)}です。" if pairing.minutes is not None else None


def _open(_pairing: Pairing) -> str:
    return "分かっている条件の中に、参加を妨げるものはありません。"


def _named(pairing: Pairing) -> str:
    return f"種別は「{code_list('resource_kind').label(pairing.record.kind)}」です。"


_GENERAL: tuple[Callable[[Pairing], str], ...] = (_named, _open)

_SAY: Mapping[str, Callable[[Pairing], str | None]] = {
    "interests": _interests,
    "situation": _situation,
    "kind": _kind,
    "considerations": _considerations,
    "stage": _stage,
    "company": _company,
    "roles": _roles,
    "age_focus": _age_focus,
    "time": _time,
    "travel": _travel,
}
