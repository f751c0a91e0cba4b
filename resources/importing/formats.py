"""The table layouts that the import knows, and how a row of headers tells which one it is."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from resources.importing.headers import Columns, HeaderMapping, find_columns, main_headers


@dataclass(frozen=True, slots=True)
class TableFormat:
    """`aliases` names the format's rows in header_aliases.csv, `needs` says what is missing ((): fits)."""

    name: str
    label_ja: str
    aliases: str
    missing: Callable[[Columns], tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class FoundHeader:
    """A header row that was understood."""

    format: TableFormat
    name: str
    columns: Columns


COLLECTION_NEEDS = ("external_id", "name", "kind", "status")
_ONLY_IN_COLLECTIONS = {
    *("external_id", "age_min", "conditions", "delivery", "openings", "group_size"),
    *("roles", "stages", "considerations"),
}
_TELLING = 3


def _missing_of_collection(columns: Columns) -> tuple[str, ...]:
    """Three headers that no other list has tell a collection, so that one without 資源ID is not misread."""
    if len(_ONLY_IN_COLLECTIONS & set(columns.of_field)) >= _TELLING:
        return ()
    return tuple(main_headers("collection")[field] for field in COLLECTION_NEEDS[:3] if field not in columns)


def _missing_of_sessions(columns: Columns) -> tuple[str, ...]:
    if "name" in columns:
        return ("（名称の列がある表は追加情報ではありません）",)
    stated = {"meeting_days", "meeting_dates", "start", "end", "frequency_code"} & set(columns.of_field)
    return tuple(
        label
        for fits, label in (("publisher_id" in columns, "ID"), (bool(stated), "開催曜日・開催日"))
        if not fits
    )


def _missing_of_cafeteria(columns: Columns) -> tuple[str, ...]:
    typical = {"frequency_code", "meeting_days", "meeting_dates", "fee_adult", "fee_note", "purpose"}
    fits = (
        ("name" in columns, "名称"),
        (bool(typical & set(columns.of_field)), "開催頻度・開催曜日・参加費"),
    )
    return tuple(label for present, label in fits if not present)


def _missing_of_facility(columns: Columns) -> tuple[str, ...]:
    place = "address" in columns or "address_town" in columns or {"lat", "lon"} <= set(columns.of_field)
    return tuple(
        label for present, label in (("name" in columns, "名称"), (place, "住所か緯度・経度")) if not present
    )


def _missing_of_services(_columns: Columns) -> tuple[str, ...]:
    """A file of HSDS is no table: it is known by what it begins with (resources.hsds.documents)."""
    return ("（HSDS は JSON のファイルです）",)


FORMATS: tuple[TableFormat, ...] = (
    TableFormat("collection", "つなぎて交換形式", "collection", _missing_of_collection),
    TableFormat("cafeteria-sessions", "子ども食堂の追加情報", "cafeteria", _missing_of_sessions),
    TableFormat("cafeteria", "子ども食堂・こどもの居場所", "cafeteria", _missing_of_cafeteria),
    TableFormat("facility", "公共施設一覧など", "facility", _missing_of_facility),
    TableFormat("hsds", "HSDS（JSON）", "hsds", _missing_of_services),
)


def format_named(name: str) -> TableFormat | None:
    """A format by the name that `--format` takes."""
    return next((known for known in FORMATS if known.name == name), None)


def recognise(
    cells: Sequence[str], mapping: HeaderMapping | None, only: TableFormat | None = None
) -> FoundHeader | None:
    """The first format (or `only`) whose headers are all there in `cells`."""
    for known in (only,) if only else FORMATS:
        columns = find_columns(cells, known.aliases, mapping)
        if not known.missing(columns):
            return FoundHeader(known, _name_with_generation(known, columns), columns)
    return None


def _name_with_generation(known: TableFormat, columns: Columns) -> str:
    """The name for the report: old 推奨データセット, 自治体標準, or a layout of the publisher's own."""
    if known.name not in ("facility", "cafeteria"):
        return known.name
    if "code_new" in columns:
        return f"{known.name}-new"
    return f"{known.name}-old" if "code_old" in columns else f"{known.name}-own"
