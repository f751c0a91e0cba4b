"""Why a place is suggested: two to four sentences, ordered by what their component adds to the score."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from matcher.engine.constraints import comes_or_calls
from matcher.engine.explaining.pairing import Pairing, person_words
from matcher.engine.explaining.wording import age_range, free_time, journey, opening
from matcher.engine.need import Availability
from matcher.engine.profile import Item
from matcher.engine.scoring import Scores
from matcher.engine.vocabulary import age_groups, vocabulary
from resources.code_lists import code_list
from resources.opening_hours import Stretch, stretches
from resources.records import ResourceRecord

FEWEST = 2
MOST = 4
_QUOTES_PER_COMPONENT = 2
# From which weight of concept_kinds.csv on a kind is given as a reason.
_SURE_FOR_AIM = 0.4


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
    sentences: dict[str, None] = {}
    for item in pairing.profile.cares:
        words = pairing.words.get(item.concept) or _verbatim(item, pairing.record)
        if words:
            sentences[f"{person_words(item.evidence)}への配慮として、この場所に「{words}」とあります。"] = (
                None
            )
    return "".join(list(sentences)[:_QUOTES_PER_COMPONENT]) or None


def _quoted(items: tuple[Item, ...], pairing: Pairing) -> str | None:
    """The first concepts that person and place share, with the words of both.

    An age group is no such thing: who belongs to one is said with the place's own age range (`_age_focus`).
    """
    sentences: dict[str, None] = {}
    for item in items:
        words = pairing.words.get(item.concept) or _verbatim(item, pairing.record)
        if words and item.quotable and item.concept not in age_groups():
            sentences[
                f"{person_words(item.evidence)}に、この場所の「{words}」が合います{_shared(item, words)}。"
            ] = None
    return "".join(list(sentences)[:_QUOTES_PER_COMPONENT]) or None


def _shared(item: Item, words: str) -> str:
    """What two different words have in common: （自然・鳥）."""
    if not item.concept or item.evidence.surface in words or words in item.evidence.surface:
        return ""
    return f"（{vocabulary().concepts[item.concept].label}）"


def _verbatim(item: Item, record: ResourceRecord) -> str | None:
    """Words of the form that the vocabulary does not know, where the place uses the very same."""
    texts = (record.name, record.summary, record.audience, record.roles, record.remarks)
    words = item.evidence.surface
    return words if not item.concept and any(words in text for text in texts) else None


def _kind(pairing: Pairing) -> str | None:
    """A kind alone proves nothing: it is named where the place's own words speak of what is hoped for."""
    label = code_list("resource_kind").label(pairing.record.kind)
    for item in pairing.profile.aims:
        words = pairing.words.get(item.concept)
        kinds = dict(vocabulary().concepts[item.concept].kinds) if item.concept else {}
        if words and kinds.get(pairing.record.kind, 0.0) >= _SURE_FOR_AIM:
            return (
                f"{person_words(item.evidence)}に、この場所の「{words}」が合います。種別は「{label}」です。"
            )
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
    return f"対象は{ages}で、本人（{pairing.need.age}歳）が入ります。"


def _time(pairing: Pairing) -> str | None:
    for free in pairing.form.available:
        for rule in pairing.record.schedule:
            if any(_overlap(free, stretch) for stretch in stretches(rule)):
                return (
                    f"開いている時間（{opening(rule)}）が、本人の空き時間（{free_time(free)}）と重なります。"
                )
    return None


def _overlap(free: Availability, stretch: Stretch) -> bool:
    if stretch.start is None or stretch.end is None or stretch.weekday != free.weekday:
        return False
    return min(stretch.end, free.end) > max(stretch.start, free.start)


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
