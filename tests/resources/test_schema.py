"""The migrations make what the models say, on both databases, and can be taken back."""

from __future__ import annotations

import pytest
from sqlalchemy import inspect

from api import schema
from resources.database import Database, open_database
from resources.errors import BadInput, NotReady


def test_models_and_migrations_agree(database: Database) -> None:
    assert schema.differences(database) == []


def test_a_migration_can_be_taken_back_and_run_again(database: Database) -> None:
    schema.downgrade(database, "base")
    assert set(inspect(database.engine).get_table_names()) <= {"alembic_version"}
    with pytest.raises(NotReady):
        schema.require_current(database)
    schema.upgrade(database)
    schema.require_current(database)


def test_every_constraint_has_a_name(database: Database) -> None:
    inspector = inspect(database.engine)
    for table in inspector.get_table_names():
        names = [
            c["name"] for c in inspector.get_unique_constraints(table) + inspector.get_foreign_keys(table)
        ]
        assert all(names), table


def test_an_address_that_is_no_database_is_refused_in_one_line() -> None:
    with pytest.raises(BadInput) as caught:
        open_database("これはデータベースではない")
    assert "\n" not in caught.value.message


def test_a_server_that_does_not_answer_is_said_without_the_password() -> None:
    database = open_database("postgresql://somebody:secret-word@127.0.0.1:1/nothing")
    with pytest.raises(NotReady) as caught:
        schema.require_current(database)
    assert "secret-word" not in caught.value.message
