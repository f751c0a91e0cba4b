"""How several signs of the same thing become one value."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
import numpy.typing as npt

from matcher.engine.answers import Sign
from matcher.engine.context import Context

FloatArray = npt.NDArray[np.float64]


def either(context: Context, signs: Iterable[Sign]) -> FloatArray:
    """1 − Π(1 − weight · sign), shape (len(context),): one sign is enough, more make it surer."""
    without = np.ones(len(context), dtype=np.float64)
    for sign in signs:
        shown = context.reads(sign.concept, sign.flag) if sign.concept else holds_words(sign.words, context)
        without *= 1.0 - sign.weight * shown
    return 1.0 - without


def holds_words(words: str, context: Context) -> FloatArray:
    """Words that the vocabulary does not know: how much of their bigrams' weight the place's text holds."""
    return np.minimum(1.5 * context.text_shares(words), 1.0)
