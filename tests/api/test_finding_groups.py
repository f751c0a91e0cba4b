"""Equal doubts of many rows stand in one line, and no row is lost."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from api.web.finding_groups import grouped, rows_in_words
from resources.importing import Finding


@pytest.mark.parametrize(
    ("rows", "words"),
    [
        ((2,), "2行目"),
        ((2, 3, 4, 8), "2〜4、8行目（4行）"),
        ((2, 4, 6, 8, 10, 12, 14), "2、4、6、8、10、12…行目（7行）"),
    ],
)
def test_rows_are_said_as_ranges(rows: tuple[int, ...], words: str) -> None:
    assert rows_in_words(rows) == words


FINDINGS = st.builds(
    Finding,
    file=st.sampled_from(["a.csv", "b.csv"]),
    row=st.none() | st.integers(1, 9),
    column=st.sampled_from([None, "緯度"]),
    severity=st.sampled_from(["note", "doubtful"]),
    what=st.sampled_from(["x", "y"]),
    remedy=st.just(""),
)


@given(st.lists(FINDINGS))
def test_every_row_stays_with_its_words(findings: list[Finding]) -> None:
    groups = grouped(findings)
    said = {
        (g.first.file, g.first.column, g.first.severity, g.first.what, row) for g in groups for row in g.rows
    }
    assert said == {(f.file, f.column, f.severity, f.what, f.row) for f in findings if f.row is not None}
    assert len(groups) == len({(f.file, f.column, f.severity, f.what) for f in findings})
