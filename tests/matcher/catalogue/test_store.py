"""A stored catalogue is the one that was saved, or is refused."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from matcher.collection import People
from matcher.engine.catalogue import Catalogue, prepare
from matcher.engine.match import Engine, as_run_line, match
from matcher.engine.store import UnusableStore, kept_catalogue, load, save
from matcher.engine.store.manifest import CURRENT, MANIFEST
from resources.records import ResourceRecord
from resources.snapshot import Snapshot, build_snapshot


@pytest.fixture(scope="module")
def catalogue(snapshot: Snapshot) -> Catalogue:
    return prepare(snapshot)


def generation(folder: Path) -> Path:
    return folder / (folder / CURRENT).read_text(encoding="utf-8")


def test_a_loaded_catalogue_answers_as_the_saved_one(
    catalogue: Catalogue, people: People, tmp_path: Path
) -> None:
    save(catalogue, tmp_path)
    loaded = load(tmp_path)
    engine, other = Engine(), Engine()
    other.use(loaded)
    for need in people.needs:
        assert as_run_line(match(need, loaded.snapshot, engine=other)) == as_run_line(
            match(need, catalogue.snapshot, engine=engine)
        )


def test_the_records_come_back_one_by_one_as_they_were(catalogue: Catalogue, tmp_path: Path) -> None:
    save(catalogue, tmp_path)
    loaded = load(tmp_path).snapshot
    assert tuple(loaded.records) == tuple(catalogue.snapshot.records)
    assert loaded.records[-1] == catalogue.snapshot.records[-1]
    assert tuple(loaded.records[2:5]) == tuple(catalogue.snapshot.records[2:5])


def test_no_telephone_number_reaches_the_files(tmp_path: Path) -> None:
    place = ResourceRecord(key="P", name="部屋", kind="salon", phone="0770-12-3456", contact_person="見本係")
    save(prepare(build_snapshot([place])), tmp_path)
    content = b"".join(file.read_bytes() for file in generation(tmp_path).iterdir())
    assert "部屋".encode() in content
    assert b"3456" not in content
    assert "見本係".encode() not in content
    assert oct(generation(tmp_path).stat().st_mode)[-3:] == "700"  # addresses are for the owner alone


def test_arrays_are_mapped_and_cannot_be_written(catalogue: Catalogue, tmp_path: Path) -> None:
    save(catalogue, tmp_path)
    entries = load(tmp_path).text.entries
    assert isinstance(entries.base, np.memmap)
    with pytest.raises(ValueError, match="read-only"):
        entries[0] = 1


def test_no_file_needs_pickle(catalogue: Catalogue, tmp_path: Path) -> None:
    save(catalogue, tmp_path)
    files = list(generation(tmp_path).glob("*.npy"))
    assert len(files) > 20
    assert all(np.load(file, allow_pickle=False).dtype != object for file in files)


@pytest.mark.parametrize("part", ["format", "engine", "dictionary", "vocabulary"])
def test_what_another_version_wrote_is_refused(catalogue: Catalogue, tmp_path: Path, part: str) -> None:
    save(catalogue, tmp_path)
    file = generation(tmp_path) / MANIFEST
    content = json.loads(file.read_text(encoding="utf-8"))
    content["written_by"][part] = "0"
    file.write_text(json.dumps(content), encoding="utf-8")
    with pytest.raises(UnusableStore, match="別の版"):
        load(tmp_path)


def test_another_catalogue_version_is_refused(catalogue: Catalogue, tmp_path: Path) -> None:
    save(catalogue, tmp_path)
    assert load(tmp_path, catalogue.snapshot.version).snapshot.version == catalogue.snapshot.version
    with pytest.raises(UnusableStore, match="前の版"):
        load(tmp_path, "another")


def test_a_missing_or_broken_store_is_refused(catalogue: Catalogue, tmp_path: Path) -> None:
    with pytest.raises(UnusableStore, match="ありません"):
        load(tmp_path / "nothing")
    save(catalogue, tmp_path)
    (generation(tmp_path) / "text.entries.npy").write_bytes(b"")
    with pytest.raises(UnusableStore, match="読めません"):
        load(tmp_path)


def test_a_refused_store_is_made_anew_and_a_good_one_is_used(
    records: tuple[ResourceRecord, ...], tmp_path: Path
) -> None:
    asked = []

    def source() -> tuple[ResourceRecord, ...]:
        asked.append(1)
        return records

    assert kept_catalogue(tmp_path, "7", source).snapshot.version == "7"
    assert kept_catalogue(tmp_path, "7", source).snapshot.version == "7"
    assert len(asked) == 1
    assert kept_catalogue(tmp_path, "8", source).snapshot.version == "8"
    assert len(asked) == 2


def test_a_reader_of_the_one_before_is_not_disturbed(
    catalogue: Catalogue, records: tuple[ResourceRecord, ...], tmp_path: Path
) -> None:
    save(catalogue, tmp_path)
    before = load(tmp_path)
    fewer = prepare(build_snapshot(records[:3], "fewer"))
    save(fewer, tmp_path)
    assert len(load(tmp_path)) == 3
    assert tuple(before.snapshot.records) == tuple(catalogue.snapshot.records)
    save(replace(fewer, snapshot=replace(fewer.snapshot, version="third")), tmp_path)
    assert len(list(tmp_path.glob("catalogue-*"))) == 2  # the one in use and the one before


def test_an_empty_catalogue_can_be_kept(tmp_path: Path) -> None:
    save(prepare(build_snapshot([], "empty")), tmp_path)
    loaded = load(tmp_path)
    assert (len(loaded), len(loaded.snapshot.records)) == (0, 0)


def test_a_failed_save_leaves_the_one_before(
    catalogue: Catalogue, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    save(catalogue, tmp_path)

    def fails(*_: object) -> None:
        raise OSError("disk full")

    monkeypatch.setattr("matcher.engine.store.saving.save_records", fails)
    with pytest.raises(OSError, match="disk full"):
        save(catalogue, tmp_path)
    assert len(list(tmp_path.glob("catalogue-*"))) == 1
    assert load(tmp_path).snapshot.version == catalogue.snapshot.version
