"""Opening the database, and the only place that commits."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sqlalchemy import Engine, event
from sqlalchemy.engine import make_url
from sqlalchemy.exc import (
    ArgumentError,
    DatabaseError,
    IntegrityError,
    NoSuchModuleError,
    OperationalError,
)
from sqlalchemy.orm.exc import StaleDataError
from sqlmodel import Session, create_engine

from resources.encryption import read_key, use_key
from resources.errors import BadInput, Conflict, NotReady
from resources.searching.holding import holds_any

BUSY_MILLISECONDS = 5000
"""How long SQLite waits for another writer."""


@dataclass(frozen=True)
class Database:
    """A municipality's database."""

    engine: Engine

    @contextmanager
    def session(self) -> Iterator[Session]:
        """One unit of work: committed when the block ends well, rolled back otherwise."""
        with Session(self.engine, expire_on_commit=False) as session:
            try:
                yield session
                session.commit()
            except StaleDataError as error:
                session.rollback()
                raise Conflict(
                    "ほかの人が先に変更しました。読み直してからもう一度入力してください。"
                ) from error
            except IntegrityError as error:
                session.rollback()
                raise Conflict(
                    "ほかの処理が同じものを同時に登録しました。何も書き込んでいません。もう一度実行してください。"
                ) from error
            except OperationalError as error:
                session.rollback()
                raise NotReady(
                    "データベースを使えませんでした（ほかの処理が使っているか、止まっています）。"
                    "何も書き込んでいません。少し待ってからもう一度実行してください。"
                ) from error
            except BaseException:
                session.rollback()
                raise

    def close(self) -> None:
        """Give back all connections."""
        self.engine.dispose()


def open_database(url: str, *, key_file: Path | None = None) -> Database:
    """Open SQLite or PostgreSQL. Nothing is created: `api.schema.upgrade` does that.

    Raises BadInput for an address that is none, NotReady when the driver or the key is missing.
    """
    try:
        address = make_url(url)
        if address.get_backend_name() not in ("sqlite", "postgresql"):
            raise ArgumentError(address.get_backend_name())
        if address.drivername == "postgresql":
            address = address.set(drivername="postgresql+psycopg")
        engine = create_engine(address, hide_parameters=True)  # an error text must not hold what was written
    except (ArgumentError, NoSuchModuleError) as error:
        raise BadInput(
            "データベースのアドレスを読めません。",
            remedy="sqlite:///ファイル名 または postgresql://利用者@ホスト/名前 の形で書いてください。",
        ) from error
    except ModuleNotFoundError as error:
        raise NotReady(
            "PostgreSQL のドライバーが入っていません。.venv/bin/pip install -r requirements-postgres.lock で入れてください。"
        ) from error
    if engine.dialect.name == "sqlite":
        event.listen(engine, "connect", _prepare_sqlite)
    if key_file is not None:
        use_key(engine.dialect, read_key(key_file))
    return Database(engine)


def check_reachable(database: Database) -> None:
    """Raise NotReady when the database does not answer, or is something else."""
    try:
        with database.engine.connect():
            return
    except OperationalError as error:
        raise NotReady(
            "データベースにつながりません。アドレスと、動いているかを確かめてください。"
        ) from error
    except DatabaseError as error:
        raise NotReady("データベースとして読めません。つなぎてのデータベースか確かめてください。") from error


def _prepare_sqlite(connection: Any, _record: Any) -> None:
    """Foreign keys are off by default; WAL lets readers work while one writes; searching needs `holds_any`."""
    cursor = connection.cursor()
    cursor.execute("PRAGMA foreign_keys=ON")
    cursor.execute("PRAGMA journal_mode=WAL")
    cursor.execute(f"PRAGMA busy_timeout={BUSY_MILLISECONDS}")
    cursor.close()
    connection.create_function("holds_any", 2, holds_any, deterministic=True)
