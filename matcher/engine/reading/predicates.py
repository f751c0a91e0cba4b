"""Predicates of a note from Sudachi's morphemes: verbs with what their endings say.

行けない (cannot) and 行かない (does not) have one normal form; the dictionary form and the auxiliaries tell them apart.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from sudachipy import Morpheme  # type: ignore[import-untyped]

from matcher.engine.reading.signs import CANNOT, USED_TO, WANT, WILL_NOT, markers
from matcher.engine.vocabulary.morphemes import Pieces, parts_of_speech

_NOT = frozenset(("ない", "ず", "へん", "まい", "無い"))
_ABLE = frozenset(("れる", "られる"))
_GOES_ON = frozenset(("居る", "おる", "てる", "とる", "よる", "どる", "でる"))
_LINKED = frozenset(("切る", "得る", "続ける", "出す", "始める", "兼ねる", "成る", "過ぎる", "通す"))
_HELPERS = frozenset(
    ("仕舞う", "貰う", "呉れる", "見る", "置く", "頂く", "下さる", "来る", "有る", "遣る", "行く")
)
_NOUNS = ("名詞", "代名詞", "接尾辞", "形状詞")
TE = "接続助詞"
_E_ROW = frozenset("えけげせぜてでねへべめれ")
_ANSWERS = frozenset(("返事", "答え", "様子", "事", "話", "反応", "口振り", "感じ", "即答"))
_STARTERS = frozenset(("よう", "よお", "ゆう"))


@dataclass(slots=True)
class Predicate:
    """[start, end) from the verb to its last ending. `meaning` None: the verb alone says nothing.

    `past` …た, `was` …ていた or …だった, `stopped` …ていない.
    """

    start: int
    end: int
    lemma: str
    meaning: str | None = None
    negation: int = -1
    past: bool = False
    was: bool = False
    stopped: bool = False


@dataclass(frozen=True)
class Grammar:
    """What Sudachi says of one text. `breaks`: where a clause ends by its grammar; `arguments`: (start, particle)
    of every particle after a noun; `nouns`: start → end; `ends` and `kinds` of
    all morphemes, each of which begins where the one before ends."""

    predicates: tuple[Predicate, ...]
    breaks: tuple[int, ...]
    arguments: tuple[tuple[int, str], ...]
    nouns: Mapping[int, int]
    ends: Sequence[int] = ()
    kinds: Sequence[str] = ()


def read_grammar(pieces: Pieces) -> Grammar:
    """The predicates, clause ends and arguments of a text that Sudachi has cut."""
    found = _Finder()
    for offset, morphemes in pieces:
        found.read(offset, list(morphemes))
    return Grammar(
        tuple(found.predicates),
        tuple(found.breaks),
        tuple(found.arguments),
        found.nouns,
        found.ends,
        found.kinds,
    )


class _Finder:
    def __init__(self) -> None:
        self.predicates: list[Predicate] = []
        self.breaks: list[int] = []
        self.arguments: list[tuple[int, str]] = []
        self.nouns: dict[int, int] = {}
        self.ends: list[int] = []
        self.kinds: list[str] = []

    def read(self, offset: int, morphemes: Sequence[Morpheme]) -> None:
        parts = parts_of_speech()
        kinds = [parts[morpheme.part_of_speech_id()] for morpheme in morphemes]
        self.ends += [offset + morpheme.end() for morpheme in morphemes]
        self.kinds += [kind[1] if kind[1] == TE else kind[0] for kind in kinds]
        index = 0
        while index < len(morphemes):
            kind = kinds[index]
            if kind[0] == "動詞":
                index = self._verb(offset, morphemes, kinds, index)
                continue
            if kind[0] in _NOUNS:
                self.nouns[offset + morphemes[index].begin()] = offset + morphemes[index].end()
                self._copula(offset, morphemes, index)
            elif kind[0] == "助詞":
                self._particle(offset, morphemes, kinds, index)
            index += 1

    def _particle(
        self, offset: int, morphemes: Sequence[Morpheme], kinds: Sequence[Sequence[str]], index: int
    ) -> None:
        morpheme, kind = morphemes[index], kinds[index]
        if kind[1] == "接続助詞":
            self.breaks.append(offset + morpheme.end())
        elif index and kinds[index - 1][0] in (*_NOUNS, *(("助詞",) if kind[1] == "係助詞" else ())):
            self.arguments.append((offset + morpheme.begin(), morpheme.surface()))

    def _copula(self, offset: int, morphemes: Sequence[Morpheme], index: int) -> None:
        """名詞 + だった, でした; not 二つ返事だった, which tells of one answer."""
        if morphemes[index].normalized_form() in _ANSWERS:
            return
        after = morphemes[index + 1 : index + 3]
        if len(after) == 2 and after[0].normalized_form() in ("だ", "です") and after[1].surface() == "た":
            start, end = offset + morphemes[index].begin(), offset + after[1].end()
            self.predicates.append(Predicate(start, end, "だ", past=True, was=True))

    def _verb(
        self, offset: int, morphemes: Sequence[Morpheme], kinds: Sequence[Sequence[str]], index: int
    ) -> int:
        chain = _Chain(morphemes[index], kinds[index])
        if index and morphemes[index - 1].surface() in _STARTERS:
            chain.start, chain.hardly = morphemes[index - 1].begin(), True
        position = index + 1
        while position < len(morphemes):
            step = chain.takes(morphemes, kinds, position)
            if not step:
                break
            position += step
        predicate = chain.predicate(offset, morphemes[position - 1].end())
        self.predicates.append(predicate)
        return position


class _Chain:
    """One verb, taking its endings one by one."""

    def __init__(self, verb: Morpheme, kind: Sequence[str]) -> None:
        self.start = verb.begin()
        self.lemma = verb.normalized_form()
        form = verb.dictionary_form()
        self.able = self.lemma == "出来る" or (
            kind[4].startswith("下一段") and form[-2:-1] in _E_ROW and self.lemma[-2:] != form[-2:]
        )
        self.commanding = kind[5].startswith(("命令形", "仮定形")) and kind[4].startswith("五段")
        self.negation = -1
        if _swallows_not(verb, kind):
            self._deny(verb.end() - 1)
        self.able |= self._negated and form[-2:-1] in _E_ROW and kind[4].startswith("下一段")
        self.wished = kind[5].startswith("意志推量形")
        self.past = self.going = self.hardly = self.passive = self.became = self.unfit = False

    def _deny(self, position: int) -> None:
        if self.negation < 0:
            self.negation = position

    @property
    def _negated(self) -> bool:
        return self.negation >= 0

    def takes(self, morphemes: Sequence[Morpheme], kinds: Sequence[Sequence[str]], position: int) -> int:
        """How many morphemes from `position` belong to the verb; 0 when it is over."""
        morpheme, kind = morphemes[position], kinds[position]
        normal = morpheme.normalized_form()
        if kind[0] == "助動詞":
            return self._auxiliary(morpheme, kind, normal)
        if self.commanding and morpheme.surface() in ("ん", "へん", "ねえ", "ね"):
            self.able = True
            self._deny(morpheme.begin())
            return 1
        if (
            kind[0] == "形容詞"
            and normal == "無い"
            and (self.wished or morphemes[position - 1].surface() in "はも")
        ):
            self._deny(morpheme.begin())
            return 1
        if kind[1] == "接続助詞" and morpheme.surface() in ("て", "で", "ちゃ", "じゃ"):
            return self._after_te(morphemes, kinds, position)
        if kind[0] == "動詞" and normal in _LINKED and not self.past:
            return self._linked(morpheme, kind, normal)
        if (
            kind[1] == "係助詞"
            and position + 1 < len(kinds)
            and kinds[position + 1][0] in ("形容詞", "助動詞")
        ):
            return 1 if morphemes[position + 1].normalized_form() in _NOT else 0
        return 0

    def _auxiliary(self, morpheme: Morpheme, kind: Sequence[str], normal: str) -> int:
        if normal in ("だ", "です", "らしい", "みたい", "じゃ", "や"):
            return 0
        if normal in _NOT:
            self._deny(morpheme.begin())
        elif normal in ("たい", "たがる"):
            self.wished = True
        elif normal == "た":
            self.past = True
        elif normal in _ABLE:
            self.passive = True
        elif normal in _GOES_ON:
            self.going = True
        if _swallows_not(morpheme, kind):
            self._deny(morpheme.end() - 1)
            self.able |= morpheme.dictionary_form()[-2:-1] in _E_ROW
        return 1

    def _after_te(self, morphemes: Sequence[Morpheme], kinds: Sequence[Sequence[str]], position: int) -> int:
        step = 1
        if position + 1 < len(morphemes) and morphemes[position + 1].surface() in ("は", "も"):
            step = 2
        if position + step >= len(morphemes) or kinds[position + step][0] != "動詞":
            return 0
        helper, kind = morphemes[position + step], kinds[position + step]
        normal = helper.normalized_form()
        if normal in _GOES_ON:
            self.going = True
        elif normal not in _HELPERS:
            return 0
        form = helper.dictionary_form()
        self.able |= kind[4].startswith("下一段") and normal[-2:] != form[-2:] and form[-2:-1] in _E_ROW
        if _swallows_not(helper, kind):
            self._deny(helper.end() - 1)
        return step + 1

    def _linked(self, morpheme: Morpheme, kind: Sequence[str], normal: str) -> int:
        if normal in ("切る", "得る"):
            self.hardly = True
        if normal == "兼ねる":
            self.unfit = True
        if normal == "成る":
            self.became = True
        if _swallows_not(morpheme, kind):
            self._deny(morpheme.end() - 1)
        return 1

    def predicate(self, offset: int, end: int) -> Predicate:
        found = Predicate(offset + self.start, offset + end, self.lemma, past=self.past)
        found.meaning = self._meaning()
        found.negation = offset + self.negation if self._negated else -1
        found.was = self.past and self.going and not (self._negated or self.wished)
        found.stopped = self.going and self._negated and not self.able and not self.passive
        return found

    def _meaning(self) -> str | None:
        if self.wished:
            return WILL_NOT if self._negated else WANT
        if self.unfit:
            return None if self._negated else CANNOT  # 話しかねる, but 転びかねない
        able = self.able or self.passive or self.hardly
        if not self._negated:
            return WANT if self.able and not self.past else None
        if able or self.lemma in _verbs("unable"):
            return CANNOT
        if self.became:
            return USED_TO
        if self.going or self.lemma in _verbs("stative"):
            return None
        return WILL_NOT


def _swallows_not(morpheme: Morpheme, kind: Sequence[str]) -> bool:
    """乗られん, 立っとれん: Sudachi gives れん as a form of れる; the ん is a negation."""
    return "撥音便" in kind[5] and not kind[5].startswith("連用") and morpheme.surface().endswith("ん")


@cache
def _verbs(meaning: str) -> frozenset[str]:
    """Lemmas in Sudachi's normal form."""
    return frozenset(markers("verb", meaning))
