"""Timetables and stored networks that are damaged, lie about their size or are written in another encoding."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest

from geo.archives import MAX_ZIP_RATIO, RATIO_IS_CHECKED_ABOVE_BYTES
from geo.errors import GeoError
from geo.travel.stored import stored_network, stored_timetable
from geo.travel.transit import read_feed
from tests.geo.travel.made_feed import made_tables, write_zip


def packed_small(path: Path, more: dict[str, bytes]) -> Path:
    """A whole feed, deflated, in which some files are replaced or added."""
    write_zip(path, made_tables())
    with zipfile.ZipFile(path) as packed:
        held = {name: packed.read(name) for name in packed.namelist()} | more
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, data in held.items():
            packed.writestr(name, data)
    return path


def damaged(path: Path, member: str, start: int = 2) -> Path:
    """The packed bytes of a member overwritten, so that they are no deflate stream."""
    with zipfile.ZipFile(path) as packed:
        entry = packed.getinfo(member)
    content = bytearray(path.read_bytes())
    begin = entry.header_offset + 30 + len(entry.filename.encode()) + start
    content[begin : begin + 20] = b"\xff" * 20
    path.write_bytes(content)
    return path


def test_a_feed_whose_packed_bytes_are_damaged_is_refused(tmp_path: Path) -> None:
    feed = damaged(packed_small(tmp_path / "feed.zip", {}), "stop_times.txt")
    with pytest.raises(GeoError, match=r"feed\.zip: zip として開けません"):
        read_feed(feed)


def test_a_feed_that_is_cut_short_is_refused(tmp_path: Path) -> None:
    feed = packed_small(tmp_path / "feed.zip", {})
    feed.write_bytes(feed.read_bytes()[:300])
    with pytest.raises(GeoError, match="zip として開けません"):
        read_feed(feed)


def test_a_feed_that_unpacks_to_far_more_than_its_size_is_refused(tmp_path: Path) -> None:
    bomb = b"a,b\n" + b"0" * (RATIO_IS_CHECKED_ABOVE_BYTES + 2_000_000)
    feed = packed_small(tmp_path / "feed.zip", {"calendar.txt": bomb})
    assert feed.stat().st_size * MAX_ZIP_RATIO < len(bomb)
    with pytest.raises(GeoError, match="大きすぎます"):
        read_feed(feed)


@pytest.mark.parametrize(
    "content", ["feed_publisher_name,feed_version\n瑞浜バス,１\n".encode("cp932"), b"\n\n"]
)
def test_a_feed_info_that_is_no_utf_8_table_is_named(tmp_path: Path, content: bytes) -> None:
    feed = packed_small(tmp_path / "feed.zip", {"feed_info.txt": content})
    with pytest.raises(GeoError, match=r"feed\.zip: feed_info\.txt が UTF-8 の CSV として読めません"):
        read_feed(feed)


@pytest.mark.parametrize("read", [stored_network, stored_timetable])
def test_a_stored_file_whose_packed_bytes_are_damaged_is_refused(tmp_path: Path, read: object) -> None:
    path = tmp_path / "network.npz"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("form.npy", bytes(range(256)) * 20)
    damaged(path, "form.npy", start=0)
    with pytest.raises(GeoError, match="もう一度取り込んで"):
        read(path)  # type: ignore[operator]
