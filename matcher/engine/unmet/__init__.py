"""When to say that nothing in the catalogue serves a person, and why.

A gap is something of the person that no place open to her answers (`gaps`). The likelihood (`likelihood`) weighs the
gaps together with what the note says itself: that the person searched in vain, wishes for this alone, has tried what
is usually offered (`signs`), and with how well the first five places that could be offered fit (`first_five`). The
reason is what stands between the person and the places that would answer the gap (`standing_between`); without a gap
it is that the list has no such place.

`first_five` is the only part that looks at scores, and at those of the components that come from tables alone: what
was learned knows the judged people that these weights are fitted on.
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
