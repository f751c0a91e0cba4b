"""The demo's accounts. They exist only in a demo database, which says so on every page."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session, col, select

from api.accounts.repository import NewAccount, add_account
from api.accounts.tables import Account
from resources.errors import NotPermitted
from resources.repository import installation


@dataclass(frozen=True)
class DemoAccount:
    """A sign-in that everybody may know."""

    sign_in_name: str
    password: str
    display_name: str
    role: str


DEMO_ACCOUNTS = (
    DemoAccount("demo", "tsunagite-de-sanka", "デモの担当者", "worker"),
    DemoAccount("demo-csw", "tsunagite-de-chiiki", "デモのCSW", "csw"),
    DemoAccount("demo-planner", "tsunagite-de-keikaku", "デモの計画担当", "planner"),
)


def add_demo_accounts(session: Session, *, now: datetime) -> tuple[DemoAccount, ...]:
    """Add the demo accounts that are missing. Raises NotPermitted in a database that is no demo."""
    whose = installation(session)
    if whose is None or not whose.is_demo:
        raise NotPermitted("デモ用の利用者は、デモのデータベースにしか作れません。")
    taken = set(session.exec(select(Account.sign_in_name).where(col(Account.sign_in_name).like("demo%"))))
    for demo in DEMO_ACCOUNTS:
        if demo.sign_in_name not in taken:
            new = NewAccount(demo.sign_in_name, demo.display_name, demo.role, demo.password)
            add_account(session, new, now=now)
    return DEMO_ACCOUNTS
