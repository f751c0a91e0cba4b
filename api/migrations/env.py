"""Alembic's entry point. `api.schema` hands over the open connection; there is no alembic.ini."""

from typing import Any, Literal

from alembic import context
from alembic.autogenerate.api import AutogenContext
from sqlalchemy import Connection

import api.tables  # noqa: F401 - every table must be known to the metadata
from resources.encryption import EncryptedText
from resources.tables import METADATA


def render_item(kind: str, item: Any, _context: AutogenContext) -> str | Literal[False]:
    """A migration must run after the product's types have moved on: write what the database stores."""
    return "sa.Text()" if kind == "type" and isinstance(item, EncryptedText) else False


def run(connection: Connection) -> None:
    """Run the migrations on an open connection."""
    context.configure(
        connection=connection,
        target_metadata=METADATA,
        render_as_batch=True,  # SQLite cannot alter a table: copy and move
        compare_type=True,
        render_item=render_item,
        transaction_per_migration=True,
    )
    with context.begin_transaction():
        context.run_migrations()


run(context.config.attributes["connection"])
