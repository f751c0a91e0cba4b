"""What the bench sets beside each other answers the same question."""

from __future__ import annotations

import numpy as np

from bench.geo.accessibility import Size, by_access, with_pairs, without_pairs

TINY = Size(20, 40, 6, "walk", 1, 1)


def test_ours_and_the_peer_have_the_same_scores_where_the_peer_has_any() -> None:
    kept, unkept, peer = with_pairs(TINY)(), without_pairs(TINY)(), by_access(TINY)()
    reached = np.isfinite(peer)
    assert 0 < reached.sum() < len(peer)
    np.testing.assert_allclose(kept[reached], peer[reached], rtol=1e-9)
    assert (kept[~reached] == 0.0).all()
    np.testing.assert_allclose(unkept, kept, rtol=1e-9)
