"""Find the words of the vocabulary in a text, by their letters or by their normal forms."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from matcher.engine.vocabulary.layer import Found, Layer, longest_first
from matcher.engine.vocabulary.morphemes import Pieces, Word, cut, particle_places, words

_PARTICLES = frozenset("はがをにでともへの")


@dataclass(frozen=True, slots=True)
class Hit:
    """A word found in a folded text: its span there, the concepts it names, and those whose opposite it names."""

    start: int
    end: int
    concepts: tuple[str, ...]
    opposed: tuple[str, ...] = ()


class Lexicon:
    """Words to concepts; finds the leftmost longest words.

    `dreaded` are words for the opposite of a concept; `not_words` are passed over as a whole. A word is found by its
    letters, or by the normal forms of its words with particles ignored (パンを焼く in パンも焼いた). By normal forms,
    部屋から出る is not found in 部屋から出ない or 出たい, but for the concepts of `yielding` (what is done or hoped for)
    it is: whether 走る is wished or impossible is read from the words around it.

    Words do not overlap, but for layers that hide nothing of each other: what is dreaded, each set of concepts
    in `apart` (大勢はだめ is a word for the company, 大勢 in it is dreaded), and all other concepts.
    """

    def __init__(
        self,
        words: Mapping[str, tuple[str, ...]],
        dreaded: Mapping[str, tuple[str, ...]] | None = None,
        not_words: Iterable[str] = (),
        *,
        yielding: frozenset[str] = frozenset(),
        apart: Sequence[frozenset[str]] = (),
    ) -> None:
        passed_over = longest_first(not_words)
        elsewhere = frozenset(code for codes in apart for code in codes)
        own = [_only(words, codes.__contains__) for codes in apart]
        main = _only(words, lambda code: code not in elsewhere)
        self._layers = tuple(Layer(known, passed_over, yielding) for known in (main, *own, dreaded or {}))
        self._starts = _numbered([layer.by_start for layer in self._layers])
        self._first_characters = frozenset(start[0] for start in self._starts)
        self._keys = _numbered([layer.by_key for layer in self._layers])
        self._passed_over = re.compile("|".join(map(re.escape, passed_over))) if passed_over else None

    def find(self, folded: str, text: Pieces | None = None) -> list[Hit]:
        """Every word of the lexicon in a text folded by `fold_note`, from left to right.

        `text` is the same text already cut by Sudachi, if it is.
        """
        if not folded:
            return []
        text = cut(folded) if text is None else text
        cut_words = words(text)
        cut_words.append((len(folded), len(folded), ""))
        starts, firsts = self._begins(folded, cut_words)
        *named, dreaded = (
            _without_particles(folded, layer.find(folded, starts[number], cut_words, firsts[number]), text)
            if starts[number] or firsts[number]
            else []
            for number, layer in enumerate(self._layers)
        )
        hits = _together([found for layer in named for found in layer], dreaded)
        if self._passed_over:
            hits = self._without_passed_over(folded, hits)
        return _without_parts(hits, text)

    def _begins(self, folded: str, cut_words: list[Word]) -> tuple[list[list[int]], list[list[int]]]:
        """For every layer where its words may begin: by their letters, and by which words of Sudachi."""
        starts: list[list[int]] = [[] for _ in self._layers]
        firsts: list[list[int]] = [[] for _ in self._layers]
        known, first_characters = self._starts, self._first_characters
        for place, character in enumerate(folded):
            if character in first_characters:
                numbers = known.get(folded[place : place + 2], ())
                if character in known:
                    numbers = tuple({*numbers, *known[character]})
                for number in numbers:
                    starts[number].append(place)
        keys = self._keys
        for index, word in enumerate(cut_words):
            if word[2] in keys:
                for number in keys[word[2]]:
                    firsts[number].append(index)
        return starts, firsts

    def _without_passed_over(self, folded: str, hits: list[Hit]) -> list[Hit]:
        """A word before may have hidden the beginning of a phrase that is to be passed over."""
        assert self._passed_over is not None
        spans = [match.span() for match in self._passed_over.finditer(folded)]
        return [
            hit
            for hit in hits
            if not any(
                start < hit.start < end or (start == hit.start and hit.end < end) for start, end in spans
            )
        ]


def _numbered(tables: Sequence[Mapping[str, object]]) -> dict[str, tuple[int, ...]]:
    """Key → the numbers of the tables that have it."""
    keys = dict.fromkeys(key for table in tables for key in table)
    return {key: tuple(number for number, table in enumerate(tables) if key in table) for key in keys}


def _only(words: Mapping[str, tuple[str, ...]], is_kept: Callable[[str], bool]) -> dict[str, tuple[str, ...]]:
    kept = {word: tuple(filter(is_kept, codes)) for word, codes in words.items()}
    return {word: codes for word, codes in kept.items() if codes}


def _without_particles(folded: str, found: list[Found], text: Pieces) -> list[Found]:
    """大勢は is a word for 大勢: what follows it is read, and it is quoted, without its particle."""
    if not any(folded[end - 1] in _PARTICLES for _start, end, _concepts in found):
        return found
    particles = particle_places(text)
    return [
        (start, end - 1 if end - 1 in particles and end - start > 1 else end, concepts)
        for start, end, concepts in found
    ]


def _together(named: list[Found], dreaded: list[Found]) -> list[Hit]:
    """One hit for each span, in the order of the text, the longer first."""
    spans: dict[tuple[int, int], list[tuple[str, ...]]] = {}
    for start, end, concepts in named:
        before = spans.setdefault((start, end), [(), ()])
        before[0] = tuple(dict.fromkeys((*before[0], *concepts)))
    for start, end, concepts in dreaded:
        spans.setdefault((start, end), [(), ()])[1] = concepts
    order = sorted(spans, key=lambda span: (span[0], -span[1])) if len(spans) > 1 else list(spans)
    return [Hit(start, end, *spans[start, end]) for start, end in order]


def _without_parts(hits: list[Hit], text: Pieces) -> list[Hit]:
    """Without hits of one layer that are only a part of a word of another (車 in 車いす)."""
    kept: list[Hit] = []
    ends: set[int] = set()
    right = 0
    for hit in hits:
        if hit.end <= right:
            ends = ends or {offset + word.end() for offset, piece in text for word in piece}
            if hit.end not in ends or (hit.start not in ends and hit.start > 0):
                continue
        kept.append(hit)
        right = max(right, hit.end)
    return kept
