"""When to say that nothing in the catalogue serves a person, and why.

A gap is something of the person that no place open to her answers (`gaps`). Without a gap nobody is unmet. With one,
the likelihood (`likelihood`) weighs the gaps together with what the note says itself: that the person searched in
vain, wishes for this alone, has tried what is usually offered (`signs`). The reason is what stands between the person
and the places that would answer the gap (`standing_between`). Every part looks at the constraints and at what places
say, never at scores, so the answer does not depend on which places of a large catalogue were scored.
"""

from matcher.engine.unmet.answer import UnmetNeed, unmet_need, unmet_sentence
from matcher.engine.unmet.standing_between import (
    ALL_FULL,
    EXCLUDED_EVERYWHERE,
    NO_SUCH_THEME,
    OUT_OF_REACH,
)

__all__ = [
    "ALL_FULL",
    "EXCLUDED_EVERYWHERE",
    "NO_SUCH_THEME",
    "OUT_OF_REACH",
    "UnmetNeed",
    "unmet_need",
    "unmet_sentence",
]
