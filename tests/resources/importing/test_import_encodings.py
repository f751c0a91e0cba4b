"""The same table in every encoding gives the same records; a broken file says where it breaks."""

from __future__ import annotations

from pathlib import Path

import pytest

from resources.errors import BadInput
from resources.importing import ReadResult, read_resources
from resources.importing.decoding import decode

DATA = Path(__file__).parents[2] / "data" / "importing"
PLAIN = DATA / "collection.csv"


def _outcome(path: Path) -> ReadResult | str:
    try:
        return read_resources(path)
    except BadInput as refusal:
        return refusal.message


@pytest.mark.parametrize(
    ("name", "encoding"),
    [
        ("collection_double_bom.csv", "utf-8-sig"),
        ("collection_lost_mark.csv", "utf-8"),
        ("collection_utf16le.tsv", "utf-16-le"),
        ("collection_utf16le_without_mark.tsv", "utf-16-le"),
        ("collection_utf16be.csv", "utf-16-be"),
    ],
)
def test_the_same_table_in_another_encoding_gives_the_same_records(name: str, encoding: str) -> None:
    result = read_resources(DATA / name)
    assert result.encoding == encoding
    assert result.records == read_resources(PLAIN).records


def test_cp932_keeps_characters_that_shift_jis_lacks() -> None:
    result = read_resources(DATA / "collection_cp932.csv")
    assert result.encoding == "cp932"
    assert "髙橋" in result.records[1].name
    assert "①" in result.records[0].name
    assert result.records[1].remarks == "冬は～休み"


def test_a_question_mark_before_the_first_header_is_reported_and_not_part_of_it() -> None:
    notes = [f for f in read_resources(DATA / "collection_lost_mark.csv").findings if f.severity == "note"]
    assert [(note.row, note.column) for note in notes] == [(1, "?資源ID")]


def test_a_cp932_file_cut_inside_a_character_names_row_and_byte(tmp_path: Path) -> None:
    whole = (DATA / "collection_cp932.csv").read_bytes()
    cut = whole[: whole.rindex("髙".encode("cp932")) + 1]
    (tmp_path / "半分.csv").write_bytes(cut)
    with pytest.raises(BadInput) as refusal:
        read_resources(tmp_path / "半分.csv")
    assert "途中で切れています" in refusal.value.message
    assert f"{len(cut) - 1:,} バイト目" in refusal.value.message
    assert refusal.value.row == cut.count(b"\n") + 1
    assert refusal.value.file == "半分.csv"


def test_a_file_cut_at_any_byte_never_gives_fewer_rows_in_silence(tmp_path: Path) -> None:
    """Only a cut behind the last cell of a row, or inside that cell, cannot be seen."""
    whole = (DATA / "collection_cp932.csv").read_bytes()
    header_end = whole.index(b"\n")
    commas = whole[:header_end].count(b",")
    for length in range(header_end + 2, len(whole)):
        path = tmp_path / "cut.csv"
        path.write_bytes(whole[:length])
        outcome = _outcome(path)
        if isinstance(outcome, str):
            assert "\n" not in outcome
        else:
            assert outcome.rows >= 1
            assert whole[:length].count(b",") % commas == 0


def test_a_cut_utf8_file_is_not_taken_for_cp932() -> None:
    data = "名称,住所\nみどり館,緑台".encode()[:-1]
    with pytest.raises(BadInput, match="UTF-8"):
        decode(data, "x.csv")


def test_text_in_no_known_encoding_is_refused() -> None:
    with pytest.raises(BadInput, match="文字コードを判別できません"):
        decode(b"a,b\n\x81\x20,\xff\xff\n", "x.csv")


@pytest.mark.parametrize(
    "data",
    [
        b"a,b\n1,2\0\0\n",
        "名称,住所\nみどり館\0,緑台1\n".encode(),
        "名称,住所\nみどり館,緑\0台1\n".encode("cp932"),
        "\ufeff名称,住所\nみどり館,\0緑台1\n".encode(),
        "名称,住所\nみどり館,緑\0台1\n".encode("utf-16"),
    ],
)
def test_a_zero_byte_in_a_text_file_is_named_with_its_row(data: bytes) -> None:
    with pytest.raises(BadInput, match="NUL") as refusal:
        decode(data, "x.csv")
    assert refusal.value.row == 2
