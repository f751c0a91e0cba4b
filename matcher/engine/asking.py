"""What depends on one person and the catalogue but on no rows: worked out once for a need.

Kept no longer than the need is asked about.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, TypeVar

import numpy as np
import numpy.typing as npt

from matcher.engine.catalogue import Catalogue
from matcher.engine.learned.model import Leaning, learned
from matcher.engine.learned.need_facets import GROUPS, need_facets
from matcher.engine.need import Need
from matcher.engine.profile import NeedProfile
from matcher.engine.text_index import Known
from matcher.engine.vocabulary import vocabulary

FloatArray = npt.NDArray[np.float64]
Value = TypeVar("Value")


@dataclass(frozen=True)
class Asking:
    """One person who asks one catalogue."""

    need: Need
    profile: NeedProfile
    catalogue: Catalogue
    _kept: dict[str, Any] = field(default_factory=dict, repr=False, compare=False)

    def once(self, name: str, make: Callable[[], Value]) -> Value:
        """What `make` gives, asked only the first time under this name."""
        if name not in self._kept:
            self._kept[name] = make()
        kept: Value = self._kept[name]
        return kept

    def known(self, words: str) -> Known:
        """The bigrams of words as the text index knows them."""
        return self.once(f"bigrams of {words}", lambda: self.catalogue.text.known(words))

    @cached_property
    def implied(self) -> Mapping[str, Mapping[str, float]]:
        """Facet → concepts that follow from the person's own, with their weights."""
        concepts = vocabulary().concepts
        by_facet: defaultdict[str, dict[str, float]] = defaultdict(dict)
        for code, weight in self.profile.implied.items():
            by_facet[concepts[code].facet][code] = weight
        return by_facet

    @cached_property
    def facets(self) -> dict[str, float]:
        """The person as the learned part sees her: facet → value (learned.need_facets)."""
        return need_facets(self.need, self.profile)

    @cached_property
    def leanings(self) -> Mapping[str, Leaning]:
        """What each group of facets makes of places."""
        model = learned()
        return {group: model.leaning(self.facets, group) for group in GROUPS}

    def leaning(self, weights: Mapping[str, float]) -> Leaning:
        """The weighted sum of the groups' leanings."""
        groups = [(weight, self.leanings[group]) for group, weight in weights.items()]
        return Leaning(
            _sum([weight * leaning.columns for weight, leaning in groups]),
            {
                prefix: _sum([weight * leaning.spoken[prefix] for weight, leaning in groups])
                for prefix in self.leanings[GROUPS[0]].spoken
            },
        )


def _sum(parts: list[FloatArray]) -> FloatArray:
    return np.asarray(np.sum(parts, axis=0))
