"""The figures of `evaluate`, on lists small enough to compute by hand."""

from __future__ import annotations

from math import log2
from pathlib import Path

import pytest

from matcher.evaluation import Ranked, figures, ndcg
from matcher.judgements import Judgements, read_judgements
from resources.errors import BadInput

JUDGED = Judgements(
    grades={"A": {"x": 3, "y": 2, "z": 0}, "B": {"x": 2}, "U": {"x": 1}},
    forbidden={("A", "z"): frozenset({"age"}), ("B", "w"): frozenset({"avoid"})},
    judged=frozenset({("B", "w", "avoid")}),
    extensions={"A": frozenset({"e1", "e2"})},
    unmet=frozenset({"U"}),
)


def test_ndcg_uses_two_to_the_grade_and_the_logarithm_of_the_rank() -> None:
    ideal = 7 / log2(2) + 3 / log2(3)
    assert ndcg(["y", "x"], JUDGED.grades["A"]) == pytest.approx((3 / log2(2) + 7 / log2(3)) / ideal)
    assert ndcg(["x", "y"], JUDGED.grades["A"]) == 1.0
    assert ndcg(["unlisted", "z"], JUDGED.grades["A"]) == 0.0


def test_what_comes_after_the_tenth_place_does_not_count() -> None:
    assert ndcg([str(number) for number in range(10)] + ["x"], JUDGED.grades["A"]) == 0.0


def test_means_are_taken_over_groups_and_without_unmet_needs() -> None:
    found = figures(
        [
            Ranked("A", True, ("x", "y"), ("e2", "q"), unmet=True),
            Ranked("B", False, ("w", "x")),
            Ranked("U", False, ("x",), unmet=True),
        ],
        JUDGED,
    )
    assert (found.all.needs, found.structured.needs, found.text.needs) == (2, 1, 1)
    assert found.structured.ndcg10 == 1.0
    assert found.text.ndcg10 == pytest.approx(1 / log2(3))
    assert found.all.ndcg10 == pytest.approx((1 + 1 / log2(3)) / 2)
    assert found.all.recall20 == 1.0
    assert found.all.hit3_at5 == 1.0
    assert found.text.hit3_at5 is None
    assert (found.forbidden_pairs, found.forbidden_share) == (1, pytest.approx(1 / 5))
    assert found.extension_recall == 0.5
    assert (found.unmet_found, found.unmet_missed, found.unmet_false_alarms) == (1, 0, 1)


def test_who_does_not_answer_a_question_has_no_figure_for_it() -> None:
    found = figures([Ranked("A", True, ("x",)), Ranked("U", False, ())], JUDGED)
    assert found.extension_recall is None
    assert (found.unmet_found, found.unmet_missed, found.unmet_false_alarms) == (None, None, None)
    assert figures([Ranked("A", True, (), (), unmet=False)], JUDGED).extension_recall == 0.0


def test_an_extension_below_the_tenth_place_is_not_found() -> None:
    negotiable = (*(f"n{number}" for number in range(10)), "e1")
    assert figures([Ranked("A", True, (), negotiable)], JUDGED).extension_recall == 0.0


def test_judgements_are_read_from_their_files(small_city: Path) -> None:
    judgements = read_judgements(small_city)
    assert judgements.grades["S1"] == {"P01": 3, "P18": 1}
    assert judgements.unmet == {"S7"}
    assert judgements.extensions["S3"] == {"P03"}
    assert ("S6", "P14") in judgements.forbidden
    assert ("S6", "P14") not in judgements.derived_forbidden()
    assert ("S1", "P02") in judgements.derived_forbidden()


def test_a_grade_that_is_none_is_refused_with_file_and_line(tmp_path: Path) -> None:
    (tmp_path / "qrels.txt").write_text("A 0 x 3\nA 0 y 5\n", encoding="utf-8")
    with pytest.raises(BadInput, match=r"qrels\.txt 2行目.*「5」"):
        read_judgements(tmp_path)
    (tmp_path / "qrels.txt").write_text("A 0 x\n", encoding="utf-8")
    with pytest.raises(BadInput, match="1行目"):
        read_judgements(tmp_path)
    (tmp_path / "qrels.txt").unlink()
    with pytest.raises(BadInput, match="ファイルがありません"):
        read_judgements(tmp_path)
