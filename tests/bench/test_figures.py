"""docs/figures.md has several writers; none of them touches another's part."""

from __future__ import annotations

from pathlib import Path

from bench.figures import recorded_ratios, table, write_figures, write_part
from bench.measuring import Measured

SPEED = Measured("whole match", 1000, 2.0, 3.0, "a peer", 4.0, 5.0, 10.0)


def test_writing_one_part_leaves_the_others_and_the_text_around_them(tmp_path: Path) -> None:
    file = tmp_path / "figures.md"
    file.write_text("# Figures\n\nBefore.\n", encoding="utf-8")
    write_part("quality", ["quality-one"], file)
    write_figures([SPEED], file=file)
    write_part("quality", ["quality-two"], file)
    text = file.read_text(encoding="utf-8")
    assert text.startswith("# Figures\n\nBefore.\n")
    assert "quality-one" not in text
    assert (
        text.count("quality-two")
        == text.count("<!-- quality: begin -->")
        == text.count("<!-- bench: begin -->")
        == 1
    )
    assert "| whole match | 1000 |" in text
    write_figures([SPEED, SPEED], file=file)
    assert "quality-two" in file.read_text(encoding="utf-8")


def test_a_part_written_twice_is_the_part_written_once(tmp_path: Path) -> None:
    file = tmp_path / "docs" / "figures.md"
    write_part("quality", ["a", "b"], file)
    once = file.read_text(encoding="utf-8")
    write_part("quality", ["a", "b"], file)
    assert file.read_text(encoding="utf-8") == once


def test_ratios_are_read_from_the_speed_part_alone(tmp_path: Path) -> None:
    file = tmp_path / "figures.md"
    write_figures([SPEED], file=file)
    row = "| other | 10 | 1 | 1 | a peer | 1 | 1 | 99 | 1 |"
    write_part("quality", table([f"column {number}" for number in range(9)], [row]), file)
    assert recorded_ratios(file) == {("whole match", 1000, "a peer"): 2.0}
