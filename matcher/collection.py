"""Read the people of a collection folder: needs.jsonl and districts.csv.

Together with resources.csv and population_mesh.csv these are the only files that matching may open; the
judgement files are read by `matcher.judgements`, for `evaluate` alone.
"""

from __future__ import annotations

import csv
import io
import json
import os
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from matcher.collection_files import read_text
from matcher.engine.need import Need
from matcher.need_fields import NeedFields
from resources.errors import BadInput, NotFound

RESOURCES = "resources.csv"
NEEDS = "needs.jsonl"
DISTRICTS = "districts.csv"
FILES = (
    RESOURCES,
    NEEDS,
    DISTRICTS,
    "districts.geojson",
    "population_mesh.csv",
    "qrels.txt",
    "forbidden.tsv",
    "judged_forbidden.tsv",
    "extensions.tsv",
    "unmet.txt",
    "duplicates.csv",
)
"""Every file of a collection folder: none of them may be replaced by a result."""


@dataclass(frozen=True)
class People:
    """The needs of a collection in the order of the file, and the names of its districts by id."""

    needs: tuple[Need, ...]
    district_names: Mapping[str, str]

    def need(self, need_id: str) -> Need:
        """The need with this id. Raises NotFound."""
        for need in self.needs:
            if need.id == need_id:
                return need
        raise NotFound(f"{NEEDS} に「{need_id}」という人はいません。")


def read_people(folder: Path) -> People:
    """Read needs.jsonl and, where it exists, districts.csv. Raises BadInput with file, line and remedy."""
    if not os.path.isdir(folder):
        raise BadInput(
            "フォルダーがありません。", file=str(folder), remedy="--collection の場所を確かめてください。"
        )
    return People(tuple(read_needs(folder / NEEDS)), read_district_names(folder))


def read_district_names(folder: Path) -> dict[str, str]:
    """The names of the districts by id, from districts.csv; empty where there is none. Raises BadInput."""
    districts = folder / DISTRICTS
    return _district_names(districts) if os.path.lexists(districts) else {}


def resources_file(folder: Path) -> Path:
    """resources.csv of the folder. Raises BadInput when it is not there."""
    file = folder / RESOURCES
    if not os.path.isfile(file):
        raise BadInput(
            "ファイルがありません。", file=str(file), remedy="--collection の場所を確かめてください。"
        )
    return file


def read_needs(file: Path) -> Iterator[Need]:
    """Every need of a needs.jsonl, one JSON object per line; empty lines are skipped."""
    seen: set[str] = set()
    for row, line in enumerate(_text(file).split("\n"), start=1):
        if not line.strip():
            continue
        need = parse_need(_json_object(line, file, row), file=str(file), row=row)
        if need.id in seen:
            raise BadInput(
                f"id「{need.id}」が二度あります。",
                file=str(file),
                row=row,
                remedy="id を一人に一つにしてください。",
            )
        seen.add(need.id)
        yield need


def parse_need(data: Mapping[str, object], *, file: str, row: int) -> Need:
    """One need from a JSON object. Raises BadInput naming the field."""
    fields = NeedFields(data, file, row)
    return Need(
        id=fields.name("id"),
        text=fields.text("text"),
        age=fields.whole_number("age", low=0, high=130),
        gender=fields.code("gender", "gender"),
        district=fields.text("district") or None,
        lat=fields.coordinate("lat", low=20.0, high=46.0),
        lon=fields.coordinate("lon", low=122.0, high=154.0),
        structured=fields.structured(),
    )


def _json_object(line: str, file: Path, row: int) -> Mapping[str, object]:
    try:
        data = json.loads(line, parse_constant=_refuse_constant)
    except (ValueError, RecursionError) as error:  # Python gives up on deep nesting with the latter
        raise BadInput(
            "JSON として読めません。", file=str(file), row=row, remedy="1行に1人を {…} の形で書いてください。"
        ) from error
    if not isinstance(data, dict):
        raise BadInput(
            "JSON の { } ではありません。",
            file=str(file),
            row=row,
            remedy="1行に1人を {…} の形で書いてください。",
        )
    return data


def _refuse_constant(name: str) -> float:
    raise ValueError(name)  # NaN and Infinity are no JSON


def _text(file: Path) -> str:
    content = read_text(file, remedy_if_missing="--collection の場所を確かめてください。")
    if not content.strip():
        raise BadInput("ファイルが空です。", file=str(file), remedy="1行に1人を {…} の形で書いてください。")
    return content


def _district_names(file: Path) -> dict[str, str]:
    rows = csv.DictReader(io.StringIO(_text(file)))
    try:
        if "district_id" not in (rows.fieldnames or ()) or "name" not in (rows.fieldnames or ()):
            raise BadInput(
                "見出しに district_id と name がありません。",
                file=str(file),
                row=1,
                remedy="見出しの行を確かめてください。",
            )
        return {row["district_id"]: row["name"] or "" for row in rows if row["district_id"]}
    except csv.Error as error:
        raise BadInput(
            "CSV として読めません。",
            file=str(file),
            row=rows.line_num + 1,
            remedy="引用符の閉じ忘れと長すぎる項目がないか確かめてください。",
        ) from error
