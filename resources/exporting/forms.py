"""The forms of file that leave: `tsunagite export FORM` and the page 書き出し offer exactly these."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from resources.exporting.about import About, as_object
from resources.exporting.collection_file import collection_lines
from resources.exporting.geojson import geojson_parts
from resources.exporting.opendata import opendata_lines
from resources.exporting.workbook import workbook_parts
from resources.hsds.documents import document_parts, line_parts
from resources.hsds.services import service_object
from resources.publishing.model import PublishedEntry

Entries = Iterable[PublishedEntry]


@dataclass(frozen=True, slots=True)
class ExportForm:
    """One form of file. `places_only`: 参加先 alone. `says_source`: the file itself holds the note of sources."""

    name: str
    title: str
    explanation: str
    suffix: str
    media_type: str
    parts: Callable[[Entries, About], Iterator[bytes]]
    places_only: bool = False
    says_source: bool = True


def _text(lines: Iterable[str], encoding: str = "utf-8") -> Iterator[bytes]:
    """The bytes of texts; a byte order mark stands once, at the beginning."""
    if encoding == "utf-8-sig":
        yield b"\xef\xbb\xbf"
    for line in lines:
        yield line.encode()


def _opendata(entries: Entries, about: About) -> Iterator[bytes]:
    return _text(opendata_lines(entries, about), "utf-8-sig")


def _collection(entries: Entries, _about: About) -> Iterator[bytes]:
    return _text(collection_lines(entries), "utf-8-sig")


def _workbook(entries: Entries, about: About) -> Iterator[bytes]:
    return workbook_parts(entries, about)


def _geojson(entries: Entries, about: About) -> Iterator[bytes]:
    return _text(geojson_parts(entries, about))


def _hsds(entries: Entries, about: About) -> Iterator[bytes]:
    return _text(document_parts((service_object(entry, full=True) for entry in entries), as_object(about)))


def _hsds_lines(entries: Entries, _about: About) -> Iterator[bytes]:
    return _text(line_parts(service_object(entry, full=True) for entry in entries))


_CSV = "text/csv; charset=utf-8"
_ALL = (
    ExportForm(
        "opendata",
        "自治体標準オープンデータ（公共施設一覧）",
        "56列の CSV です。オープンデータの公開や、ほかの自治体に渡すときに使います。",
        ".csv",
        _CSV,
        _opendata,
        says_source=False,
    ),
    ExportForm(
        "collection",
        "つなぎて交換形式",
        "種別や受入の配慮まで入った CSV です。別のつなぎてに取り込むときに使います。",
        ".csv",
        _CSV,
        _collection,
        says_source=False,
    ),
    ExportForm(
        "xlsx",
        "Excel",
        "交換形式と同じ列のブックです。関係者に渡して見てもらうときに使います。",
        ".xlsx",
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        _workbook,
    ),
    ExportForm(
        "geojson",
        "GeoJSON",
        "地図のソフトで開くときに使います。",
        ".geojson",
        "application/geo+json",
        _geojson,
    ),
    ExportForm(
        "hsds",
        "HSDS 3.1（JSON）",
        "国際的な標準の形です。ほかの資源情報のシステムに渡すときに使います。参加先だけが入ります。",
        ".json",
        "application/json",
        _hsds,
        places_only=True,
    ),
    ExportForm(
        "hsds-ndjson",
        "HSDS 3.1（NDJSON）",
        "上と同じ内容を1行に1件ずつ書いたものです。件数が多いときに使います。",
        ".ndjson",
        "application/x-ndjson",
        _hsds_lines,
        places_only=True,
        says_source=False,
    ),
)
FORMS: Mapping[str, ExportForm] = MappingProxyType({form.name: form for form in _ALL})
