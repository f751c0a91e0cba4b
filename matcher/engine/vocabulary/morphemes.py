"""Words of a folded text as SudachiPy (core, mode C) cuts them: where they stand and what they are normally.

Particles and the auxiliaries of tense and politeness are left out, so that パンを焼く and パンも焼いた are the same
sequence. Auxiliaries that change what is said (negation, wish, passive, causative) stay, as words of their own.
"""

from __future__ import annotations

import threading
from collections.abc import Iterator, Sequence
from functools import cache
from importlib.metadata import version

from sudachipy import (  # type: ignore[import-untyped]
    Dictionary,
    Morpheme,
    MorphemeList,
    SplitMode,
    Tokenizer,
)

# Sudachi refuses more than 49,149 bytes at once; a character has at most four.
_MOST_CHARACTERS = 12_000
_SENTENCE_ENDS = "。\n!?"

NEGATION, WISH, PASSIVE, CAUSATIVE, BREAK = "=not", "=wish", "=passive", "=causative", "=break"
MODIFIERS = frozenset((NEGATION, WISH, PASSIVE, CAUSATIVE))

_AUXILIARIES = {
    "ない": NEGATION,
    "ず": NEGATION,
    "へん": NEGATION,
    "まい": NEGATION,
    "たい": WISH,
    "れる": PASSIVE,
    "られる": PASSIVE,
    "せる": CAUSATIVE,
    "させる": CAUSATIVE,
}
_CONTENT = {
    "名詞": "n",
    "代名詞": "n",
    "接頭辞": "n",
    "接尾辞": "n",
    "形状詞": "n",
    "動詞": "v",
    "形容詞": "a",
    "副詞": "d",
    "連体詞": "d",
    "接続詞": "d",
    "感動詞": "d",
}


Word = tuple[int, int, str]
"""[start, end) in the text, and the normal form with its kind or one of the marks above."""


Pieces = Sequence[tuple[int, MorphemeList]]
"""(offset, morphemes) of a text or of the pieces of a long one."""


class _Local(threading.local):
    tokenizer: Tokenizer | None = None


_local = _Local()


def dictionary_version() -> str:
    """Version of the installed dictionary: another one cuts words differently."""
    return version("sudachidict_core")


@cache
def _dictionary() -> Dictionary:
    return Dictionary(dict="core")


def _tokenizer() -> Tokenizer:
    """One tokenizer per thread, one dictionary for all."""
    tokenizer = _local.tokenizer
    if tokenizer is None:
        tokenizer = _local.tokenizer = _dictionary().tokenizer(mode=SplitMode.C)
    return tokenizer


def cut(folded: str) -> Pieces:
    """The text as Sudachi cuts it, in pieces where it is too long for Sudachi."""
    if len(folded) <= _MOST_CHARACTERS:
        return ((0, _tokenizer().tokenize(folded)),)
    return tuple((start, _tokenizer().tokenize(folded[start:end])) for start, end in pieces(folded))


def pieces(folded: str) -> Iterator[tuple[int, int]]:
    """Stretches of at most 12,000 characters that end with a sentence where one ends."""
    start = 0
    while start < len(folded):
        end = min(start + _MOST_CHARACTERS, len(folded))
        if end < len(folded):
            last = max(folded.rfind(mark, start, end) for mark in _SENTENCE_ENDS)
            end = last + 1 if last > start else end
        yield start, end
        start = end


def words(text: Pieces) -> list[Word]:
    """The words of a cut text, from left to right; punctuation is a `BREAK`."""
    return [word for offset, morphemes in text for word in _piece_words(offset, morphemes)]


def particle_places(text: Pieces) -> frozenset[int]:
    """Where a particle of one character stands."""
    kinds = _kinds()
    return frozenset(
        offset + morpheme.begin()
        for offset, morphemes in text
        for morpheme in morphemes
        if kinds[morpheme.part_of_speech_id()] in _DROPPED and morpheme.end() - morpheme.begin() == 1
    )


def _piece_words(offset: int, morphemes: MorphemeList) -> list[Word]:
    found: list[Word] = []
    kinds = _kinds()
    after_te = False
    for morpheme in morphemes:
        kind = kinds[morpheme.part_of_speech_id()]
        if kind in _DROPPED:
            after_te = kind == _TE
            continue
        if kind == _AUXILIARY:
            key = _AUXILIARIES.get(morpheme.normalized_form(), "")
        elif kind == BREAK:
            key = BREAK
        else:
            normal = morpheme.normalized_form()
            key = "" if after_te and normal in _PROGRESSIVE else normal + kind
        after_te = False
        if key:
            found.append((offset + morpheme.begin(), offset + morpheme.end(), key))
    return found


_PARTICLE, _TE, _AUXILIARY = "=particle", "=te", "=auxiliary"
_DROPPED = frozenset((_PARTICLE, _TE))
_PROGRESSIVE = frozenset(("居る", "おる"))  # している says the same as する


@cache
def _kinds() -> tuple[str, ...]:
    """What every part of speech of the dictionary is, by its number."""
    return tuple(map(_kind, parts_of_speech()))


@cache
def parts_of_speech() -> tuple[tuple[str, ...], ...]:
    """Every part of speech of the dictionary, by its number: kind, three finer kinds, inflection, form."""
    return tuple(map(tuple, _dictionary().pos_matcher(lambda _: True)))


def _kind(part_of_speech: Sequence[str]) -> str:
    first, second = part_of_speech[0], part_of_speech[1]
    if first == "助詞":
        return _TE if second == "接続助詞" else _PARTICLE
    if first == "助動詞":
        return _AUXILIARY
    return _CONTENT.get(first, BREAK)


def sequence(surface: str) -> tuple[str, ...]:
    """The keys of a folded surface that may be compared with a text; () where the surface is no whole phrase.

    A surface that stops inside a word or a form ("学校に行け", "部屋から出て") is compared by its letters only, and so
    is a single word of one character or a short verb in kana, whose normal form many other words share.
    """
    text = cut(surface)
    morphemes = [morpheme for _, piece in text for morpheme in piece]
    if not morphemes or not _is_whole(morphemes[-1]):
        return ()
    keys = tuple(key for _start, _end, key in words(text))
    if BREAK in keys or not any(key[0] != "=" for key in keys):
        return ()
    if len(keys) == 1 and (len(surface) < 2 or (keys[0][-1] != "n" and _is_kana(surface))):
        return ()
    return keys


def _is_whole(last: Morpheme) -> bool:
    part_of_speech = last.part_of_speech()
    if part_of_speech[0] in ("動詞", "形容詞", "助動詞"):
        return str(part_of_speech[5]).startswith(("終止形", "連体形"))
    return part_of_speech[0] in ("名詞", "形状詞", "接尾辞", "副詞", "代名詞")


def _is_kana(surface: str) -> bool:
    return all("ぁ" <= character <= "ん" or character == "ー" for character in surface)
