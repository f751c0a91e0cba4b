"""Rows of 公共施設一覧 (old 24 and new 56 columns) and of lists that are near to it, to records."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from resources.folding import fold_text
from resources.importing.cells import is_dash, without_mark
from resources.importing.findings import FindingLog, quoted
from resources.importing.hours import facility_schedule
from resources.importing.kinds import WITHOUT_CATEGORY, kind_of_category, kind_of_list, standing_of
from resources.importing.numbers import whole_number
from resources.importing.places import read_place
from resources.importing.table import Table, TableRow
from resources.records import ResourceRecord

_YES = frozenset({"有", "有り", "あり", "1", "true", "○", "〇", "可"})
_FLAGS = (("has_wheelchair", "wheelchair"), ("has_toilet", "multipurpose_toilet"), ("has_writing", "writing"))
_BARRIER_WORDS = (
    ("車椅子", "wheelchair"),
    ("車いす", "wheelchair"),
    ("多目的トイレ", "multipurpose_toilet"),
    ("多機能トイレ", "multipurpose_toilet"),
    ("バリアフリートイレ", "multipurpose_toilet"),
    ("エレベータ", "elevator"),
    ("筆談", "writing"),
)
_NEGATIONS = ("なし", "無", "不可", "ない", "ありません")
_KIND_CHARACTERS = 60
_KEPT = ("keep", "code_other", "town_id", "location_code", "barrier_free")


@dataclass(frozen=True, slots=True)
class ListContext:
    """What is known of a list as a whole: the kind that it is about, if any."""

    kind: str | None


def context_of(table: Table, path: Path) -> ListContext:
    """The kind of the list from its headers, its file name and the folder it lies in."""
    return ListContext(kind_of_list(table.header.columns.headers, (path.stem, path.resolve().parent.name)))


def read_row(row: TableRow, log: FindingLog, context: ListContext) -> ResourceRecord | None:
    """The record of one row, or None when it has no name."""
    name = row.text("name")
    if not without_mark(name):
        log.refuse(row.number, row.header("name"), "名称がありません。", "名称を書いてください。")
        return None
    place = read_place(row, log)
    kind = _kind(row, log, context)
    return ResourceRecord(
        key="",
        name=name,
        kind=kind,
        name_kana=row.text("name_kana"),
        standing=standing_of(kind),
        operator=_value(row, "operator"),
        summary=_value(row, "summary"),
        audience=_value(row, "audience"),
        address=place.address,
        lat=place.lat,
        lon=place.lon,
        municipality_code=place.municipality_code,
        delivery=("on_site",),
        schedule=facility_schedule(row, log),
        capacity=_capacity(row, log),
        accessibility=_accessibility(row),
        phone=_value(row, "phone"),
        url=_value(row, "url"),
        remarks=row.text("remarks"),
        extra=row.kept((*_KEPT, "category")),
    )


def _value(row: TableRow, field: str) -> str:
    text = row.text(field)
    return "" if is_dash(text) else text


def _kind(row: TableRow, log: FindingLog, context: ListContext) -> str:
    categories = row.texts("category")
    for text in categories:
        if code := kind_of_category(text):
            return code
    if categories and context.kind is None:
        what = f"種別{quoted(categories[0])}は知らない語です。"
        log.doubt(
            row.number, row.header("category"), what, "種別を画面で選んでください。参考施設として扱います。"
        )
        return categories[0][:_KIND_CHARACTERS]  # the whole of it is in the extra columns
    if code := kind_of_category(row.text("remarks")):
        return code
    if categories:
        what = f"種別{quoted(categories[0])}は知らない語です。"
        log.doubt(
            row.number, row.header("category"), what, "一覧の題名から種別を決めました。確かめてください。"
        )
    return context.kind or WITHOUT_CATEGORY


def _capacity(row: TableRow, log: FindingLog) -> int | None:
    text = _value(row, "capacity")
    number = whole_number(text)
    if text and not number:
        what = f"定員{quoted(text)}を人数として読めません。"
        log.doubt(
            row.number, row.header("capacity"), what, "定員なしとして扱いました。人数を確かめてください。"
        )
    return number or None


def _accessibility(row: TableRow) -> tuple[str, ...]:
    """What is stated to be there. Nothing is concluded from silence or from a sentence that negates."""
    found = [code for field, code in _FLAGS if fold_text(row.text(field)) in _YES]
    sentence = fold_text(row.text("barrier_free"))
    if not any(negation in sentence for negation in _NEGATIONS):
        found += [code for word, code in _BARRIER_WORDS if word in sentence]
    return tuple(dict.fromkeys(found))
