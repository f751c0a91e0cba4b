"""Words that compete for the same letters: the leftmost longest of them are found, without overlaps."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence

from matcher.engine.vocabulary.morphemes import MODIFIERS, Word, sequence

Found = tuple[int, int, tuple[str, ...]]
"""[start, end) and the concepts named there."""

_Pattern = tuple[tuple[str, ...], str]


class Layer:
    """`known` words with the concepts that they name; `passed_over` words name none. `yielding`: see Lexicon."""

    def __init__(
        self, known: Mapping[str, tuple[str, ...]], passed_over: Iterable[str], yielding: Collection[str]
    ) -> None:
        self._concepts = dict(known)
        skipped = [word for word in passed_over if word not in known]
        self.by_start = _by_start([*known, *skipped])
        # 訪問した is a visit that took place, 訪問してほしい is a wish: normal forms would not tell them apart.
        self.by_key = _by_key([*known, *(word for word in skipped if not word.endswith("た"))])
        self._bent = {
            word: tuple(code for code in codes if code in yielding) for word, codes in self._concepts.items()
        }

    def find(
        self, folded: str, starts: Sequence[int], words: Sequence[Word], firsts: Sequence[int]
    ) -> list[Found]:
        """The words found from left to right.

        `starts`: where a word of this layer may begin by its letters; `words` are those of Sudachi, the last without
        a key; `firsts`: which of them a word of this layer may begin with.
        """
        normal = self._find_normal(words, firsts) if firsts else {}
        found: list[Found] = []
        position = 0
        for place in sorted({*starts, *normal}) if normal else starts:
            if place < position:
                continue
            word = self._longest_at(folded, place)
            end, concepts = normal.get(place, (0, ()))
            if end <= place + len(word):
                if not word:
                    continue
                end, concepts = place + len(word), self._concepts.get(word, ())
            position = end
            if concepts:
                found.append((place, end, concepts))
        return found

    def _longest_at(self, folded: str, position: int) -> str:
        if folded[position].isdigit() and position and folded[position - 1].isdigit():
            return ""  # "0歳" is not in "60歳"
        for word in self.by_start.get(folded[position : position + 2], ()):
            if folded.startswith(word, position):
                return word
        return folded[position] if folded[position] in self.by_start else ""

    def _find_normal(
        self, words: Sequence[Word], firsts: Sequence[int]
    ) -> dict[int, tuple[int, tuple[str, ...]]]:
        """start → (end, concepts) of the longest word by normal forms."""
        longest: dict[int, tuple[int, tuple[str, ...]]] = {}
        by_key = self.by_key
        for index in firsts:
            start, _end, key = words[index]
            following = by_key[key]
            patterns = following.get(words[index + 1][2], ())
            if "" in following:
                patterns = (*patterns, *following[""])
            for pattern, word in patterns:
                after = index + len(pattern)
                if len(pattern) > 2 and tuple(key for _, _, key in words[index:after]) != pattern:
                    continue
                concepts = self._concepts.get(word, ())
                if words[after][2] in MODIFIERS:
                    concepts = self._bent.get(word, ())
                    if not concepts:
                        continue
                longest[start] = (words[after - 1][1], concepts)
                break
        return longest


def _by_start(known: Iterable[str]) -> dict[str, tuple[str, ...]]:
    """Words by their first two characters, the longest first; a word of one character by itself."""
    groups: defaultdict[str, list[str]] = defaultdict(list)
    for word in known:
        groups[word[:2]].append(word)
    return {start: longest_first(group) for start, group in groups.items()}


def longest_first(known: Iterable[str]) -> tuple[str, ...]:
    """The words in an order in which the first that fits is the longest."""
    return tuple(sorted(known, key=lambda word: (-len(word), word)))


def _by_key(known: Iterable[str]) -> dict[str, dict[str, tuple[_Pattern, ...]]]:
    """(keys, word) by the first and the second key ("" for a single one), the longest sequence first."""
    groups: defaultdict[str, defaultdict[str, list[_Pattern]]] = defaultdict(lambda: defaultdict(list))
    for word in known:
        keys = sequence(word)
        if keys:
            groups[keys[0]][keys[1] if len(keys) > 1 else ""].append((keys, word))
    return {
        first: {
            second: tuple(sorted(group, key=lambda pattern: (-len(pattern[0]), pattern[1])))
            for second, group in seconds.items()
        }
        for first, seconds in groups.items()
    }
