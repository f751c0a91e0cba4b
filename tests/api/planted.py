"""Words that must not leave, planted into every field that is not public, and a search for their bytes."""

from __future__ import annotations

import io
import zipfile
from dataclasses import replace

from fastapi import FastAPI
from sqlmodel import col, select

from resources.clock import Clock
from resources.tables import FieldVisibility, Resource
from tests.api.sample_city import OPEN_PLACE, VOLUNTEER, add_entries

SECRETS = (
    *("担当たぬき吉", "やわらかな余地たぬき", "謝金たぬき", "保険たぬき", "伏せた概要たぬき"),
    *("伏せた住所たぬき1-1", "0770-99-1111", "35.07531", "135.98765", "伏せた備考たぬき", "伏せた配慮たぬき"),
    *(
        "狸山ぽん子",
        "0770-99-2222",
        "狸町7-7",
        "35.06666",
        "135.97777",
        "内輪だけの場たぬき",
        "打診中の場たぬき",
    ),
    *("名を伏せたたぬき", "付き添う社協たぬき"),
)
SEEN = ("見える場のなまえ", "見えるボランティアのなまえ")


def plant(app: FastAPI, clock: Clock) -> None:
    """An open place with closed fields, a volunteer, and three entries that must not leave at all."""
    place = replace(
        OPEN_PLACE,
        name=SEEN[0],
        contact_person=SECRETS[0],
        capacity_soft=SECRETS[1],
        honorarium=SECRETS[2],
        insurance=SECRETS[3],
        summary=SECRETS[4],
        address=SECRETS[5],
        phone=SECRETS[6],
        lat=35.07531,
        lon=135.98765,
        remarks=SECRETS[9],
        considerations=(SECRETS[10],),
        agencies=(SECRETS[19],),
    )
    volunteer = replace(
        VOLUNTEER,
        name=SEEN[1],
        operator=SECRETS[11],
        contact_person=SECRETS[11],
        phone=SECRETS[12],
        address=SECRETS[13],
        lat=35.06666,
        lon=135.97777,
    )
    hidden = [
        replace(OPEN_PLACE, name=SECRETS[16]),
        replace(OPEN_PLACE, name=SECRETS[17], status="contacted"),
        replace(OPEN_PLACE, name=SECRETS[18]),
    ]
    ids = add_entries(app, clock, place, volunteer, *hidden)
    with app.state.parts.database.session() as session:
        rows = {
            row.public_id: row
            for row in session.exec(select(Resource).where(col(Resource.public_id).in_(ids)))
        }
        for field in ("summary", "address", "phone", "remarks", "considerations"):
            session.add(FieldVisibility(resource_id=rows[ids[0]].id, field_code=field, visibility="partners"))
        rows[ids[2]].visibility = "internal"
        session.add(FieldVisibility(resource_id=rows[ids[4]].id, field_code="name", visibility="internal"))


def secrets_in(content: bytes) -> list[str]:
    """The planted words in these bytes: as they stand, as JSON escapes them, and inside a zip."""
    parts = [content]
    if content.startswith(b"PK"):
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            parts += [archive.read(name) for name in archive.namelist()]
    forms = {
        secret: (secret.encode(), secret.encode("unicode_escape"), secret.encode("cp932"))
        for secret in SECRETS
    }
    return [
        secret for secret, written in forms.items() if any(form in part for form in written for part in parts)
    ]
