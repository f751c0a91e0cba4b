"""Files of towns (町字) for the import: what they hold, and the source that is named for them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from geo.addresses.errors import TownFileError
from geo.addresses.model import Town
from geo.addresses.places import PREFECTURES
from geo.addresses.reading import TownFile, read_town_files
from geo.errors import GeoError
from geo.sources import Source
from resources.errors import BadInput
from resources.importing.regular_file import require_regular_file

_SOURCES = {
    "geolonia": Source("Geolonia 住所データ", licence="CC BY 4.0", note="「住所データ」（Geolonia）を加工"),
    "isj": Source("位置参照情報 大字・町丁目レベル", note="「位置参照情報」（国土交通省）を加工"),
    "abr": Source(
        "アドレス・ベース・レジストリ 町字マスター",
        note="「アドレス・ベース・レジストリ」（デジタル庁）を加工",
    ),
}
"""What is known of the publisher by the layout of a file; the licence only where its own text is at hand."""


@dataclass(frozen=True)
class TownImport:
    """All files together. The note of the source is the attribution that its licence asks for."""

    towns: tuple[Town, ...]
    files: tuple[TownFile, ...]
    source: Source


def read_town_import(paths: Sequence[Path], stated: Source, *, prefectures: Sequence[str] = ()) -> TownImport:
    """Read files of towns. What `stated` leaves empty comes from the layout. Raises BadInput in one line."""
    unknown = [name for name in prefectures if name not in PREFECTURES]
    if unknown:
        raise BadInput(
            f"「{unknown[0]}」という都道府県はありません。", remedy="「静岡県」のように書いてください。"
        )
    try:
        for path in paths:
            if not path.is_dir():
                require_regular_file(path)
        read = read_town_files(paths)
    except TownFileError as error:
        raise BadInput(error.what, file=error.file, row=error.row, remedy=error.remedy) from error
    except GeoError as error:
        raise BadInput(str(error), remedy="指定したファイルを確かめてください。") from error
    except OSError as error:
        raise BadInput("ファイルを開けません。", remedy="場所と、読む権限を確かめてください。") from error
    towns = tuple(t for t in read.towns if not prefectures or t.municipality.prefecture in prefectures)
    if not towns:
        raise BadInput("その都道府県の町字がありません。", remedy="--prefecture を確かめてください。")
    known = _SOURCES[read.files[0].format.split("-")[0]]
    source = Source(
        stated.name or known.name,
        stated.edition,
        stated.licence or ("" if stated.name else known.licence),
        stated.note or ("" if stated.name else known.note),
    )
    return TownImport(towns, read.files, source)
