"""The limits of staleness that this city has set, and the same rule as a query."""

from __future__ import annotations

from datetime import date, timedelta

from sqlalchemy import ColumnElement, delete, or_
from sqlmodel import Session, col, select

from resources.catalogue_writer import touch_catalogue
from resources.clock import Clock
from resources.errors import BadInput
from resources.quality.limits import FEWEST_DAYS, MOST_DAYS, StalenessLimits, default_limits
from resources.tables import Organisation, Resource, StalenessLimit


def load_limits(session: Session) -> StalenessLimits:
    """What was set; where nothing was, the limits of the code list."""
    rows = session.exec(select(StalenessLimit)).all()
    if not rows:
        return default_limits()

    def days(applies_to: str) -> dict[str, int]:
        return {row.code: row.days for row in rows if row.applies_to == applies_to}

    return StalenessLimits(
        days("other").get("other", default_limits().other), days("kind"), days("operator_kind")
    )


def save_limits(session: Session, limits: StalenessLimits, *, clock: Clock) -> None:
    """Put these limits in force; rankings follow with the next snapshot. Raises BadInput beyond sense."""
    given = limits.all()
    if not all(FEWEST_DAYS <= days <= MOST_DAYS for _, _, days in given):
        raise BadInput(f"日数は{FEWEST_DAYS}から{MOST_DAYS}までで入れてください。")
    session.exec(delete(StalenessLimit))
    session.add_all(
        StalenessLimit(applies_to=applies_to, code=code, days=days, created_at=clock.now())
        for applies_to, code, days in given
    )
    touch_catalogue(session, clock=clock)


def stale_entries(on: date, limits: StalenessLimits | None = None) -> ColumnElement[bool]:
    """Entries of which `resources.quality.staleness.is_stale` is true on that day."""
    confirmed = col(Resource.confirmed_on)
    return (col(Resource.status) != "retired") & (
        confirmed.is_(None) | overdue(on, limits or default_limits())
    )


def overdue(on: date, limits: StalenessLimits) -> ColumnElement[bool]:
    """Entries with a confirmation that is older than their limit."""
    kind, operator, confirmed = col(Resource.kind), col(Resource.operator_id), col(Resource.confirmed_on)
    own_limit = kind.in_(limits.by_kind)
    special = operator.in_(select(Organisation.id).where(col(Organisation.kind).in_(limits.by_operator_kind)))
    beyond = [~own_limit & (operator.is_(None) | ~special) & (confirmed < _before(on, limits.other))]
    for code, days in limits.by_kind.items():
        beyond.append((kind == code) & (confirmed < _before(on, days)))
    for code, days in limits.by_operator_kind.items():
        of_kind = operator.in_(select(Organisation.id).where(col(Organisation.kind) == code))
        beyond.append(~own_limit & of_kind & (confirmed < _before(on, days)))
    return or_(*beyond)


def _before(on: date, days: int) -> date:
    return on - timedelta(days=days)
