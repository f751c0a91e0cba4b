"""公共施設一覧 of 自治体標準オープンデータセット: 56 columns in the order of the standard (jp_formats.md section 1).

A volunteer is no facility and stays out. The layout has no column for the kind of a place: who needs it takes the
exchange form (collection_file.py).
"""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator
from functools import cache
from importlib.resources import files

from resources.code_lists import code_list
from resources.exporting.about import About
from resources.exporting.csv_lines import csv_line
from resources.exporting.schedule_columns import schedule_columns
from resources.publishing.model import PublishedEntry
from resources.rows import is_volunteer

_YES = "有"
_FLAGS = {"車椅子可": "wheelchair", "バリアフリートイレ": "multipurpose_toilet", "筆談対応": "writing"}
_FREQUENCIES = ("weekly",)
"""利用可能曜日 beside a time means every week; whatever else a rule says goes into the special notes."""
_CODE_DIGITS = 6


@cache
def header() -> tuple[str, ...]:
    """The 56 headers."""
    text = files("resources.exporting").joinpath("opendata_columns.csv").read_text(encoding="utf-8")
    return tuple(row["header"] for row in csv.DictReader(text.splitlines()))


def opendata_lines(entries: Iterable[PublishedEntry], about: About) -> Iterator[str]:
    """The lines of the CSV file, its header first."""
    yield csv_line(header())
    for entry in entries:
        if not is_volunteer(entry.record):
            values = _values(entry, about)
            yield csv_line([values.get(name, "") for name in header()])


def _values(entry: PublishedEntry, about: About) -> dict[str, str]:
    """Header → text of one place; a header that we know nothing for is not in it."""
    record = entry.record
    hours = schedule_columns(record.schedule, frequencies=_FREQUENCIES)
    days = "".join(code_list("weekday").label(day) for day in hours.weekdays)
    known = len(about.municipality_code) == _CODE_DIGITS
    operated = not entry.kept_by_organisation
    return {
        "全国地方公共団体コード": about.municipality_code if known else "",
        "ID": record.key,
        "地方公共団体名": about.municipality_name,
        "名称": record.name,
        "名称_カナ": record.name_kana,
        "所在地_連結表記": record.address,
        "緯度": degrees(record.lat),
        "経度": degrees(record.lon),
        "電話番号": record.phone,
        "法人番号": (entry.organisation.corporate_number or "") if operated else "",
        "団体名": record.operator,
        "利用可能曜日": days,
        "開始時間": hours.start,
        "終了時間": hours.end,
        "利用可能時間特記事項": hours.words,
        "説明": record.summary,
        "URL": record.url,
        "備考": record.remarks,
        **{name: _YES for name, code in _FLAGS.items() if code in record.accessibility},
    }


def degrees(value: float | None) -> str:
    """Degrees as they are kept, "" when there are none."""
    return "" if value is None else repr(value)
