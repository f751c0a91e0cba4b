"""Small invented population files in every format, and ways to break them."""

from __future__ import annotations

from pathlib import Path

import pytest

from geo.errors import GeoError
from geo.population.reading import read_population_file

DATA = Path(__file__).resolve().parents[1] / "data"
FILES = DATA / "population"


def altered(tmp_path: Path, name: str, old: str, new: str, encoding: str = "cp932") -> Path:
    """A copy of a file with the first `old` replaced."""
    text = (FILES / name).read_text(encoding=encoding)
    assert old in text
    path = tmp_path / name
    path.write_text(text.replace(old, new, 1), encoding=encoding)
    return path


def refusal(path: Path) -> str:
    """What is said when the file is refused."""
    with pytest.raises(GeoError) as refused:
        read_population_file(path)
    return str(refused.value)
