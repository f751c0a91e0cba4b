"""Identity columns are unreadable in the database, and cannot be moved or read without the key."""

from __future__ import annotations

from pathlib import Path

import pytest
from sqlalchemy import text

from resources.database import Database, open_database
from resources.encryption import read_key, write_new_key
from resources.errors import NotReady
from resources.tables import Organisation, Resource, ResourceContact

PLANTED = "あきらかな担当者名"


@pytest.fixture
def key_file(tmp_path: Path) -> Path:
    path = tmp_path / "secret.key"
    write_new_key(path)
    return path


def store_contact(database: Database, person: str) -> None:
    with database.session() as session:
        owner = Organisation(name="市", name_folded="市", relation="own")
        session.add(owner)
        session.flush()
        place = Resource(
            organisation_id=owner.id, kind="salon", standing="participation_place", name="サロン"
        )
        session.add(place)
        session.flush()
        session.add(ResourceContact(resource_id=place.id, person=person))


def test_a_contact_person_is_encrypted_at_rest_and_read_back(database_url: str, key_file: Path) -> None:
    database = open_database(database_url, key_file=key_file)
    store_contact(database, PLANTED)
    with database.session() as session:
        stored = session.execute(text("SELECT person FROM resource_contact")).scalar_one()
        assert PLANTED not in stored
        assert session.get(ResourceContact, 1).person == PLANTED
    database.close()


def test_the_same_text_is_stored_differently_each_time(database_url: str, key_file: Path) -> None:
    database = open_database(database_url, key_file=key_file)
    store_contact(database, PLANTED)
    with database.session() as session:
        contact = session.get(ResourceContact, 1)
        before = session.execute(text("SELECT person FROM resource_contact")).scalar_one()
        session.add(ResourceContact(resource_id=contact.resource_id, person=PLANTED))
        session.flush()
        both = session.execute(text("SELECT person FROM resource_contact")).scalars().all()
        assert len(set(both)) == 2
        assert before in both
    database.close()


def test_a_value_moved_to_another_column_is_refused(database_url: str, key_file: Path) -> None:
    database = open_database(database_url, key_file=key_file)
    store_contact(database, PLANTED)
    with database.session() as session:
        sealed = session.execute(text("SELECT person FROM resource_contact")).scalar_one()
        session.execute(
            text(
                "INSERT INTO account (created_at, updated_at, public_id, version, organisation_id,"
                " sign_in_name, display_name, role, password_hash)"
                " VALUES ('2026-11-21', '2026-11-21', 'x', 1, 1, 'x', :sealed, 'worker', 'x')"
            ),
            {"sealed": sealed},
        )
    from api.accounts.tables import Account

    with pytest.raises(NotReady), database.session() as session:
        session.get(Account, 1)
    database.close()


def test_without_the_key_an_encrypted_value_is_not_readable(database_url: str, key_file: Path) -> None:
    database = open_database(database_url, key_file=key_file)
    store_contact(database, PLANTED)
    database.close()
    keyless = open_database(database_url)
    with pytest.raises(NotReady), keyless.session() as session:
        session.get(ResourceContact, 1)
    keyless.close()


def test_a_key_file_is_readable_by_its_owner_only_and_never_overwritten(key_file: Path) -> None:
    assert key_file.stat().st_mode & 0o077 == 0
    with pytest.raises(FileExistsError):
        write_new_key(key_file)


@pytest.mark.parametrize("content", ["", "kein base64 ★", "AAAA"])
def test_a_damaged_key_file_is_named_in_the_message(tmp_path: Path, content: str) -> None:
    path = tmp_path / "broken.key"
    path.write_text(content, encoding="utf-8")
    with pytest.raises(NotReady, match=r"broken\.key"):
        read_key(path)
