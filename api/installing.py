"""Making a database ready: its file, its key, its tables, and the rows that every database has."""

from __future__ import annotations

import os
from contextlib import suppress
from pathlib import Path

from sqlalchemy import inspect
from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError
from sqlmodel import Session, col, select

from api import schema
from api.settings import Settings
from resources.catalogue_writer import get_or_add_organisation
from resources.clock import Clock
from resources.database import Database, check_reachable, open_database
from resources.encryption import has_key, read_key, use_key, write_new_key
from resources.errors import NotReady
from resources.repository import installation
from resources.tables import CatalogueState, Installation, Organisation

UNNAMED_MUNICIPALITY = "自治体名未設定"


def open_existing(settings: Settings) -> Database:
    """Open a database that is already set up. Raises NotReady when it is missing, old or lacks its key."""
    path = sqlite_path(settings.database_url)
    if path and not path.exists():
        raise NotReady(
            f"データベース {path.name} がまだありません。"
            "デモを試すなら tsunagite demo、実際の一覧を入れるなら tsunagite import resources を実行してください。"
        )
    database = open_with_key(settings)
    try:
        schema.require_current(database)
        _require_its_key(database, settings)
    except BaseException:
        database.close()
        raise
    return database


def open_or_create(
    settings: Settings, *, clock: Clock, municipality: str = ""
) -> tuple[Database, Path | None]:
    """Open a database, making file, tables, key and first rows where they are missing.

    Gives the database and the key file, if one was made (its owner must be told to keep a copy).
    """
    database = create_tables(settings)
    try:
        with database.session() as session:
            is_new = installation_kind(session) is None
        if not is_new:
            _require_its_key(database, settings)
            return database, None
        made = None if has_key(database.engine.dialect) else _make_key(settings, database)
        with database.session() as session:
            add_first_rows(session, municipality or UNNAMED_MUNICIPALITY, is_demo=False, clock=clock)
    except BaseException:
        database.close()
        raise
    return database, made


def create_tables(settings: Settings) -> Database:
    """Open a database, making its file and bringing its tables to this version; no row is added."""
    path = sqlite_path(settings.database_url)
    if path and not path.exists():
        _make_sqlite_file(settings, path)
    database = open_with_key(settings)
    try:
        schema.upgrade(database)
    except BaseException:
        database.close()
        raise
    return database


def open_with_key(settings: Settings) -> Database:
    """Open a database as it is, with its key where there is one. A demo never has a key."""
    database = open_database(settings.database_url)  # first of all: it says what is wrong with the address
    try:
        check_reachable(database)
        key = key_file(settings)
        if (settings.key_file is not None or key.exists()) and not _is_demo(database):
            use_key(database.engine.dialect, read_key(key))
    except BaseException:
        database.close()
        raise
    return database


def add_first_rows(session: Session, municipality: str, *, is_demo: bool, clock: Clock) -> None:
    """The rows that every database has, once."""
    session.add(Installation(municipality_name=municipality, is_demo=is_demo, created_at=clock.now()))
    session.add(CatalogueState(changed_at=clock.now()))
    get_or_add_organisation(session, municipality, relation="own", kind="municipality")


def installation_kind(session: Session) -> str | None:
    """ "demo" or "real"; None where the first rows are missing. Works without the key."""
    is_demo = session.exec(select(Installation.is_demo)).first()
    return None if is_demo is None else ("demo" if is_demo else "real")


def municipality_organisation(session: Session) -> Organisation:
    """The municipality itself: the keeper of what is imported, and of its staff's accounts."""
    return session.exec(
        select(Organisation).where(col(Organisation.relation) == "own").order_by(col(Organisation.id))
    ).one()


def key_file(settings: Settings) -> Path:
    """Where the key is: as set, else beside a SQLite file, else var/<name of the database>.key."""
    if settings.key_file is not None:
        return settings.key_file
    if path := sqlite_path(settings.database_url):
        return path.with_name(path.name + ".key")
    return Path("var") / f"{make_url(settings.database_url).database or 'tsunagite'}.key"


def data_folder(settings: Settings) -> Path:
    """Where large arrays are kept: as set, else beside a SQLite file, else var/<name of the database>.data."""
    if settings.data_dir is not None:
        return settings.data_dir
    if path := sqlite_path(settings.database_url):
        return path.with_name(path.name + ".data")
    return Path("var") / f"{make_url(settings.database_url).database or 'tsunagite'}.data"


def sqlite_path(url: str) -> Path | None:
    """The file behind a SQLite address; None for other databases and for one in memory."""
    try:
        address = make_url(url)
    except ArgumentError:  # open_database gives the message for an unreadable address
        return None
    if address.get_backend_name() != "sqlite" or not address.database or address.database == ":memory:":
        return None
    return Path(address.database)


def _make_sqlite_file(settings: Settings, path: Path) -> None:
    """A file with all tables, which appears whole: SQLite's CREATE TABLE takes part in no transaction.

    Accounts and volunteers will be in it: nobody else on the machine reads it.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    unfinished = path.with_name(f"{path.name}.{os.getpid()}.unfinished")
    unfinished.unlink(missing_ok=True)
    unfinished.touch(mode=0o600)
    try:
        database = open_database(
            make_url(settings.database_url)
            .set(database=str(unfinished))
            .render_as_string(hide_password=False)
        )
        schema.upgrade(database)
        database.close()
        with suppress(FileExistsError):  # another process was faster: its file stays
            os.link(unfinished, path)
    finally:
        unfinished.unlink(missing_ok=True)


def _is_demo(database: Database) -> bool:
    """Whether the database says that it is a demo (an empty one says nothing)."""
    if not inspect(database.engine).has_table("installation"):
        return False
    with database.session() as session:
        return installation_kind(session) == "demo"


def _require_its_key(database: Database, settings: Settings) -> None:
    """Raise NotReady unless the database is set up and, if it is a real one, this is its key."""
    with database.session() as session:
        kind = installation_kind(session)
        if kind is None:
            raise NotReady(
                "このデータベースは準備の途中です。tsunagite demo か tsunagite import resources をもう一度実行してください。"
            )
        if kind == "real" and not has_key(database.engine.dialect):
            raise NotReady(
                f"個人の欄を暗号化した鍵 {key_file(settings).name} がありません。控えから戻すか、"
                "TSUNAGITE_KEY_FILE に鍵ファイルを指定してください。"
            )
        installation(session)  # decrypts the key check: another database's key is refused here


def _make_key(settings: Settings, database: Database) -> Path:
    key = key_file(settings)
    key.parent.mkdir(parents=True, exist_ok=True)
    write_new_key(key)
    use_key(database.engine.dialect, read_key(key))
    return key
