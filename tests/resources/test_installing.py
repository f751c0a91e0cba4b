"""Making a database ready, and refusing one that is not."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from api.demo_city import demo_is_loaded, load_demo_city
from api.installing import add_first_rows, create_tables, key_file, open_existing, open_or_create
from api.settings import Settings
from resources.clock import FixedClock
from resources.encryption import has_key, write_new_key
from resources.errors import AppError, BadInput, NotReady
from resources.repository import catalogue_version, installation, load_records
from resources.scope import Scope
from tests.conftest import REPOSITORY


def settings_for(path: Path) -> Settings:
    return Settings(database_url=f"sqlite:///{path}")


def test_a_new_database_gets_its_key_beside_it_and_readable_by_its_owner_only(
    tmp_path: Path, clock: FixedClock
) -> None:
    settings = settings_for(tmp_path / "city.db")
    database, made = open_or_create(settings, clock=clock, municipality="試験市")
    database.close()
    assert made == tmp_path / "city.db.key"
    assert made.stat().st_mode & 0o077 == 0
    reopened = open_existing(settings)
    assert has_key(reopened.engine.dialect)
    reopened.close()


def make_empty_demo(settings: Settings, clock: FixedClock) -> None:
    database = create_tables(settings)
    with database.session() as session:
        add_first_rows(session, "試験市", is_demo=True, clock=clock)
    database.close()


def test_a_demo_needs_no_key_and_never_uses_one(tmp_path: Path, clock: FixedClock) -> None:
    settings = settings_for(tmp_path / "demo.db")
    make_empty_demo(settings, clock)
    write_new_key(key_file(settings))
    reopened = open_existing(settings)
    assert not has_key(reopened.engine.dialect)
    reopened.close()


def test_the_key_of_another_database_is_refused(tmp_path: Path, clock: FixedClock) -> None:
    settings = settings_for(tmp_path / "city.db")
    database, made = open_or_create(settings, clock=clock)
    database.close()
    assert made
    made.unlink()
    write_new_key(made)
    for opening in (open_existing, lambda settings: open_or_create(settings, clock=clock)):
        with pytest.raises(NotReady, match="鍵"):
            opening(settings)


def test_a_database_file_is_readable_by_its_owner_only(tmp_path: Path, clock: FixedClock) -> None:
    database, _ = open_or_create(settings_for(tmp_path / "city.db"), clock=clock)
    database.close()
    assert (tmp_path / "city.db").stat().st_mode & 0o077 == 0


def test_a_demo_that_was_interrupted_is_completed_not_believed(tmp_path: Path, clock: FixedClock) -> None:
    settings = settings_for(tmp_path / "demo.db")
    create_tables(settings).close()  # what is left when the process is killed before the one commit
    assert not demo_is_loaded(settings)
    with pytest.raises(NotReady):
        open_existing(settings)
    database, accounts = load_demo_city(settings, clock=clock)
    with database.session() as session:
        assert len(load_records(session, Scope.operator())) == 224
    database.close()
    assert accounts
    assert demo_is_loaded(settings)


def test_a_demo_process_killed_at_any_moment_leaves_no_half_demo(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'demo.db'}"
    program = [sys.executable, "-c", "from api.cli.main import run; run()", "demo", "--database", url]
    for seconds in (0.9, 1.2, 1.5, 1.9, 2.4):
        running = subprocess.Popen(program, cwd=REPOSITORY, stdout=subprocess.DEVNULL)
        try:
            running.wait(seconds)
        except subprocess.TimeoutExpired:
            running.kill()
            running.wait()
        if demo_is_loaded(Settings(database_url=url)):
            database = open_existing(Settings(database_url=url))
            with database.session() as session:
                assert len(load_records(session, Scope.operator())) == 224
            database.close()
    assert subprocess.run([*program, "--if-missing"], cwd=REPOSITORY, check=False).returncode == 0
    assert demo_is_loaded(Settings(database_url=url))


def test_a_real_database_without_its_key_is_not_opened(tmp_path: Path, clock: FixedClock) -> None:
    settings = settings_for(tmp_path / "city.db")
    database, _ = open_or_create(settings, clock=clock)
    database.close()
    key_file(settings).unlink()
    with pytest.raises(NotReady, match="鍵"):
        open_existing(settings)
    with pytest.raises(NotReady, match="鍵"):
        open_or_create(settings, clock=clock)


def test_a_key_file_that_was_named_and_is_missing_is_not_made_up(
    database_url: str, tmp_path: Path, clock: FixedClock
) -> None:
    settings = Settings(database_url=database_url, key_file=tmp_path / "shared.key")
    with pytest.raises(NotReady, match="鍵"):
        open_or_create(settings, clock=clock)
    assert not (tmp_path / "shared.key").exists()


def test_both_kinds_of_database_get_their_first_rows_once(
    database_url: str, tmp_path: Path, clock: FixedClock
) -> None:
    settings = Settings(database_url=database_url, key_file=tmp_path / "city.key")
    write_new_key(tmp_path / "city.key")
    for _ in range(2):
        database, _made = open_or_create(settings, clock=clock, municipality="試験市")
        with database.session() as session:
            assert installation(session).municipality_name == "試験市"
            assert catalogue_version(session) == 0
        database.close()


def test_a_file_that_is_missing_is_said_with_what_to_run(tmp_path: Path) -> None:
    with pytest.raises(NotReady, match="tsunagite demo"):
        open_existing(settings_for(tmp_path / "nothing.db"))


@pytest.mark.parametrize("url", ["", "no address", "oracle://x/y"])
def test_an_address_of_no_use_is_one_line(url: str, clock: FixedClock) -> None:
    with pytest.raises(BadInput) as caught:
        open_or_create(Settings(database_url=url), clock=clock)
    assert "\n" not in caught.value.message


def test_a_file_that_is_no_database_is_refused_and_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "letter.db"
    path.write_bytes(b"this is a letter, not a database" * 100)
    with pytest.raises(AppError) as caught:
        open_existing(settings_for(path))
    assert "\n" not in caught.value.message
    assert path.read_bytes().startswith(b"this is a letter")
