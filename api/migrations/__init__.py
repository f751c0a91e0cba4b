"""Alembic migrations of the whole database, run by `api.schema`."""
