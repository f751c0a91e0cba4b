"""Which files the catalogue was made from, and where its areas, population and towns come from."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from sqlmodel import Session, col, select

from geo.sources import Source
from resources.addresses import list_address_sources
from resources.area_kinds import kind_label
from resources.tables import District, ImportSource, PopulationSource


@dataclass(frozen=True, slots=True)
class Layer:
    """One imported layer: what it is, in Japanese, and its source."""

    what: str
    source: Source


def list_sources(session: Session, *, limit: int = 50) -> list[ImportSource]:
    """The newest imports first."""
    newest_first = select(ImportSource).order_by(col(ImportSource.imported_at).desc(), col(ImportSource.id))
    return list(session.exec(newest_first.limit(limit)))


def list_layers(session: Session) -> list[Layer]:
    """Areas by kind, population and lists of towns, each with source, edition and licence as far as stated."""
    return [*_areas(session), *_population(session), *_towns(session)]


def _areas(session: Session) -> Iterator[Layer]:
    columns = (District.kind, District.source, District.edition, District.licence, District.note)
    said_of = select(*columns).distinct()  # type: ignore[call-overload]
    for kind, *said in sorted(session.execute(said_of).all()):
        yield Layer(kind_label(kind), Source(*said))


def _population(session: Session) -> Iterator[Layer]:
    for row in session.exec(select(PopulationSource)):
        yield Layer("人口", Source(row.name, row.edition, row.licence, row.note))


def _towns(session: Session) -> Iterator[Layer]:
    for row in list_address_sources(session):
        yield Layer("町字", Source(row.name, row.edition, row.licence, row.attribution))
