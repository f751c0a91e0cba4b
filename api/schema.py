"""The database schema: upgrading it, and saying whether it is current."""

from __future__ import annotations

from importlib.resources import files

from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection

import api.tables  # noqa: F401 - the metadata must be complete
from resources.database import Database, check_reachable
from resources.errors import NotReady
from resources.tables import METADATA


def upgrade(database: Database, revision: str = "head") -> None:
    """Bring the schema to `revision`; an empty database gets every table."""
    check_reachable(database)
    with database.engine.connect() as connection:
        command.upgrade(_config(connection), revision)


def downgrade(database: Database, revision: str) -> None:
    """Take the schema back to `revision` ("base" = nothing left)."""
    with database.engine.connect() as connection:
        command.downgrade(_config(connection), revision)


def require_current(database: Database) -> None:
    """Raise NotReady when the schema is missing or older (or newer) than this program."""
    check_reachable(database)
    with database.engine.connect() as connection:
        there = MigrationContext.configure(connection).get_current_revision()
        wanted = ScriptDirectory.from_config(_config(connection)).get_current_head()
    if there is None:
        raise NotReady("このデータベースはまだ空です。tsunagite demo か tsunagite import で作ってください。")
    if there != wanted:
        raise NotReady(
            "データベースの形がこの版と合いません。tsunagite doctor --upgrade で更新してください。"
        )


def differences(database: Database) -> list[object]:
    """What autogenerate would change: empty when models and migrations agree."""
    with database.engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        return list(compare_metadata(context, METADATA))


def _config(connection: Connection) -> Config:
    config = Config()
    config.set_main_option("script_location", str(files("api").joinpath("migrations")))
    config.set_main_option("path_separator", "os")
    config.attributes["connection"] = connection
    return config
