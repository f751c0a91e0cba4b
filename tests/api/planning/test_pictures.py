"""A planner gets the same answer as a picture, from the command line too."""

from __future__ import annotations

import io
from pathlib import Path

import pypdf
import pytest

from api.cli.main import run_with
from api.planning.city import City, city_of_collection
from api.planning.gaps import gaps
from api.planning.pictures import gap_picture
from api.planning.question import question_from
from resources.errors import BadInput

SMALL = Path(__file__).resolve().parents[2] / "data" / "small_city"


@pytest.fixture(scope="module")
def city() -> City:
    return city_of_collection(SMALL)[0]


def test_the_picture_states_question_date_speed_and_source(city: City) -> None:
    content = gap_picture(city, gaps(city, question_from(kinds=["居場所"], age="15-39")), ".pdf")
    found = pypdf.PdfReader(io.BytesIO(content)).pages[0].extract_text()
    for text in ("居場所", "15〜39歳", f"{city.on.isoformat()} 時点", "時速4km", "出典: ", "中央学区"):
        assert text in found, text


def test_another_ending_is_refused_with_those_that_there_are(city: City) -> None:
    with pytest.raises(BadInput) as refused:
        gap_picture(city, gaps(city, question_from(kinds=["居場所"])), ".jpg")
    assert ".png" in (refused.value.remedy or "")


@pytest.mark.parametrize(
    ("suffix", "begins"), [("png", b"\x89PNG"), ("pdf", b"%PDF"), ("html", b"<!DOCTYPE html>")]
)
def test_the_command_writes_the_map_that_the_name_asks_for(
    tmp_path: Path, suffix: str, begins: bytes
) -> None:
    file = tmp_path / f"地図.{suffix}"
    asked = ["gap", "--collection", str(SMALL), "--kind", "居場所", "--map", str(file)]
    assert run_with(asked) == 0
    assert file.read_bytes().startswith(begins)
