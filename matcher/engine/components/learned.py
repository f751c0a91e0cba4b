"""Components that judged people taught (matcher.engine.learned), one per group of the person's facets."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import numpy.typing as npt

from matcher.engine.context import Context
from matcher.engine.learned.model import learned
from matcher.engine.learned.need_facets import PERSON, RECEPTION, WISH
from matcher.engine.learned.place_facets import spoken_table

FloatArray = npt.NDArray[np.float64]


def _component(group: str) -> Callable[[Context], FloatArray]:
    def value(context: Context) -> FloatArray:
        model = learned()
        columns, by_prefix = context.asking.leanings[group]
        # einsum without optimisation: the same sum on every machine.
        raw = np.einsum("ij,j->i", context.column_facets, columns)
        raw += context.spoken.dot(spoken_table(by_prefix))
        return np.asarray(np.clip(0.5 + raw / (2.0 * model.reach), 0.0, 1.0))

    value.__doc__ = (
        f"How well a worker would say the place goes with the person's {group} facets; 0.5 unknown."
    )
    return value


person = _component(PERSON)
wish = _component(WISH)
reception = _component(RECEPTION)
