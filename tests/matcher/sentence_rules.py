"""What every sentence of a suggestion must stand on, written once more without the engine's own helpers."""

from __future__ import annotations

import re
from collections.abc import Iterator

from matcher.engine.match import MatchResult, Suggestion
from matcher.engine.need import Need
from matcher.engine.profile import NOTE, Item, NeedProfile
from resources.records import ResourceRecord

OF_PLACE = re.compile(r"この場所(?:の|に)「([^」]+)」")
OF_NOTE = re.compile(r"記録の?に?「([^」]+)」")
OF_FORM = re.compile(r"希望欄の「([^」]+)」")
OF_PERSON = re.compile(r"本人の「([^」]+)」")
AGES = re.compile(r"対象は([^。]+?)で、本人（(\d+)歳）が入ります。")
# A piece of an age range, which says nothing by itself.
FRAGMENT = re.compile(r"(?:おおむね)?\d+歳?(?:から|以上|〜|代)?")
SAFETY = re.compile("死に|消えたい|消えてしま|いなくなりたい|自殺|リストカット|死のう")


def broken_rules(need: Need, result: MatchResult, records: dict[str, ResourceRecord]) -> Iterator[str]:
    """One line for every sentence that the data do not support; nothing when all do."""
    for suggestion in result.suggestions:
        record = records[suggestion.resource]
        for reason in suggestion.reasons:
            for what in _wrong_reason(reason, need, result.profile, record):
                yield f"{need.id} {record.key} {what}: {reason}"
        for sentence in (*suggestion.reasons, *suggestion.cautions):
            for what in _wrong_quotes(sentence, need, record):
                yield f"{need.id} {record.key} {what}: {sentence}"
    alerts = [caution for suggestion in result.suggestions for caution in _alerts(suggestion)]
    if len(alerts) > 1:
        yield f"{need.id} the safety alert is repeated"


def _alerts(suggestion: Suggestion) -> list[str]:
    return [caution for caution in suggestion.cautions if "安全の確認" in caution]


def _wrong_quotes(sentence: str, need: Need, record: ResourceRecord) -> Iterator[str]:
    row = "\n".join(
        [
            *(record.name, record.summary, record.audience, record.roles, record.remarks),
            *record.considerations,
        ]
    )
    form = need.structured
    said = [*form.aims, *form.interests, *form.avoid] if form else []
    language = form.language or "" if form else ""
    if any(words not in row for words in OF_PLACE.findall(sentence)):
        yield "is not in the row"
    if any(words not in need.text for words in OF_NOTE.findall(sentence)):
        yield "is not in the note"
    if any(words not in said and words not in language for words in OF_FORM.findall(sentence)):
        yield "is not in the form"


def _wrong_reason(reason: str, need: Need, profile: NeedProfile, record: ResourceRecord) -> Iterator[str]:
    if "応えます" in reason:
        yield "claims more than the data"
    if SAFETY.search(reason):
        yield "praises a place with words of danger"
    if OF_PERSON.search(reason):
        yield "an age is no reason by itself"
    if any(FRAGMENT.fullmatch(words) for words in (*OF_PLACE.findall(reason), *OF_NOTE.findall(reason))):
        yield "quotes a piece of an age range"
    if any(not _stands(words, profile) for words in OF_NOTE.findall(reason)):
        yield "quotes words that are disliked, denied or said of others"
    for stated, age in AGES.findall(reason):
        low, high = record.age_min, record.age_max
        if str(need.age) != age or (low is None and high is None):
            yield "an age range that is not stated"
        elif need.age is None or not (low or 0) <= need.age <= (high if high is not None else 999):
            yield "an age range without the person"
        elif not all(number in (str(low), str(high)) for number in re.findall(r"\d+", stated)):
            yield "an age range that is not the row's"


def _stands(words: str, profile: NeedProfile) -> bool:
    """Whether the note says these words of the person somewhere outside of what was set aside."""
    meant = (*profile.aims, *profile.interests, *profile.situations, *profile.cares)
    aside = (*profile.around, *profile.denied, *profile.safety, *_rejected(profile))
    spans = {_span(item) for item in aside}
    return any(
        item.evidence.source == NOTE
        and item.evidence.surface == words
        and item.quotable
        and _span(item) not in spans
        for item in meant
    )


def _rejected(profile: NeedProfile) -> list[Item]:
    return [item for item in profile.dislikes if item.what != "opposite"]


def _span(item: Item) -> tuple[int | None, int | None]:
    return item.evidence.start, item.evidence.end
