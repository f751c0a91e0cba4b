"""The folder of shipped scripts and styles is whole, unchanged, and asks no other host."""

from __future__ import annotations

from pathlib import Path

import pytest

from tools import assets
from tools.steps import StepFailed


@pytest.fixture
def vendor(tmp_path: Path) -> Path:
    """A vendor folder of two small files, made the way the real one is."""
    for name in ("a.js", "b.css"):
        (tmp_path / name).write_text(f"/* {name} */", encoding="utf-8")
    folder = tmp_path / "vendor"
    assets.copy({"one/a.js": tmp_path / "a.js", "two/b.css": tmp_path / "b.css"}, folder, "key")
    return folder


def test_a_fresh_copy_is_intact(vendor: Path) -> None:
    assert assets.intact(vendor, "key")
    assert (vendor / "one" / "a.js").read_text(encoding="utf-8") == "/* a.js */"


def test_a_changed_file_is_noticed(vendor: Path) -> None:
    (vendor / "one" / "a.js").write_text("changed", encoding="utf-8")
    assert not assets.intact(vendor, "key")


def test_a_missing_file_is_noticed(vendor: Path) -> None:
    (vendor / "two" / "b.css").unlink()
    assert not assets.intact(vendor, "key")


def test_a_file_that_nobody_listed_is_noticed(vendor: Path) -> None:
    (vendor / "two" / "c.js").write_text("", encoding="utf-8")
    assert not assets.intact(vendor, "key")


def test_a_folder_made_from_other_locks_is_noticed(vendor: Path) -> None:
    assert not assets.intact(vendor, "another key")


@pytest.mark.parametrize("manifest", ["", "[]", "{}", '{"key": "key", "files": {}}'])
def test_a_broken_manifest_is_not_believed(vendor: Path, manifest: str) -> None:
    (vendor / assets.MANIFEST).write_text(manifest, encoding="utf-8")
    assert not assets.intact(vendor, "key")


def test_a_missing_source_stops_the_copy_and_leaves_the_old_folder(vendor: Path, tmp_path: Path) -> None:
    with pytest.raises(StepFailed, match=r"one/a\.js"):
        assets.copy({"one/a.js": tmp_path / "nowhere.js"}, vendor, "new key")
    assert assets.intact(vendor, "key")


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("a.css", '@import "x.css";'),
        ("a.css", "p { background: url(https://example.org/a.png) }"),
        ("a.css", "p { background: url('//example.org/a.png') }"),
        ("a.js", 'fetch("https://example.org/track")'),
        ("a.js", 'x.open("GET", "https://example.org/track")'),
        ("a.js", "i.innerHTML = '<img src=\"https://example.org/p.gif\">'"),
    ],
)
def test_a_file_that_asks_another_host_is_refused(tmp_path: Path, name: str, text: str) -> None:
    (tmp_path / name).write_text(text, encoding="utf-8")
    with pytest.raises(StepFailed, match="外部"):
        assets.refuse_outside_loads(name, tmp_path / name)


def test_links_namespaces_and_local_images_are_no_requests(tmp_path: Path) -> None:
    text = 'a("<a href=\\"https://example.org\\">", "http://www.w3.org/2000/svg"); /* url(images/a.png) */'
    (tmp_path / "a.js").write_text(text, encoding="utf-8")
    assets.refuse_outside_loads("a.js", tmp_path / "a.js")


def test_this_checkout_has_all_that_the_pages_need() -> None:
    assert assets.intact(assets.VENDOR, assets.source_key()), "run `make assets`"
    licences = {path for path in assets.shipped_files() if path.endswith("/LICENSE")}
    assert {path.split("/")[0] for path in assets.shipped_files()} == {
        path.split("/")[0] for path in licences
    }
    assert not any("axe" in path for path in assets.shipped_files())
