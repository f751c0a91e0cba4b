"""The table layouts that the import knows, and how a row of headers tells which one it is.

The names of lists that are read like 公共施設一覧 begin with `facility`: a new edition of a list is known by this
first word (`identity.source_system`), so that a list that gets a format of its own stays the same list.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from resources.importing.headers import Columns, HeaderMapping, find_columns, main_headers

Missing = Callable[[Columns], tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class TableFormat:
    """`aliases` names the format's rows in header_aliases.csv, `missing` says what is not there ((): fits).

    `kind`: what the places of such a list are, where no column says it.
    """

    name: str
    label_ja: str
    aliases: str
    missing: Missing
    kind: str | None = None


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
_WITHOUT_GENERATION = ("own", "collection", "cafeteria-sessions", "kayoinoba")


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
    return tuple(
        label
        for present, label in (("name" in columns, "名称"), (_has_place(columns), "住所か緯度・経度"))
        if not present
    )


def _has_place(columns: Columns) -> bool:
    fields = set(columns.of_field)
    return bool({"address", "address_town", "address_number"} & fields) or {"lat", "lon"} <= fields


def _needs(name: str, telling: dict[str, str], *, at_least: int = 1) -> Missing:
    """A list with a name, a place and `at_least` so many of the telling fields (field → header for messages)."""

    def missing(columns: Columns) -> tuple[str, ...]:
        told = len(telling.keys() & set(columns.of_field)) >= at_least
        fits = (
            ("name" in columns, name),
            (told, "・".join(telling.values())),
            (_has_place(columns), "住所か緯度・経度"),
        )
        return tuple(label for present, label in fits if not present)

    return missing


def _missing_of_own(columns: Columns) -> tuple[str, ...]:
    """Our own template: 整理番号 instead of the 資源ID of a collection. Other lists need a confirmed mapping."""
    told = len(_ONLY_IN_COLLECTIONS & set(columns.of_field)) >= _TELLING
    fits = (
        ("name" in columns, "名称"),
        ("external_id" in columns and "collection_id" not in columns and told, "整理番号"),
    )
    return tuple(label for present, label in fits if not present)


OWN = TableFormat("own", "登録用の表・見出しを決めて読む一覧", "own", _missing_of_own)


def _missing_of_services(_columns: Columns) -> tuple[str, ...]:
    """A file of HSDS is no table: it is known by what it begins with (resources.hsds.documents)."""
    return ("（HSDS は JSON のファイルです）",)


FORMATS: tuple[TableFormat, ...] = (
    OWN,
    TableFormat("collection", "つなぎて交換形式", "collection", _missing_of_collection),
    TableFormat(
        "event", "イベント一覧", "event", _needs("イベント名", {"first_day": "開始日"}), "municipal_event"
    ),
    TableFormat(
        "kayoinoba",
        "通いの場",
        "kayoinoba",
        _needs("名称", {"workday_start": "運営日（平日）－開始", "welfare_project": "総合事業実施の有無"}),
        "salon",
    ),
    TableFormat(
        "facility-care",
        "介護サービス事業所一覧",
        "care",
        _needs("介護サービス事業所名称", {"services": "実施サービス", "office_id": "事業所番号"}),
        "care_service",
    ),
    TableFormat(
        "facility-medical",
        "医療機関一覧",
        "medical",
        _needs("名称", {"departments": "診療科目", "medical_code": "医療機関コード"}),
        "hospital",
    ),
    TableFormat(
        "facility-education",
        "教育機関一覧・学校コード一覧",
        "education",
        _needs("学校名", {"school_code": "学校コード", "school_type": "学校種"}),
        "school",
    ),
    TableFormat("cafeteria-sessions", "子ども食堂の追加情報", "cafeteria", _missing_of_sessions),
    TableFormat("cafeteria", "子ども食堂・こどもの居場所", "cafeteria", _missing_of_cafeteria),
    TableFormat(
        "facility-childcare",
        "子育て施設一覧",
        "childcare",
        _needs(
            "名称",
            {"licensed_on": "認可等年月日", "temporary_care": "一時預かりの有無", "ages": "受入年齢"},
            at_least=2,
        ),
        "preschool",
    ),
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
    if known.name in _WITHOUT_GENERATION:
        return known.name
    if "code_new" in columns:
        return f"{known.name}-new"
    return f"{known.name}-old" if "code_old" in columns else f"{known.name}-own"
