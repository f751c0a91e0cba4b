"""needs.jsonl: what can be used is read, and what cannot is named with file, line and remedy."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from matcher.collection import read_needs, read_people
from matcher.engine.need import Availability
from matcher.judgements import read_judgements
from resources.errors import BadInput, NotFound

GOOD = {"id": "N1", "age": 40, "gender": "男性", "text": "文", "structured": None}


def with_form(**form: object) -> dict[str, object]:
    return GOOD | {"structured": form}


def needs_file(folder: Path, *lines: str) -> Path:
    file = folder / "needs.jsonl"
    file.write_text("\n".join(lines), encoding="utf-8")
    return file


def test_a_form_becomes_codes_minutes_and_numbers(tmp_path: Path) -> None:
    form = {
        "aims": ["居場所"],
        "stage": "つながる",
        "travel": {"mode": "自転車", "max_minutes": 30},
        "available": [{"day": "月", "from": "9:30", "to": "24:00"}],
        "max_fee": 0,
        "group": "少人数",
        "accessibility": ["車いす可", "見たことのない設備"],
        "holds": [],
    }
    (need,) = read_needs(needs_file(tmp_path, json.dumps(with_form(**form), ensure_ascii=False)))
    assert need.gender == "male"
    assert need.structured is not None
    assert need.structured.stage == "connect"
    assert (need.structured.travel_mode, need.structured.max_minutes) == ("bicycle", 30.0)
    assert need.structured.available == (Availability("mon", 570, 1440),)
    assert need.structured.max_fee == 0
    assert need.structured.accessibility == ("wheelchair", "見たことのない設備")
    assert need.structured.holds == ()


def test_missing_and_null_fields_are_not_known(tmp_path: Path) -> None:
    first, second = read_needs(
        needs_file(tmp_path, '{"id":"A","structured":{}}', "", '{"id":"B","age":null,"structured":null}')
    )
    assert first.structured is not None
    assert first.structured.holds is None
    assert first.structured.max_fee is None
    assert (second.age, second.lat, second.structured) == (None, None, None)


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("{だめ", "JSON として読めません"),
        ('{"id": "N2", "lat": NaN}', "JSON として読めません"),
        ("[1, 2]", "{ } ではありません"),
        (json.dumps({"text": "文"}), "id がありません"),
        (json.dumps(GOOD | {"id": " "}), "id がありません"),
        (json.dumps(GOOD), "id「N1」が二度あります"),
        (json.dumps(GOOD | {"id": 7}), "id が文字ではありません"),
        (json.dumps(GOOD | {"id": "N2", "age": "四十"}), "age が整数ではありません"),
        (json.dumps(GOOD | {"id": "N2", "age": True}), "age が整数ではありません"),
        (json.dumps(GOOD | {"id": "N2", "age": 300}), "age が範囲の外です"),
        (json.dumps(GOOD | {"id": "N2", "text": ["文"]}), "text が文字ではありません"),
        (json.dumps(GOOD | {"id": "N2", "lat": 135.9, "lon": 35.0}), "lat が日本の外です"),
        (json.dumps(GOOD | {"id": "N2", "structured": "form"}), "structured が { } ではありません"),
        (json.dumps(with_form(aims="居場所") | {"id": "N2"}), "structured.aims が文字の並びではありません"),
        (json.dumps(with_form(max_fee=1.5) | {"id": "N2"}), "structured.max_fee が整数ではありません"),
        (
            json.dumps(with_form(travel={"mode": "徒歩", "max_minutes": -1}) | {"id": "N2"}),
            "structured.travel.max_minutes が小さすぎます",
        ),
        (
            json.dumps(with_form(available=[{"day": "祝", "from": "9:00", "to": "10:00"}]) | {"id": "N2"}),
            "structured.available.day の「祝」は曜日ではありません",
        ),
        (
            json.dumps(with_form(available=[{"day": "月", "from": "10:00", "to": "10:00"}]) | {"id": "N2"}),
            "structured.available.from が to より後",
        ),
        (
            json.dumps(with_form(available=[{"day": "月", "from": "25:00", "to": "26:00"}]) | {"id": "N2"}),
            "「25:00」は時刻ではありません",
        ),
        (json.dumps(with_form(available=[3]) | {"id": "N2"}), "structured.available が { } ではありません"),
        (f'{{"id": "N2", "lat": {"9" * 400}}}', "lat が大きすぎます"),
        (f'{{"id": "N2", "lon": -{"9" * 400}}}', "lon が小さすぎます"),
        ('{"id": "N2", "lat": 1e999}', "lat が大きすぎます"),
        (f'{{"id": "N2", "age": {"9" * 400}}}', "age が範囲の外です"),
        (f'{{"id": "N2", "structured": {{"max_fee": {"9" * 400}}}}}', "structured.max_fee が範囲の外です"),
        (
            f'{{"id": "N2", "structured": {{"travel": {{"max_minutes": {"9" * 400}}}}}}}',
            "structured.travel.max_minutes が大きすぎます",
        ),
        (f'{{"id": "N2", "age": {"9" * 5000}}}', "JSON として読めません"),
        ('{"id": "N2", "text": ' + "[" * 100_000 + "]" * 100_000 + "}", "JSON として読めません"),
        (r'{"id": "N\ud800"}', "id に壊れた文字があります"),
        (r'{"id": "N2", "text": "\udc00文"}', "text に壊れた文字があります"),
        (
            r'{"id": "N2", "structured": {"interests": ["\ud83d"]}}',
            "structured.interests に壊れた文字があります",
        ),
        (r'{"id": "N\n2"}', "id に改行などの制御文字があります"),
        (
            json.dumps(
                with_form(available=[{"day": "月\n火", "from": "9:00", "to": "10:00"}]) | {"id": "N2"}
            ),
            "structured.available.day の「月 火」は曜日ではありません",
        ),
        (
            json.dumps(with_form(holds=["手帳", 3]) | {"id": "N2"}),
            "structured.holds が文字の並びではありません",
        ),
    ],
)
def test_a_line_that_cannot_be_used_is_named_with_file_line_and_remedy(
    tmp_path: Path, line: str, words: str
) -> None:
    file = needs_file(tmp_path, json.dumps(GOOD), line)
    with pytest.raises(BadInput) as refused:
        list(read_needs(file))
    message = refused.value.message
    assert words in message
    assert "needs.jsonl 2行目" in message
    assert "対処: " in message
    assert "\n" not in message
    assert "135.9" not in message  # a position must not end in a log


@pytest.mark.parametrize(
    ("content", "words"),
    [(b"", "空です"), ("文字".encode("cp932"), "UTF-8 ではありません"), (b" \n\n", "空です")],
)
def test_a_file_that_cannot_be_read_at_all_is_refused(tmp_path: Path, content: bytes, words: str) -> None:
    (tmp_path / "needs.jsonl").write_bytes(content)
    with pytest.raises(BadInput, match=words):
        read_people(tmp_path)


def test_a_missing_folder_and_a_missing_file_are_refused(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match="フォルダー"):
        read_people(tmp_path / "nowhere")
    with pytest.raises(BadInput, match="ファイルがありません"):
        read_people(tmp_path)


def test_districts_are_named_where_their_file_exists(small_city: Path, tmp_path: Path) -> None:
    assert read_people(small_city).district_names["T1"] == "中央学区"
    needs_file(tmp_path, json.dumps(GOOD))
    assert read_people(tmp_path).district_names == {}
    (tmp_path / "districts.csv").write_text("学区\nT1\n", encoding="utf-8")
    with pytest.raises(BadInput, match="district_id"):
        read_people(tmp_path)


def test_an_unknown_person_is_not_found(small_city: Path) -> None:
    with pytest.raises(NotFound, match="S99"):
        read_people(small_city).need("S99")


def test_a_folder_a_loop_and_a_field_without_end_are_refused_like_any_other_input(tmp_path: Path) -> None:
    (tmp_path / "needs.jsonl").mkdir()
    with pytest.raises(BadInput, match=r"needs\.jsonl: ファイルとして読めません。 対処: "):
        read_people(tmp_path)
    (tmp_path / "needs.jsonl").rmdir()
    (tmp_path / "needs.jsonl").symlink_to(tmp_path / "needs.jsonl")
    with pytest.raises(BadInput, match="ファイルとして読めません"):
        read_people(tmp_path)
    (tmp_path / "needs.jsonl").unlink()
    needs_file(tmp_path, json.dumps(GOOD))
    (tmp_path / "districts.csv").write_text(f"district_id,name\nT1,{'長' * 200_000}\n", encoding="utf-8")
    with pytest.raises(BadInput, match=r"districts\.csv 2行目: CSV として読めません。 対処: "):
        read_people(tmp_path)


@pytest.mark.parametrize("name", ["qrels.txt", "forbidden.tsv", "unmet.txt"])
def test_judgement_files_that_are_no_files_are_refused(tmp_path: Path, name: str) -> None:
    (tmp_path / "qrels.txt").write_text("N1 0 P1 3\n", encoding="utf-8")
    assert read_judgements(tmp_path).grades == {"N1": {"P1": 3}}
    (tmp_path / name).unlink(missing_ok=True)
    (tmp_path / name).mkdir()
    with pytest.raises(BadInput, match=f"{name}: ファイルとして読めません"):
        read_judgements(tmp_path)


def test_a_district_without_a_name_has_an_empty_one(tmp_path: Path) -> None:
    needs_file(tmp_path, json.dumps(GOOD))
    (tmp_path / "districts.csv").write_text("district_id,name\nT1\n", encoding="utf-8")
    assert read_people(tmp_path).district_names == {"T1": ""}
