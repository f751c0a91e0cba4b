"""Rows of 公共施設一覧 (old 24 and new 56 columns) and of lists that are near to it, to records.

Near to it: 子育て施設, 医療機関, 介護サービス事業所, 教育機関 (with `care.py`, `education.py`), GeoJSON and 国土数値情報.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path

from resources.folding import fold_text
from resources.importing.cells import is_dash, split_list, without_mark
from resources.importing.findings import FindingLog, quoted
from resources.importing.hours import facility_schedule
from resources.importing.kinds import WITHOUT_CATEGORY, kind_of_category, kind_of_list, standing_of
from resources.importing.numbers import whole_number
from resources.importing.places import Place, read_place
from resources.importing.table import Table, TableRow
from resources.records import ResourceRecord

_YES = frozenset({"有", "有り", "あり", "1", "true", "○", "〇", "◯", "◎", "可", "はい", "yes"})
_NO = frozenset({"無", "無し", "なし", "0", "false", "×", "不可", "否", "いいえ", "no", "-", ""})
"""New 公共施設一覧: 有/無/empty in one edition, 1/0 or TRUE/FALSE in the next."""
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
_KEPT = (
    *("keep", "code_other", "town_id", "location_code", "barrier_free", "postal_code", "precision"),
    *("licensed_on", "temporary_care", "departments", "medical_code", "services", "office_id"),
    *("school_code", "school_type"),
)
_NORMAL_SCHOOL = ("", "1")
_ROUGH = {"5": "都道府県"}  # KSJ P14: 1 exact … 5 the prefecture only
_ABOUT = ("2", "3", "4")


@dataclass(frozen=True, slots=True)
class ListContext:
    """What is known of a list as a whole: the kind that it is about, if any."""

    kind: str | None


def context_of(table: Table, path: Path) -> ListContext:
    """The kind of the list from its headers, its file name and the folder it lies in, else from its format."""
    titles = (path.stem, path.resolve().parent.name)
    return ListContext(kind_of_list(table.header.columns.headers, titles) or table.header.format.kind)


def read_row(row: TableRow, log: FindingLog, context: ListContext) -> ResourceRecord | None:
    """The record of one row, or None when it has no name."""
    name = row.text("name")
    if not without_mark(name):
        log.refuse(row.number, row.header("name"), "名称がありません。", "名称を書いてください。")
        return None
    place = _checked(read_place(row, log), row, log)
    kind = _kind(row, log, context)
    return ResourceRecord(
        key="",
        name=name,
        kind=kind,
        name_kana=row.text("name_kana"),
        standing=standing_of(kind),
        operator=_value(row, "operator"),
        summary=_summary(row),
        audience=_value(row, "audience") or _value(row, "ages"),
        address=place.address,
        lat=place.lat,
        lon=place.lon,
        municipality_code=place.municipality_code,
        delivery=("on_site",),
        schedule=facility_schedule(row, log),
        capacity=_capacity(row, log),
        accessibility=_accessibility(row, log),
        fee_note=_value(row, "fee_note"),
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


def _accessibility(row: TableRow, log: FindingLog) -> tuple[str, ...]:
    """What is stated to be there. Nothing is concluded from silence or from a sentence that negates."""
    found = []
    for field, code in _FLAGS:
        answer = fold_text(row.text(field))
        if answer in _YES:
            found.append(code)
        elif answer not in _NO:
            what = f"有・無として読めません{quoted(row.text(field))}。"
            log.doubt(row.number, row.header(field), what, "書かれていないものとして扱いました。")
    sentence = fold_text(row.text("barrier_free"))
    if not any(negation in sentence for negation in _NEGATIONS):
        found += [code for word, code in _BARRIER_WORDS if word in sentence]
    return tuple(dict.fromkeys(found))


def _summary(row: TableRow) -> str:
    """説明, and what a clinic treats."""
    departments = "・".join(split_list(row.text("departments")))
    parts = (_value(row, "summary"), f"診療科目: {departments}" if departments else "")
    return "\n".join(part for part in parts if part)


def _checked(place: Place, row: TableRow, log: FindingLog) -> Place:
    """Doubts that only files of the map have: shapes that are no point, rough positions, closed schools."""
    shape, precision = row.text("shape_note"), row.text("precision")
    if shape:
        what = f"図形が日本の中の1つの点ではありません（{shape}）。"
        log.doubt(row.number, row.header("shape_note"), what, "位置を地図で確かめてください。")
    if row.text("school_closed") not in _NORMAL_SCHOOL:
        what = f"休校区分が{quoted(row.text('school_closed'))}です。"
        log.doubt(row.number, row.header("school_closed"), what, "開いている学校か確かめてください。")
    if precision in _ROUGH:
        what = f"位置は{_ROUGH[precision]}までしか分かっていません（位置正確度 {precision}）。"
        log.doubt(row.number, row.header("precision"), what, "位置を空にしました。")
        return replace(place, lat=None, lon=None)
    if precision in _ABOUT:
        what = f"位置はおおよそです（位置正確度 {precision}）。"
        log.doubt(row.number, row.header("precision"), what, "位置を地図で確かめてください。")
    return place
