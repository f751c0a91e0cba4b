"""Whether the outlines of the 学区 may leave: like every imported layer only with a stated licence."""

from __future__ import annotations

from sqlmodel import Session, col, select

from resources.tables import District


def outlines_may_leave(session: Session) -> bool:
    """False as soon as one outline lacks its licence."""
    unlicensed = select(District.id).where(
        col(District.boundary_geojson).is_not(None), District.licence == "", col(District.own).is_(True)
    )
    return session.exec(unlicensed.limit(1)).first() is None
