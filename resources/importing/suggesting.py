"""Suggestions for the columns of a home-made list: by the words of the header and by what the values look like."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache

from rapidfuzz import fuzz

from resources.code_lists import code_list
from resources.folding import fold_header, fold_text
from resources.importing.formats import OWN
from resources.importing.headers import aliases, main_headers
from resources.importing.kinds import kind_of_category, kind_words
from resources.importing.value_types import value_type

_OTHER_FORMATS = ("facility", "cafeteria", "collection")
_FIELDS_BY_TYPE: Mapping[str, tuple[str, ...]] = {
    "phone": ("phone",),
    "url": ("url",),
    "lat": ("lat",),
    "lon": ("lon",),
    "date": ("confirmed_on",),
    "time": ("start", "end"),
    "hours": ("hours", "hours_note"),
    "weekdays": ("weekdays", "hours_note"),
    "age": ("age", "audience", "age_min", "age_max"),
    "fee": ("fee",),
    "number": ("capacity", "openings", "fee", "age_min", "age_max", "external_id"),
    "yes_no": ("transport", "accessibility"),
    "address": ("address",),
    "schedule": ("hours_note", "weekdays", "frequency"),
    "kana": ("name_kana", "name"),
}
_ONLY_OF_ITS_TYPE = frozenset(
    {"lat", "lon", "confirmed_on", "start", "end", "age_min", "age_max", "openings"}
    | {"weekdays", "hours", "url", "phone"}
)
_BY_TYPE_ALONE = frozenset({"phone", "url", "lat", "lon", "hours", "weekdays", "address", "schedule", "fee"})
_SURE, _LIKELY, _OF_TYPE, _AGAINST = 100.0, 70.0, 15.0, 40.0
_TYPE_ALONE = 72.0
_LONGEST_NAME = 30


def suggest_fields(headers: Sequence[str], samples: Sequence[Sequence[str]]) -> list[str]:
    """For each column a field of the format "own", or "" where nothing is likely. No field twice.

    `samples[i]` are values of column i. The best pairs of column and field are taken first.
    """
    scored = [
        (score, -index, field)
        for index, header in enumerate(headers)
        for field, score in _scores(header, value_type(samples[index])).items()
        if score >= _LIKELY
    ]
    suggested = [""] * len(headers)
    taken: set[str] = set()
    for _, place, field in sorted(scored, key=lambda one: (-one[0], -one[1])):
        if field not in taken and not suggested[-place]:
            suggested[-place] = field
            taken.add(field)
    if "name" not in taken:
        _suggest_a_name(suggested, samples)
    return suggested


def _suggest_a_name(suggested: list[str], samples: Sequence[Sequence[str]]) -> None:
    """The first column of nobody's that holds short words, no two of them the same, is likely the name."""
    for index, values in enumerate(samples):
        short = all(len(value) <= _LONGEST_NAME for value in values)
        if not suggested[index] and len(values) > 1 and short and value_type(values) in (None, "kana"):
            suggested[index] = "name"
            return


def _scores(header: str, kind_of_value: str | None) -> dict[str, float]:
    """Field → 0 to about 115."""
    folded = fold_header(header)
    expected = _FIELDS_BY_TYPE.get(kind_of_value or "", ())
    scores: dict[str, float] = {}
    for alias, field in _known_headers().items():
        score = _SURE if alias == folded else _near(alias, folded)
        scores[field] = max(scores.get(field, 0.0), score)
    for field in scores:
        if field in expected:
            scores[field] += _OF_TYPE
        elif kind_of_value and field in _ONLY_OF_ITS_TYPE:
            scores[field] -= _AGAINST
    if kind_of_value in _BY_TYPE_ALONE and max(scores.values()) < _LIKELY:
        scores[expected[0]] = _TYPE_ALONE
    return scores


def _near(alias: str, header: str) -> float:
    """Likeness of two headers; one that holds the other as a whole word is nearly the same."""
    if not header:
        return 0.0
    whole = fuzz.ratio(alias, header)
    part = len(alias) >= 2 and len(alias) * 4 > len(header)
    if part and header.endswith(alias):  # 「活動の曜日」 ends in what it is
        return max(whole, 88.0 + min(len(alias), 8))
    if part and alias in header:
        return max(whole, 76.0 + min(len(alias), 8))
    return whole * 0.95


@cache
def _known_headers() -> Mapping[str, str]:
    """Folded header → field of "own"; other formats lend their words for fields of the same name."""
    fields = main_headers(OWN.aliases)
    known = {alias: field for alias, (field, _) in aliases(OWN.aliases).items()}
    for other in _OTHER_FORMATS:
        for alias, (field, _) in aliases(other).items():
            if field in fields:
                known.setdefault(alias, field)
    return known


def suggest_kind(category: str) -> str:
    """The code of the kind that a category of somebody's own is most like, "" where nothing is."""
    if code := kind_of_category(category):
        return code
    folded = fold_text(category)
    words = {fold_text(code.label_ja): code.code for code in code_list("resource_kind")}
    words.update({word.word: word.kind for word in kind_words("category")})
    scored = [(_near_kind(word, folded), code) for word, code in words.items()]
    score, code = max(scored, default=(0.0, ""))
    return code if score >= _LIKELY else ""


def _near_kind(word: str, category: str) -> float:
    if len(word) >= 2 and (word in category or category in word):
        return 80.0 + min(len(word), 19)
    return fuzz.ratio(word, category)
