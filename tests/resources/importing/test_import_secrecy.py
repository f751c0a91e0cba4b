"""Nothing that is stored in the open lets anybody confirm where a volunteer lives."""

from __future__ import annotations

from pathlib import Path

import pytest
from sqlalchemy import text
from sqlmodel import select

from resources.clock import FixedClock
from resources.database import Database, open_database
from resources.encryption import use_key
from resources.importing import read_resources
from resources.importing.apply import apply_import
from resources.importing.identity import natural_key, numbered_key, plain_digest, row_hash
from resources.tables import CatalogueState, Organisation, SourceRow

LIST = "資源ID,名称,種別,所在地,状態,電話\nV1,傾聴します,ボランティア人材,泉町2-3,公開中,090-0000-1111\n"


@pytest.fixture
def volunteers(tmp_path: Path) -> Path:
    (tmp_path / "v.csv").write_text(LIST, encoding="utf-8")
    return tmp_path / "v.csv"


def _import(database: Database, path: Path, clock: FixedClock) -> None:
    with database.session() as session:
        owner = Organisation(name="市", name_folded="市", relation="own")
        session.add_all([CatalogueState(), owner])
        session.flush()
        apply_import(session, [read_resources(path)], owner=owner, clock=clock)


def test_keys_and_hashes_of_rows_depend_on_the_key_of_the_database(
    database_url: str, volunteers: Path, clock: FixedClock
) -> None:
    database = open_database(database_url)
    use_key(database.engine.dialect, b"k" * 32)
    _import(database, volunteers, clock)
    (record,) = read_resources(volunteers).records
    with database.session() as session:
        link = session.exec(select(SourceRow)).one()
        assert link.natural_key != numbered_key(natural_key(record), 0, plain_digest)
        assert link.row_hash != row_hash(record, plain_digest)
    with database.session() as session:
        stored = session.connection().execute(text("SELECT * FROM source_row")).one()
        assert not any(secret in str(stored) for secret in ("泉町", "090-0000", "傾聴"))
    database.close()


def test_a_list_is_recognised_again_under_the_same_key(
    database_url: str, volunteers: Path, clock: FixedClock
) -> None:
    database = open_database(database_url)
    use_key(database.engine.dialect, b"k" * 32)
    _import(database, volunteers, clock)
    with database.session() as session:
        owner = session.exec(select(Organisation)).first()
        assert owner
        plan = apply_import(session, [read_resources(volunteers)], owner=owner, clock=clock)
        assert plan.files[0].count("unchanged") == 1
    database.close()
