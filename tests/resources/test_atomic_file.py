"""A result replaces a file in one step, or leaves everything as it was."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator
from pathlib import Path

import pytest

from resources.atomic_file import replace_file
from resources.errors import BadInput


def mode_of(file: Path) -> int:
    return stat.S_IMODE(file.stat().st_mode)


def test_a_new_file_is_readable_by_its_owner_alone(tmp_path: Path) -> None:
    file = tmp_path / "結果.jsonl"
    replace_file(file, ["一行目\n", "二行目\n"])
    assert file.read_bytes() == "一行目\n二行目\n".encode()
    assert mode_of(file) == 0o600


def test_a_file_that_was_there_keeps_its_mode(tmp_path: Path) -> None:
    file = tmp_path / "a.txt"
    file.write_text("古い", encoding="utf-8")
    file.chmod(0o640)
    replace_file(file, ["新しい"], encoding="cp932")
    assert file.read_bytes() == "新しい".encode("cp932")
    assert mode_of(file) == 0o640


def test_a_failure_half_way_leaves_the_old_content_and_nothing_else(tmp_path: Path) -> None:
    file = tmp_path / "a.txt"
    file.write_text("古い", encoding="utf-8")

    def parts() -> Iterator[str]:
        yield "新しい"
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        replace_file(file, parts())
    assert file.read_text(encoding="utf-8") == "古い"
    assert os.listdir(tmp_path) == ["a.txt"]


def test_an_input_is_never_written_under_any_of_its_names(tmp_path: Path) -> None:
    file = tmp_path / "needs.jsonl"
    file.write_text("{}", encoding="utf-8")
    (tmp_path / "link").symlink_to(file)
    os.link(file, tmp_path / "other_name")
    names = [
        file,
        tmp_path / "link",
        tmp_path / "other_name",
        tmp_path / "." / ".." / tmp_path.name / file.name,
    ]
    for name in names:
        with pytest.raises(BadInput, match="読み込むファイル"):
            replace_file(name, ["x"], inputs=[file])
    with pytest.raises(BadInput, match="読み込むファイル"):
        replace_file(tmp_path / "absent", ["x"], inputs=[tmp_path / "absent"])
    assert file.read_text(encoding="utf-8") == "{}"


def test_links_folders_and_devices_are_refused(tmp_path: Path) -> None:
    target = tmp_path / "elsewhere"
    target.write_text("古い", encoding="utf-8")
    (tmp_path / "link").symlink_to(target)
    (tmp_path / "loop").symlink_to(tmp_path / "loop")
    os.mkfifo(tmp_path / "pipe")
    for name in ("link", "loop", "pipe", ".", "absent/a.txt", "elsewhere/a.txt", "x" * 300):
        with pytest.raises(BadInput, match="書き込めません"):
            replace_file(tmp_path / name, ["x"], inputs=[tmp_path / "loop2"])
    assert target.read_text(encoding="utf-8") == "古い"
    assert sorted(os.listdir(tmp_path)) == ["elsewhere", "link", "loop", "pipe"]
