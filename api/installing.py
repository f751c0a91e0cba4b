"""Making a database ready: its file, its tables, and the rows that every database has."""

from __future__ import annotations

from pathlib import Path

from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError
from sqlmodel import Session, col, select

from api import schema
from api.settings import Settings
from resources.catalogue_writer import get_or_add_organisation
from resources.clock import Clock
from resources.database import Database, open_database
from resources.encryption import has_key, read_key, use_key, write_new_key
from resources.errors import NotReady
from resources.repository import installation
from resources.tables import CatalogueState, Installation, Organisation

UNNAMED_MUNICIPALITY = "自治体名未設定"


def open_with_key(settings: Settings) -> Database:
    """Open a database as it is, with its key where there is one. Nothing is created or checked."""
    database = open_database(settings.database_url)  # first of all: it says what is wrong with the address
    key = key_file(settings)
    if settings.key_file is not None or key.exists():
        use_key(database.engine.dialect, read_key(key))
    return database


def open_existing(settings: Settings) -> Database:
    """Open a database that is already set up. Raises NotReady when it is missing, old or lacks its key."""
    if (path := sqlite_path(settings.database_url)) and not path.exists():
        raise NotReady(
            f"データベース {path.name} がまだありません。"
            "デモを試すなら tsunagite demo、実際の一覧を入れるなら tsunagite import resources を実行してください。"
        )
    database = open_with_key(settings)
    schema.require_current(database)
    with database.session() as session:
        found = installation(session)
    if found is None:
        raise NotReady(
            "このデータベースは準備が終わっていません。tsunagite import resources で作り直してください。"
        )
    if not found.is_demo and not has_key(database.engine.dialect):
        raise NotReady(
            f"個人の欄を暗号化した鍵 {key_file(settings).name} がありません。控えから戻すか、"
            "TSUNAGITE_KEY_FILE に鍵ファイルを指定してください。"
        )
    return database


def open_or_create(
    settings: Settings, *, clock: Clock, municipality: str = "", is_demo: bool = False
) -> tuple[Database, Path | None]:
    """Open a database, making file, tables, key and first rows where they are missing.

    Gives the database and the key file, if one was made (its owner must be told to keep a copy). A demo
    database gets no key.
    """
    if path := sqlite_path(settings.database_url):
        path.parent.mkdir(parents=True, exist_ok=True)
    database = open_with_key(settings)
    schema.upgrade(database)
    with database.session() as session:
        is_new = installation(session) is None
    if not is_new:
        database.close()
        return open_existing(settings), None
    made = None if is_demo or has_key(database.engine.dialect) else _make_key(settings, database)
    with database.session() as session:
        _add_first_rows(session, municipality or UNNAMED_MUNICIPALITY, is_demo, clock)
    return database, made


def key_file(settings: Settings) -> Path:
    """Where the key is: as set, else beside a SQLite file, else var/<name of the database>.key."""
    if settings.key_file is not None:
        return settings.key_file
    if path := sqlite_path(settings.database_url):
        return path.with_name(path.name + ".key")
    return Path("var") / f"{make_url(settings.database_url).database or 'tsunagite'}.key"


def municipality_organisation(session: Session) -> Organisation:
    """The municipality itself: the keeper of what is imported, and of its staff's accounts."""
    return session.exec(
        select(Organisation).where(col(Organisation.relation) == "own").order_by(col(Organisation.id))
    ).first() or get_or_add_organisation(session, UNNAMED_MUNICIPALITY, relation="own")


def sqlite_path(url: str) -> Path | None:
    """The file behind a SQLite address; None for other databases and for one in memory."""
    try:
        address = make_url(url)
    except ArgumentError:  # open_database gives the message for an unreadable address
        return None
    if address.get_backend_name() != "sqlite" or not address.database or address.database == ":memory:":
        return None
    return Path(address.database)


def _make_key(settings: Settings, database: Database) -> Path:
    key = key_file(settings)
    key.parent.mkdir(parents=True, exist_ok=True)
    write_new_key(key)
    use_key(database.engine.dialect, read_key(key))
    return key


def _add_first_rows(session: Session, municipality: str, is_demo: bool, clock: Clock) -> None:
    session.add(Installation(municipality_name=municipality, is_demo=is_demo, created_at=clock.now()))
    session.add(CatalogueState(changed_at=clock.now()))
    get_or_add_organisation(session, municipality, relation="own", kind="municipality")
