"""Small files of every format with bytes changed at random: nothing but a refusal may come of it.

python -m tests.resources.importing.fuzzing SECONDS prints one line of JSON: how many files were tried, how many of
them were read, and the most memory that the process held (MB). A process of its own, so that this can be measured.
"""

from __future__ import annotations

import json
import shutil
import sys
import tempfile
import time
import zipfile
from contextlib import suppress
from datetime import date
from functools import cache
from io import BytesIO
from pathlib import Path

import numpy as np
import openpyxl
import pyogrio
import shapely
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from resources.errors import BadInput
from resources.importing import read_resource_files
from resources.importing.history import EmptyHistory
from resources.importing.plan import make_plan

DATA = Path(__file__).parents[2] / "data" / "importing"
TODAY = date(2026, 11, 21)
SHAPEFILE, WORKBOOK = "points.shp", "book.xlsx"
_PARTS = (".shp", ".shx", ".dbf", ".prj", ".cpg")
_WORDS = """" , ; ； ・ \ufeff - － ① ㍻12年 999999999999 =1+1 @SUM(A1) &#0; <f> ]]> { } [ null NaN 1e999 -1 25:99
令和99年13月40日 第2・4火曜日 名称 住所 緯度 記入例 必須 非公開 \ud7ff 𠮷 ｶﾞ"""
_PIECES = (
    *(word.encode() for word in (*_WORDS.split(), "\n", "\r", "\t", "\0", "\u3000")),
    *(b"\xff\xfe", b"\xfe\xff", b"\x81", b"\xef\xbb\xbf", b"\xed\xa0\x80", b"PK\x03\x04", b"%PDF"),
)
_Change = tuple[str, float, float, bytes]

changes = st.lists(
    st.tuples(
        st.sampled_from(("insert", "insert", "replace", "replace", "delete", "repeat", "cut")),
        st.floats(0, 1),
        st.floats(0, 0.2),
        st.sampled_from((*_PIECES, *_PIECES)) | st.sampled_from(_PIECES) | st.binary(min_size=1, max_size=6),
    ),
    min_size=1,
    max_size=4,
)


def mutated(data: bytes, what: list[_Change]) -> bytes:
    """The bytes after the changes, one after another; places and lengths are shares of the whole.

    Most changes begin and end between characters, so that more than the decoding is tried.
    """
    for kind, place, length, piece in what:
        start = _between_characters(data, int(place * len(data)))
        end = _between_characters(data, start + 1 + int(length * length * len(data)))
        middle = {
            "insert": piece + data[start:end],
            "replace": piece,
            "delete": b"",
            "repeat": data[start:end] * 3,
            "cut": data[start:end],
        }[kind]
        data = data[:start] + middle + (b"" if kind == "cut" else data[end:])
    return data


def _between_characters(data: bytes, place: int) -> int:
    """The next place, from `place` on, where a character of UTF-8 begins."""
    while place < len(data) and 0x80 <= data[place] < 0xC0:
        place += 1
    return min(place, len(data))


@cache
def originals() -> dict[str, dict[str, bytes]]:
    """Name of a file to read → the names and bytes of all files that it needs."""
    found = {path.name: {path.name: path.read_bytes()} for path in sorted(DATA.iterdir())}
    return {**found, WORKBOOK: {WORKBOOK: _workbook()}, SHAPEFILE: _shapefile()}


def _workbook() -> bytes:
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.append(["区分", "名称", "住所", "定員", "開始時間"])
    sheet.append(["公民館", "わかば館", "緑台1", 20, "=A1"])
    sheet.append([None, "もみじ館", "緑台2", 30.5, "9:00"])
    sheet.merge_cells("A2:A3")
    sheet.column_dimensions["B"].hidden = True
    stream = BytesIO()
    book.save(stream)
    return stream.getvalue()


def _shapefile() -> dict[str, bytes]:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, SHAPEFILE)
        pyogrio.raw.write(
            path,
            np.array(
                [shapely.to_wkb(shapely.Point(139.1, 35.1)), shapely.to_wkb(shapely.Point(139.2, 35.2))]
            ),
            field_data=[
                np.array(["わかば館", "もみじ館"], dtype=object),
                np.array(["緑台1", "緑台2"], dtype=object),
            ],
            fields=["名称", "住所"],
            geometry_type="Point",
            crs="EPSG:6668",
            encoding="cp932",
            driver="ESRI Shapefile",
        )
        return {path.with_suffix(s).name: path.with_suffix(s).read_bytes() for s in _PARTS}


def _inside(archive: bytes, part: int, what: list[_Change]) -> bytes:
    """A workbook of which one part was changed and packed again: the ZIP stays sound, the XML does not."""
    with zipfile.ZipFile(BytesIO(archive)) as packed:
        parts = {name: packed.read(name) for name in packed.namelist()}
    name = sorted(parts)[part % len(parts)]
    parts[name] = mutated(parts[name], what)
    stream = BytesIO()
    with zipfile.ZipFile(stream, "w") as packed:
        for each, content in parts.items():
            packed.writestr(each, content)
    return stream.getvalue()


def broken_files(name: str, part: int, what: list[_Change]) -> dict[str, bytes]:
    """The files of one example, one of them changed."""
    parts = dict(originals()[name])
    chosen = sorted(parts)[part % len(parts)]
    if name == WORKBOOK and part % 4:
        parts[chosen] = _inside(parts[chosen], part, what)
    else:
        parts[chosen] = mutated(parts[chosen], what)
    return parts


def outcome(folder: Path, name: str) -> bool:
    """Whether a file was read. A refusal is one line that names the file; anything else is raised."""
    message = ""
    try:
        (result,) = results = read_resource_files([folder / name], on=TODAY)
        plan = make_plan(results, EmptyHistory())
    except BadInput as refusal:
        message = refusal.message
    if message:
        assert message.startswith(name), message
        assert "\n" not in message, message
        return False
    assert 0 <= result.doubtful <= result.taken <= result.rows
    assert sum(file.count("created", "linked", "updated", "unchanged") for file in plan.files) == len(
        result.records
    )
    return True


def run(seconds: float) -> dict[str, float]:
    """Try broken files for so long."""
    end = time.monotonic() + seconds
    counts = {"files": 0, "read": 0}

    @settings(
        max_examples=1_000_000,
        deadline=None,
        database=None,
        phases=[Phase.generate, Phase.shrink],
        suppress_health_check=list(HealthCheck),
    )
    @given(name=st.sampled_from(sorted(originals())), part=st.integers(0, 60), what=changes)
    def try_one(name: str, part: int, what: list[_Change]) -> None:
        if time.monotonic() > end:
            raise _TimeIsUp
        folder = Path(tempfile.mkdtemp())
        try:
            for each, content in broken_files(name, part, what).items():
                (folder / each).write_bytes(content)
            counts["read"] += outcome(folder, name)
            counts["files"] += 1
        finally:
            shutil.rmtree(folder)

    with suppress(_TimeIsUp):
        try_one()
    return {**counts, "peak_mb": round(_peak_mb())}


def _peak_mb() -> float:
    """The most memory that this program held. getrusage would count what its parent held before it started."""
    lines = Path("/proc/self/status").read_text(encoding="ascii").splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith("VmHWM")) / 1000


class _TimeIsUp(BaseException):
    """The end of a run, which hypothesis does not take for a failure of the example."""


if __name__ == "__main__":
    sys.stdout.write(json.dumps(run(float(sys.argv[1]))) + "\n")
