"""One note, folded and cut once: its sentences, clauses, predicates and signs, for whoever asks about its words."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from functools import cached_property

from matcher.engine.reading.predicates import TE, Grammar, Predicate, read_grammar
from matcher.engine.reading.signs import FLIP, NEGATIVE, USED_TO, Sign, marked, times
from matcher.engine.vocabulary.morphemes import Pieces, cut

_ENDS = frozenset("。\n!?")
_BREAKS = frozenset("、,。.「」『』()?!;…\n[]【】")
_INFLECTED = frozenset(("動詞", "形容詞", "助動詞"))
_OPEN, _CLOSE = "「『", "」』"
# Beyond this many characters nothing is said of a word any more; keeps a text without punctuation cheap.
_FARTHEST = 200


class NoteText:
    """`folded` and, made when first asked for, what grammar and markers say of it."""

    def __init__(self, folded: str, text: Pieces | None = None) -> None:
        self.folded = folded
        self.text = cut(folded) if text is None else text

    @cached_property
    def grammar(self) -> Grammar:
        return read_grammar(self.text)

    @cached_property
    def signs(self) -> tuple[Sign, ...]:
        """Markers and predicates by their ends. A marker that covers a predicate's negation speaks for it."""
        found = marked(self.folded)
        spoken = [
            Sign(verb.start, verb.end, verb.meaning)
            for verb in self.grammar.predicates
            if verb.meaning and not _is_covered(verb, found)
        ]
        return tuple(sorted([*found, *spoken], key=lambda sign: (sign.end, sign.start)))

    @cached_property
    def times(self) -> tuple[Sign, ...]:
        return tuple(times(self.folded))

    @cached_property
    def breaks(self) -> tuple[int, ...]:
        """Where a clause ends, by punctuation or by a connective that no sign holds inside."""
        inside = {place for sign in self.signs for place in range(sign.start + 1, sign.end)}
        marks = {place + 1 for place, character in enumerate(self.folded) if character in _BREAKS}
        return tuple(sorted(marks | (set(self.grammar.breaks) - inside)))

    def segments(self, start: int, end: int) -> list[tuple[int, int]]:
        """The clauses of [start, end)."""
        found: list[tuple[int, int]] = []
        position = start
        for place in self.breaks[bisect_right(self.breaks, start) :]:
            if place >= end:
                break
            found.append((position, place))
            position = place
        if position < end:
            found.append((position, end))
        return found

    def signs_in(self, start: int, end: int) -> list[Sign]:
        """The signs that end in (start, end], in their order."""
        ends = self._sign_ends
        return list(self.signs[bisect_right(ends, start) : bisect_right(ends, end)])

    def predicates_in(self, start: int, end: int) -> list[Predicate]:
        """The predicates that end in (start, end]."""
        ends = self._predicate_ends
        return list(self.grammar.predicates[bisect_right(ends, start) : bisect_right(ends, end)])

    @cached_property
    def _sign_ends(self) -> tuple[int, ...]:
        return tuple(sign.end for sign in self.signs)

    @cached_property
    def _predicate_ends(self) -> tuple[int, ...]:
        return tuple(verb.end for verb in self.grammar.predicates)

    def sentence_end(self, position: int) -> int:
        """Where the sentence, or the quotation, around `position` ends. What is quoted later is part of it."""
        depth = 0
        for place in range(position, min(len(self.folded), position + _FARTHEST)):
            character = self.folded[place]
            if character in _OPEN:
                depth += 1
            elif character in _CLOSE:
                if not depth:
                    return place
                depth -= 1
            elif not depth and character in _ENDS and (character != "?" or place > position):
                return place  # 病院?絶対行かん: the question names what is refused
        return min(len(self.folded), position + _FARTHEST)

    def sentence_start(self, position: int) -> int:
        """Where the sentence, or the quotation, around `position` begins."""
        depth = 0
        for place in range(position - 1, max(-1, position - _FARTHEST), -1):
            character = self.folded[place]
            if character in _CLOSE:
                depth += 1
            elif character in _OPEN:
                if not depth:
                    return place + 1
                depth -= 1
            elif not depth and character in _ENDS:
                return place + 1
        return max(0, position - _FARTHEST)

    def whole_words(self, start: int, end: int) -> tuple[int, int]:
        """[start, end) widened to whole words, a verb or an adjective with its endings: 夫に殴|られて."""
        ends, kinds = self.grammar.ends, self.grammar.kinds
        if not ends:
            return start, end
        first, last = bisect_right(ends, start), bisect_left(ends, end)
        if kinds[first] == "名詞":
            start = ends[first - 1] if first else 0
        if end < ends[last] or kinds[last] in _INFLECTED:
            end = ends[last]
            while kinds[last] in _INFLECTED and last + 1 < len(ends) and self._goes_on(last):
                last += 1
                end = ends[last]
        return start, end

    def _goes_on(self, index: int) -> bool:
        """Whether the word after `index` is an ending of it."""
        ends, kind = self.grammar.ends, self.grammar.kinds[index + 1]
        return kind == "助動詞" or (kind == TE and self.folded[ends[index] : ends[index + 1]] in ("て", "で"))

    def is_quoted_until(self, end: int) -> bool:
        """Whether a quotation ends at `end`."""
        return end < len(self.folded) and self.folded[end] in _CLOSE


def _is_covered(verb: Predicate, found: list[Sign]) -> bool:
    for sign in found:
        if sign.start >= verb.end or sign.end <= verb.start or sign.meaning == FLIP:
            continue
        if sign.meaning in NEGATIVE or sign.meaning == USED_TO:
            return True
        if verb.meaning not in NEGATIVE or sign.end > verb.negation:
            return True
    return False
