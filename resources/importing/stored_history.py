"""Earlier imports as the database has them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence

from sqlmodel import Session, col, select

from geo.sources import Source
from resources.encryption import fingerprint
from resources.importing.history import EarlierFile, Namesake, Slot
from resources.tables import ImportSource, Resource, SourceRow

_CHUNK = 500  # SQLite's limit on variables in one statement is 999 on old builds


class StoredHistory:
    """`History` of one database; digests are fingerprints under its key."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self._dialect = session.get_bind().dialect

    def digest(self, text: str) -> str:
        return fingerprint(self._dialect, text)

    def slots(self, system: str) -> dict[str, Slot]:
        rows = self._session.exec(
            select(SourceRow.natural_key, SourceRow.row_hash, SourceRow.resource_id).where(
                col(SourceRow.source_system) == system
            )
        )
        return {key: Slot(key, content, resource_id) for key, content, resource_id in rows}

    def namesakes(self, keys: Sequence[str], system: str) -> Mapping[str, Sequence[Namesake]]:
        found: dict[str, list[Namesake]] = defaultdict(list)
        for start in range(0, len(keys), _CHUNK):
            rows = self._session.exec(
                select(SourceRow.natural_key, SourceRow.row_hash, SourceRow.source_system, Resource)
                .join(Resource, col(SourceRow.resource_id) == col(Resource.id))
                .where(
                    col(SourceRow.natural_key).in_(keys[start : start + _CHUNK]),
                    col(SourceRow.source_system) != system,
                )
                .order_by(col(SourceRow.id))
            )
            for key, content, other, resource in rows:
                found[key].append(Namesake(other, resource.name, Slot(key, content, resource.id)))
        return found

    def earlier_file(self, sha256: str) -> EarlierFile | None:
        newest = (
            select(ImportSource).where(ImportSource.sha256 == sha256).order_by(col(ImportSource.id).desc())
        )
        source = self._session.exec(newest).first()
        return EarlierFile(source.file_name, source.source_system) if source else None


def stated_source(session: Session, systems: Collection[str]) -> Source:
    """What was said last of the source of one of these lists; nothing when nobody said anything."""
    newest = (
        select(ImportSource)
        .where(
            col(ImportSource.source_system).in_(systems),
            (col(ImportSource.name) != "") | (col(ImportSource.licence) != ""),
        )
        .order_by(col(ImportSource.id).desc())
    )
    row = session.exec(newest).first()
    return Source(row.name, row.edition, row.licence) if row else Source("")
