"""Making a database ready, and refusing one that is not."""

from __future__ import annotations

from pathlib import Path

import pytest

from api.installing import key_file, open_existing, open_or_create
from api.settings import Settings
from resources.clock import FixedClock
from resources.encryption import has_key
from resources.errors import AppError, BadInput, NotReady
from resources.repository import catalogue_version, installation


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


def test_a_demo_needs_no_key(tmp_path: Path, clock: FixedClock) -> None:
    settings = settings_for(tmp_path / "demo.db")
    database, made = open_or_create(settings, clock=clock, is_demo=True)
    database.close()
    assert made is None
    open_existing(settings).close()


def test_a_real_database_without_its_key_is_not_opened(tmp_path: Path, clock: FixedClock) -> None:
    settings = settings_for(tmp_path / "city.db")
    database, _ = open_or_create(settings, clock=clock)
    database.close()
    key_file(settings).unlink()
    with pytest.raises(NotReady, match="鍵"):
        open_existing(settings)
    with pytest.raises(NotReady, match="鍵"):
        open_or_create(settings, clock=clock)


def test_opening_a_second_time_makes_nothing_new(
    database_url: str, tmp_path: Path, clock: FixedClock
) -> None:
    settings = Settings(database_url=database_url, key_file=tmp_path / "shared.key")
    with pytest.raises(NotReady, match="鍵"):
        open_or_create(settings, clock=clock)
    assert not (tmp_path / "shared.key").exists()


def test_both_kinds_of_database_get_their_first_rows_once(database_url: str, clock: FixedClock) -> None:
    settings = Settings(database_url=database_url)
    for _ in range(2):
        database, _made = open_or_create(settings, clock=clock, municipality="試験市", is_demo=True)
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
