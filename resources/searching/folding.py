"""Words as the catalogue keeps them for searching: width, case, kana kind and 異体字 folded."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from geo.addresses.folding import variants
from resources.folding import fold_text, hiragana

_MOST_WORDS = 10
_MOST_SPELLINGS = 40

Synonyms = Callable[[str], Iterable[str]]


def fold_search(text: str) -> str:
    """ﾌﾗｯﾄ・フラット・ふらっと meet, and so do 髙橋 and 高橋."""
    return hiragana(fold_text(text)).translate(variants())


def search_words(text: str, synonyms: Synonyms) -> tuple[tuple[str, ...], ...]:
    """For each word of `text` (white space between them) the word itself, then its synonyms, all folded."""
    typed = list(dict.fromkeys(fold_text(text).split()))[:_MOST_WORDS]
    return tuple(_spellings((each, *synonyms(each))) for each in typed)


def _spellings(words: Sequence[str]) -> tuple[str, ...]:
    """Folded, without those that hold another one: 料理 finds 料理教室 too."""
    folded = list(dict.fromkeys(filter(None, map(fold_search, words))))
    needed = [word for word in folded if not any(other != word and other in word for other in folded)]
    first = folded[:1]
    return tuple(dict.fromkeys([*first, *needed]))[:_MOST_SPELLINGS]
