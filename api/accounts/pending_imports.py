"""Uploaded files that wait for a decision. Every query asks for the account: nobody sees another's files."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import delete, exists
from sqlmodel import Session, col, select

from api.accounts.tables import PendingFile, PendingImport
from resources.errors import NotFound

KEPT_FOR = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class HeldFile:
    """One uploaded file. `mapping_json`: how a person said that it is to be read, "" for as recognised."""

    name: str
    data: bytes
    mapping_json: str = ""


def hold_files(session: Session, account_id: int, files: Sequence[HeldFile], *, now: datetime) -> str:
    """Keep uploaded files for a day; the public id under which their owner finds them."""
    forget_expired(session, now=now)
    pending = PendingImport(account_id=account_id, expires_at=now + KEPT_FOR, created_at=now, updated_at=now)
    session.add(pending)
    session.flush()
    for position, file in enumerate(files):
        session.add(_row(pending, position, file, now))
    return pending.public_id


def _row(pending: PendingImport, position: int, file: HeldFile, now: datetime) -> PendingFile:
    assert pending.id is not None
    return PendingFile(
        pending_import_id=pending.id,
        position=position,
        sha256=hashlib.sha256(file.data).hexdigest(),
        file_name=file.name,
        content=base64.b64encode(file.data).decode(),
        mapping_json=file.mapping_json,
        created_at=now,
    )


def forget_expired(session: Session, *, now: datetime) -> None:
    """Delete what nobody decided about for a day, and results that are older than that."""
    expired = select(PendingImport.id).where(col(PendingImport.expires_at) <= now)
    if session.exec(expired.limit(1)).first() is None:
        return  # nothing to write: a page that only looks waits for nobody
    session.exec(delete(PendingFile).where(col(PendingFile.pending_import_id).in_(expired)))
    session.exec(delete(PendingImport).where(col(PendingImport.expires_at) <= now))


def pending_import(session: Session, account_id: int, public_id: str, *, now: datetime) -> PendingImport:
    """The account's own import that has not expired. Raises NotFound."""
    statement = select(PendingImport).where(
        col(PendingImport.account_id) == account_id,
        col(PendingImport.public_id) == public_id,
        col(PendingImport.expires_at) > now,
    )
    found = session.exec(statement).first()
    if found is None:
        raise NotFound("その取り込みは見つかりません。ファイルは1日で消えます。もう一度選んでください。")
    return found


def held_files(session: Session, pending: PendingImport) -> list[HeldFile]:
    """The files of a pending import in their order."""
    return [
        HeldFile(row.file_name, base64.b64decode(row.content), row.mapping_json)
        for row in _rows(session, pending)
    ]


def file_names(session: Session, pending: PendingImport) -> list[str]:
    """The names of the files, without reading these."""
    mine = select(PendingFile.file_name).where(col(PendingFile.pending_import_id) == pending.id)
    return list(session.exec(mine.order_by(col(PendingFile.position))))


def set_mapping(session: Session, pending: PendingImport, position: int, mapping_json: str) -> None:
    """Remember how one file is to be read. Raises NotFound."""
    row = next((row for row in _rows(session, pending) if row.position == position), None)
    if row is None:
        raise NotFound("そのファイルは見つかりません。")
    row.mapping_json = mapping_json
    session.add(row)


def finish(session: Session, pending: PendingImport, outcome_json: str, *, now: datetime) -> None:
    """Keep what the import did, and no longer the files."""
    session.exec(delete(PendingFile).where(col(PendingFile.pending_import_id) == pending.id))
    pending.outcome_json, pending.updated_at = outcome_json, now
    session.add(pending)


def discard(session: Session, pending: PendingImport) -> None:
    """Forget the files at once."""
    session.exec(delete(PendingFile).where(col(PendingFile.pending_import_id) == pending.id))
    session.delete(pending)


def waiting_imports(session: Session, account_id: int, *, now: datetime) -> list[PendingImport]:
    """The account's imports that nobody decided about, newest first; finished ones have no files any more."""
    held = exists().where(col(PendingFile.pending_import_id) == col(PendingImport.id))
    statement = (
        select(PendingImport)
        .where(col(PendingImport.account_id) == account_id, col(PendingImport.expires_at) > now, held)
        .order_by(col(PendingImport.created_at).desc(), col(PendingImport.id).desc())
    )
    return list(session.exec(statement))


def _rows(session: Session, pending: PendingImport) -> list[PendingFile]:
    mine = select(PendingFile).where(col(PendingFile.pending_import_id) == pending.id)
    return list(session.exec(mine.order_by(col(PendingFile.position))))
