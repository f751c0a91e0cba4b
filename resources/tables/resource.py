"""地域資源: the resource and what hangs on it. Codes are those of `resources/codes/*.csv`."""

from __future__ import annotations

from datetime import date

from sqlalchemy import Column, UniqueConstraint
from sqlmodel import Field

from resources.encryption import EncryptedText
from resources.tables.base import Row, VersionedRow


class Resource(VersionedRow, table=True):
    """One place, person offer or coordinating service.

    `standing`: participation_place 参加先 / candidate_venue 会場候補 / reference_facility 参考施設; by default
    from the kind, `standing_set_by` names the account that decided otherwise (only a person promotes).
    Limits: None = not stated. `openings` 0 = full. `capacity_soft` is the host's own words
    (「あと2人くらい、火曜以外」). `visibility` is the 公開範囲 of the whole entry.
    """

    __tablename__ = "resource"

    organisation_id: int = Field(foreign_key="organisation.id", index=True)
    operator_id: int | None = Field(default=None, foreign_key="organisation.id", index=True)
    standing: str = Field(max_length=40, index=True)
    standing_set_by: str | None = Field(default=None, max_length=40)
    visibility: str = Field(default="public", max_length=20)
    kind: str = Field(max_length=60, index=True)
    facet: str | None = Field(default=None, max_length=20)
    name: str = Field(max_length=300)
    name_kana: str = Field(default="", max_length=300)
    search_text: str = Field(default="")
    summary: str = Field(default="")
    audience: str = Field(default="")
    age_min: int | None = None
    age_max: int | None = None
    gender: str = Field(default="any", max_length=20)
    capacity_hard: int | None = None
    openings: int | None = None
    capacity_soft: str = Field(default="")
    group_size: str | None = Field(default=None, max_length=40)
    fee_yen: int | None = None
    fee_note: str = Field(default="")
    honorarium: str = Field(default="")
    transport: str | None = Field(default=None, max_length=40)
    transport_note: str = Field(default="")
    roles: str = Field(default="")
    insurance: str = Field(default="")
    status: str = Field(default="open", max_length=40, index=True)
    url: str = Field(default="", max_length=1000)
    remarks: str = Field(default="")
    confirmed_on: date | None = Field(default=None, index=True)
    confirmed_by: str = Field(default="", max_length=200)
    confirm_again_on: date | None = None


class ResourceLocation(Row, table=True):
    """Where it is. A resource may have several; `position` 0 is the main one. lat/lon in degrees (WGS 84).

    `accuracy`: a code of position_accuracy.csv. `district_by_position`: nobody stated the district, the
    position lies in it. `municipality_code`: five digits as a list states them, "" unknown.
    """

    __tablename__ = "resource_location"
    __table_args__ = (UniqueConstraint("resource_id", "position"),)

    resource_id: int = Field(foreign_key="resource.id", index=True, ondelete="CASCADE")
    position: int = Field(default=0)
    label: str = Field(default="", max_length=200)
    district_code: str | None = Field(default=None, max_length=40, index=True)
    address: str = Field(default="", max_length=500)
    lat: float | None = None
    lon: float | None = None
    accuracy: str = Field(default="unknown", max_length=20)
    district_by_position: bool = Field(default=False)
    municipality_code: str = Field(default="", max_length=5)


class ResourceSchedule(Row, table=True):
    """One schedule rule: the fields of resources.records.ScheduleRule, lists ";"-separated, and its text.

    `doubtful`: part of the text could not be read.
    """

    __tablename__ = "resource_schedule"

    resource_id: int = Field(foreign_key="resource.id", index=True, ondelete="CASCADE")
    position: int = Field(default=0)
    weekdays: str = Field(default="", max_length=40)
    start_minute: int | None = None
    end_minute: int | None = None
    frequency: str | None = Field(default=None, max_length=60)
    valid_from: date | None = None
    valid_to: date | None = None
    raw_text: str = Field(default="")
    weeks: str = Field(default="", max_length=20)
    month_days: str = Field(default="", max_length=100)
    months: str = Field(default="", max_length=40)
    occasion: str = Field(default="", max_length=40)
    exceptions: str = Field(default="")
    doubtful: bool = Field(default=False)


class ResourceFeature(Row, table=True):
    """One value of a list-valued column.

    `list_name`: resource_condition, delivery_method, accessibility, participation_stage or
    consideration (受入の配慮, free words). `value` is a code, or the text as written when no code fits.
    """

    __tablename__ = "resource_feature"
    __table_args__ = (UniqueConstraint("resource_id", "list_name", "position"),)

    resource_id: int = Field(foreign_key="resource.id", index=True, ondelete="CASCADE")
    list_name: str = Field(max_length=40, index=True)
    position: int = Field(default=0)
    value: str = Field(max_length=300)


class ResourceContact(Row, table=True):
    """How to reach the host. The contact person is a natural person: encrypted, never searched."""

    __tablename__ = "resource_contact"

    resource_id: int = Field(foreign_key="resource.id", index=True, ondelete="CASCADE")
    phone: str = Field(default="", max_length=100)
    email: str = Field(default="", max_length=200)
    hours: str = Field(default="", max_length=200)
    person: str = Field(
        default="", sa_column=Column(EncryptedText("resource_contact.person"), nullable=False)
    )


class FieldVisibility(Row, table=True):
    """公開範囲 of one field of one resource, where it differs from field_default_visibility.csv."""

    __tablename__ = "field_visibility"
    __table_args__ = (UniqueConstraint("resource_id", "field_code"),)

    resource_id: int = Field(foreign_key="resource.id", index=True, ondelete="CASCADE")
    field_code: str = Field(max_length=40)
    visibility: str = Field(max_length=20)
