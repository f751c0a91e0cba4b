"""An invented city of five entries: one that fits many, and one for each thing a page must get right."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from fastapi import FastAPI

from api.installing import municipality_organisation
from resources.catalogue_writer import add_resource, touch_catalogue
from resources.clock import Clock
from resources.records import ResourceRecord, ScheduleRule

PASSWORDS = {"worker": "tukareta-neko-3", "csw": "hashiru-kame-7", "contractor": "nemuru-tori-9"}
ACCOUNTS = (("worker", "worker", None), ("csw", "csw", None), ("contractor", "worker", "委託法人"))

OPEN_PLACE = ResourceRecord(
    key="a",
    name="ふらっとカフェ",
    name_kana="フラットカフェ",
    kind="third_place",
    operator="NPO法人みなも",
    operator_kind="npo",
    summary="鉄道模型を囲んで、静かに過ごせる居場所です。",
    audience="家にいることが多い方",
    age_min=18,
    age_max=64,
    district="D01",
    address="架空市本町1-1",
    lat=35.01,
    lon=135.94,
    delivery=("on_site",),
    schedule=(ScheduleRule(("tue", "thu"), 13 * 60, 17 * 60, "weekly"),),
    capacity=8,
    openings=3,
    capacity_soft="あと2人くらい、火曜以外",
    fee_yen=0,
    honorarium="1回500円",
    insurance="ボランティア保険",
    stages=("connect", "attend"),
    confirmed_on=date(2026, 10, 1),
    phone="0770-00-0001",
    contact_person="担当 みなも",
)
VOLUNTEER = ResourceRecord(
    key="e",
    name="傾聴ボランティア こだま",
    kind="volunteer_person",
    operator="こだま花子",
    address="架空市港町9-9",
    phone="0770-00-0009",
    contact_person="こだま花子",
    lat=35.0312,
    lon=135.9123,
    district="D02",
    delivery=("home_visit",),
    summary="お話を聴きます。",
)


def sample_records() -> list[ResourceRecord]:
    """The open place, a full one, one for women, one open at night only, and a volunteer."""
    bare = ResourceRecord(
        key="", name="", kind="", district="D01", lat=35.02, lon=135.95, delivery=("on_site",)
    )
    night = ScheduleRule(("fri",), 19 * 60, 21 * 60, "monthly")
    return [
        OPEN_PLACE,
        replace(bare, key="b", name="サロン ひだまり", kind="salon", openings=0, capacity=10),
        replace(bare, key="c", name="女性の手芸の会", kind="hobby_culture", gender="female"),
        replace(bare, key="d", name="夜の将棋クラブ", kind="hobby_culture", schedule=(night,)),
        VOLUNTEER,
    ]


def add_entries(app: FastAPI, clock: Clock, *records: ResourceRecord) -> list[str]:
    """Add entries to a running application's catalogue; their public ids."""
    with app.state.parts.database.session() as session:
        owner = municipality_organisation(session)
        added = [add_resource(session, record, owner=owner, clock=clock) for record in records]
        touch_catalogue(session, clock=clock)
        return [resource.public_id for resource in added]
