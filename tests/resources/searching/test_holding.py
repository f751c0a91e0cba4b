"""Asking for many spellings at once answers as asking for each of them."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from resources.searching.holding import as_one, holds_any

WORDS = st.text(alphabet="料理お茶ab.*+[]()|^$%_\\ ", min_size=1, max_size=4)


@given(
    text=st.text(alphabet="料理お茶ab.*+[]()|^$%_\\ ", max_size=30),
    words=st.lists(WORDS, min_size=1, max_size=8),
)
def test_a_text_holds_one_of_many_spellings_as_it_holds_any_of_them(text: str, words: list[str]) -> None:
    assert holds_any(text, as_one(words)) == any(word in text for word in words)


def test_an_empty_text_holds_nothing() -> None:
    assert not holds_any("", as_one(["料理"]))
    assert not holds_any(None, as_one(["料理"]))
