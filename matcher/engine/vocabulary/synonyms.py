"""Words that mean the same to somebody who searches the catalogue: the surfaces of one concept."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from functools import cache

from matcher.engine.vocabulary.concept_tables import concept_rows
from resources.folding import fold_text, hiragana

_SHORTEST = 2
"""Characters: a single character (本, 茶) stands in too many words."""


def search_synonyms(word: str) -> tuple[str, ...]:
    """The other words of the concepts that `word` names, in the order of the tables; () when it names none.

    Only whole words of both sides (`surfaces`) and labels lead to a concept; words of places are found, words
    that only notes use are not.
    """
    return _by_word().get(_key(word), ())


def _key(word: str) -> str:
    return hiragana(fold_text(word))


@cache
def _by_word() -> Mapping[str, tuple[str, ...]]:
    found: defaultdict[str, list[str]] = defaultdict(list)
    for row in concept_rows():
        names = tuple(dict.fromkeys((row.values["label_ja"], *row.surfaces("surfaces"))))
        meant = [word for word in (*names, *row.surfaces("place_only")) if len(word) >= _SHORTEST]
        for name in names:
            if len(name) >= _SHORTEST:
                found[_key(name)] += meant
    return {key: tuple(dict.fromkeys(words)) for key, words in found.items()}
