"""Towns (町字) in the database: storing a list of them, and the table that an address is looked up in."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from sqlalchemy import insert
from sqlmodel import Session, col, delete, select

from geo.addresses.folding import fold_town
from geo.addresses.model import Municipality, Town
from geo.addresses.table import town_table
from geo.sources import Source
from resources.clock import Clock
from resources.known_towns import KnownTowns
from resources.tables import AddressSource, AddressTown, Installation

_CHUNK = 2_000
_IDS = 500


def list_address_sources(session: Session) -> list[AddressSource]:
    """The newest list first."""
    newest = select(AddressSource).order_by(col(AddressSource.imported_at).desc(), col(AddressSource.id))
    return list(session.exec(newest))


def same_towns(session: Session, towns: Sequence[Town], source: Source) -> bool:
    """Whether storing this list would change nothing."""
    there = session.exec(select(AddressSource).where(AddressSource.name == source.name[:300])).first()
    said = (source.edition[:100], source.licence[:300], source.note[:500])
    return there is not None and (there.sha256, there.edition, there.licence, there.attribution) == (
        _digest(towns),
        *said,
    )


def store_towns(session: Session, towns: Sequence[Town], source: Source, *, clock: Clock) -> bool:
    """Replace the list of this name; whether anything changed. The note of the source is its attribution."""
    if same_towns(session, towns, source):
        return False
    before = select(AddressSource.id).where(AddressSource.name == source.name[:300])
    session.exec(delete(AddressTown).where(col(AddressTown.source_id).in_(before)))
    session.exec(delete(AddressSource).where(col(AddressSource.name) == source.name[:300]))
    row = AddressSource(
        name=source.name[:300],
        edition=source.edition[:100],
        licence=source.licence[:300],
        attribution=source.note[:500],
        sha256=_digest(towns),
        towns=len(towns),
        imported_at=clock.now(),
    )
    session.add(row)
    session.flush()
    rows = [{"source_id": row.id, "created_at": clock.now(), **values} for values in _rows(towns)]
    for start in range(0, len(rows), _CHUNK):
        session.connection().execute(insert(AddressTown), rows[start : start + _CHUNK])
    return True


def known_towns(session: Session, addresses: Iterable[str] | None = None) -> KnownTowns | None:
    """The stored towns of our own municipality and of all that `addresses` name; None where no list is there.

    Without `addresses`: every town. Where two lists know a municipality, the one that was imported last counts.
    """
    sources = list_address_sources(session)
    if not sources:
        return None
    home = _home(session)
    wanted = None if addresses is None else _cities(session, addresses, home)
    towns: list[Town] = []
    for source in sources:
        covered = {_identity(town.municipality) for town in towns}
        towns += [t for t in _towns(session, source, wanted) if _identity(t.municipality) not in covered]
    return KnownTowns(town_table(towns), home)


def _towns(session: Session, source: AddressSource, cities: Sequence[str] | None) -> Iterator[Town]:
    columns = (
        AddressTown.prefecture,
        AddressTown.county,
        AddressTown.city,
        AddressTown.ward,
        AddressTown.municipality_code,
        AddressTown.name,
        AddressTown.koaza,
        AddressTown.lat,
        AddressTown.lon,
    )
    of_source = select(*columns).where(col(AddressTown.source_id) == source.id)  # type: ignore[call-overload]
    places: dict[tuple[str, ...], Municipality] = {}
    for row in _in_chunks(session, of_source.order_by(col(AddressTown.id)), cities):
        key = tuple(row[:5])
        place = places.setdefault(key, Municipality(*key))
        yield Town(place, *row[5:])


def _in_chunks(session: Session, query: Any, cities: Sequence[str] | None) -> Iterator[Any]:
    """The rows of a query, of these cities only: so many names at a time as a statement may hold."""
    if cities is None:
        yield from session.execute(query)
        return
    for start in range(0, len(cities), _IDS):
        yield from session.execute(query.where(col(AddressTown.city).in_(cities[start : start + _IDS])))


def _cities(session: Session, addresses: Iterable[str], home: str) -> list[str]:
    """The cities whose name, or the name of one of whose wards, occurs in an address, and our own."""
    said = "\n".join(fold_town(address) for address in addresses)
    columns = (AddressTown.city, AddressTown.ward, AddressTown.municipality_code)
    found = set()
    for city, ward, code in session.execute(select(*columns).distinct()):
        ours = code[:2] == home[:2] if code and home.isdigit() else fold_town(city) in fold_town(home)
        if ours or fold_town(city) in said or (ward and fold_town(ward) in said):
            found.add(city)
    return sorted(found)


def _home(session: Session) -> str:
    """The code of the municipality whose database this is, where it has one, else its name."""
    row = session.exec(select(Installation)).first()
    return "" if row is None else (row.municipality_code or row.municipality_name)


def _rows(towns: Iterable[Town]) -> Iterator[dict[str, Any]]:
    for town in towns:
        place = town.municipality
        yield {
            "municipality_code": place.code,
            "prefecture": place.prefecture[:10],
            "county": place.county[:40],
            "city": place.city[:60],
            "ward": place.ward[:40],
            "name": town.name[:200],
            "koaza": town.koaza[:200],
            "lat": town.lat,
            "lon": town.lon,
        }


def _digest(towns: Iterable[Town]) -> str:
    digest = hashlib.sha256()
    for row in _rows(towns):
        digest.update(repr(tuple(row.values())).encode())
    return digest.hexdigest()


def _identity(place: Municipality) -> tuple[str, str, str]:
    """A municipality, whether a list names its 郡 and its code or not."""
    return place.prefecture, place.city, place.ward
