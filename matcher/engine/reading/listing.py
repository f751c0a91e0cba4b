"""Lists of a note: what is said of the last is said of all (カラオケ、体操は勘弁)."""

from __future__ import annotations

import re

from matcher.engine.reading.note_text import NoteText

_AND = re.compile(r"、|・|や|とか|と|も|か")


def last_of_list(note: NoteText, end: int) -> int:
    """The end of the list that the word begins: カラオケ、体操は勘弁 is said of both."""
    nouns = note.grammar.nouns
    position = end
    while separator := _AND.match(note.folded, position):
        following = separator.end()
        if following not in nouns:
            break
        while following in nouns:
            following = nouns[following]
        if note.folded[following : following + 1] not in tuple("はもがをにでとや、・な"):
            break
        position = following
    return position
