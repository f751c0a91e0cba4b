"""What a place says of people in this person's situation whom it has taken in, in its own words."""

from __future__ import annotations

import re

from matcher.engine.explaining.pairing import Pairing
from matcher.engine.profile import concepts_of

_TAKEN_IN = re.compile("受け?入れ?の?実績")


def precedent(pairing: Pairing) -> str:
    """A whole sentence, or "" when the place states no 受入実績 for a situation of this person."""
    if not _TAKEN_IN.search("".join(pairing.record.considerations)):
        return ""
    own = {*concepts_of(pairing.person.situations), *pairing.person.situations_following}
    for concept, words in pairing.said.considerations.items():
        if concept in own and _TAKEN_IN.search(words):
            return f"この場所に「{words}」とあります。"
    return ""
