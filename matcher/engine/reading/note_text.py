"""One note, folded and cut once: its sentences, clauses, predicates and signs, for whoever asks about its words."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from functools import cached_property

from matcher.engine.reading.predicates import TE, Grammar, Predicate, read_grammar
from matcher.engine.reading.signs import FLIP, NEGATIVE, USED_TO, Sign, marked, times
from matcher.engine.vocabulary.morphemes import Pieces, cut

_ENDS = frozenset("。\n!?")
_BREAKS = frozenset("、,。.「」『』()?!;…\n[]【】")
_INFLECTED = frozenset(("動詞", "形容詞", "助動詞"))
_NO = ("ない", "なか", "なく", "なけ", "ねえ", "ねぇ")
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
        inside = self._inside_signs
        marks = {place + 1 for place, character in enumerate(self.folded) if character in _BREAKS}
        return tuple(sorted(marks | (set(self.grammar.breaks) - inside)))

    @cached_property
    def _inside_signs(self) -> frozenset[int]:
        """The places between two characters of one sign."""
        return frozenset(place for sign in self.signs for place in range(sign.start + 1, sign.end))

    def is_inside_sign(self, place: int) -> bool:
        """Whether a sign begins before `place` and ends there or later."""
        return place in self._inside_signs or place in self._ends_of_signs

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

    def arguments_in(self, start: int, end: int) -> Sequence[tuple[int, str]]:
        """(start, particle) of the particles after a noun that begin in [start, end)."""
        found = self.grammar.arguments
        return found[bisect_left(found, (start, "")) : bisect_left(found, (end, ""))]

    def noun_ends_in(self, start: int, end: int) -> list[int]:
        """The ends of the nouns that begin in [start, end)."""
        starts, nouns = self._noun_starts, self.grammar.nouns
        return [nouns[noun] for noun in starts[bisect_left(starts, start) : bisect_left(starts, end)]]

    @cached_property
    def _noun_starts(self) -> tuple[int, ...]:
        return tuple(sorted(self.grammar.nouns))

    @cached_property
    def _sign_ends(self) -> tuple[int, ...]:
        return tuple(sign.end for sign in self.signs)

    @cached_property
    def _ends_of_signs(self) -> frozenset[int]:
        return frozenset(self._sign_ends)

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
            while kinds[last] in _INFLECTED and (further := self._ending_of(last)):
                last += further
                end = ends[last]
        return start, end

    def _ending_of(self, index: int) -> int:
        """How many words after the one at `index` are an ending of it, 0 where none is.

        Its negation is one: したく|ない, and with a particle between, したく|は|ない.
        """
        following = [self._word(place) for place in range(index + 1, min(index + 3, len(self.grammar.ends)))]
        if not following:
            return 0
        word, kind = following[0]
        if kind == "助動詞" or (kind == TE and word in ("て", "で")) or self._denies(index, word, kind):
            return 1
        if (
            kind == "助詞"
            and word in ("は", "も")
            and len(following) > 1
            and self._denies(index, *following[1])
        ):
            return 2
        return 0

    def _denies(self, index: int, word: str, kind: str) -> bool:
        """Whether an adjective ない is the negation of the word at `index`: したく|ない, but no 見た|ない."""
        return (
            kind == "形容詞" and word.startswith(_NO) and self._word(index)[0].endswith(("く", "で", "じゃ"))
        )

    def _word(self, index: int) -> tuple[str, str]:
        """The word at `index` and its kind."""
        ends = self.grammar.ends
        return self.folded[ends[index - 1] if index else 0 : ends[index]], self.grammar.kinds[index]

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
