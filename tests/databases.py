"""Real databases for tests: one migrated template per kind and session, one copy per test."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from uuid import uuid4

import psycopg
import pytest
from psycopg import sql

from api import schema
from resources.database import open_database
from tools.steps import in_ci

POSTGRES = os.environ.get("TSUNAGITE_TEST_POSTGRES", "postgresql://postgres@127.0.0.1:5432/postgres")


def migrate(url: str) -> None:
    """Bring the database at `url` to the newest schema."""
    database = open_database(url)
    schema.upgrade(database)
    database.close()


@contextmanager
def postgres_databases() -> Iterator[str]:
    """A migrated PostgreSQL database to copy from; its name. Dropped afterwards."""
    name = f"tsunagite_test_{uuid4().hex[:12]}"
    administer(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))
    try:
        migrate(postgres_url(name))
        yield name
    finally:
        drop(name)


@contextmanager
def copy_of_postgres(template: str) -> Iterator[str]:
    """The address of a fresh copy of `template`. Dropped afterwards."""
    name = f"tsunagite_test_{uuid4().hex[:12]}"
    administer(
        sql.SQL("CREATE DATABASE {} TEMPLATE {}").format(sql.Identifier(name), sql.Identifier(template))
    )
    try:
        yield postgres_url(name)
    finally:
        drop(name)


def copy_of_sqlite(template: Path, folder: Path) -> str:
    """The address of a fresh copy of the file `template`."""
    return f"sqlite:///{shutil.copy(template, folder / 'tsunagite.db')}"


def postgres_url(name: str) -> str:
    """The address of the database `name` on the test server."""
    return POSTGRES.rsplit("/", 1)[0] + "/" + name


def drop(name: str) -> None:
    """Remove a database, whoever is still connected."""
    administer(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name)))


def administer(statement: sql.Composed) -> None:
    """Run one statement outside a transaction."""
    with psycopg.connect(POSTGRES, autocommit=True) as connection:
        connection.execute(statement)


@cache
def postgres_answers() -> bool:
    """Whether a PostgreSQL server is there. CI must have one; elsewhere its tests are counted as not run."""
    try:
        with psycopg.connect(POSTGRES, connect_timeout=3):
            return True
    except psycopg.OperationalError:
        if in_ci():
            pytest.fail("CI needs PostgreSQL on 127.0.0.1:5432 (trust, user postgres)")
        return False
