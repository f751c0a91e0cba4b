"""The facts of one published entry in plain words, for anybody; what is not stated is left out."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date

from api.web import wording
from api.web.resource_facts import Fact
from resources.publishing.model import PublishedEntry
from resources.records import ResourceRecord
from resources.rows import is_volunteer

Group = tuple[str, list[Fact]]


def open_fact_groups(entry: PublishedEntry, *, today: date) -> list[Group]:
    """Heading and facts; a group without a fact is left out."""
    record = entry.record
    groups = (
        ("だれが行けますか", _who(record)),
        ("いつ、どこでやっていますか", _when_and_where(entry, today)),
        ("お金はかかりますか", _money(record)),
        ("どこに連絡しますか", _contact(entry)),
        ("この情報について", _about(record)),
    )
    readable = [(heading, _stated(facts)) for heading, facts in groups]
    return [(heading, facts) for heading, facts in readable if facts]


def _stated(facts: Iterable[Fact]) -> list[Fact]:
    return [fact for fact in facts if fact.value and fact.value != wording.NOT_STATED]


def _who(record: ResourceRecord) -> Iterator[Fact]:
    yield Fact("どんな人のための場所", record.audience)
    yield Fact("年齢", wording.age_range(record.age_min, record.age_max))
    if record.gender != "any":
        yield Fact("性別", wording.label(record.gender, "gender"))
    yield Fact("約束・条件", wording.labels(record.conditions, "resource_condition"))
    yield Fact("できること・役割", record.roles)
    yield Fact("手助け", "、".join(record.considerations))
    yield Fact("空き", wording.openings(record.openings, record.capacity))


def _when_and_where(entry: PublishedEntry, today: date) -> Iterator[Fact]:
    record = entry.record
    yield Fact("曜日と時間", wording.schedule(record.schedule))
    yield Fact("もとの書き方", wording.schedule_source(record.schedule))
    if record.status in ("open", "full"):
        yield Fact("次の日（予定）", wording.next_dates(record.schedule, today))
    yield Fact("参加のしかた", wording.labels(record.delivery, "delivery_method"))
    yield Fact("地域", entry.district_name)
    yield Fact("住所", record.address)
    yield Fact("送り迎え", wording.label(record.transport, "transport"))
    yield Fact("バリアフリー", wording.labels(record.accessibility, "accessibility"))


def _money(record: ResourceRecord) -> Iterator[Fact]:
    if record.fee_yen is not None or record.fee_note:
        yield Fact("費用", wording.fee(record.fee_yen, record.fee_note))


def _contact(entry: PublishedEntry) -> Iterator[Fact]:
    record = entry.record
    if is_volunteer(record):
        yield Fact("連絡するところ", entry.organisation.name)
        return
    yield Fact("やっているところ", record.operator)
    if entry.kept_by_organisation:
        yield Fact("連絡するところ", entry.organisation.name)
    yield Fact("電話", record.phone, wording.phone_link(record.phone))
    yield Fact("ホームページ", record.url, wording.web_link(record.url))


def _about(record: ResourceRecord) -> Iterator[Fact]:
    yield Fact("確かめた日", wording.day(record.confirmed_on))
    yield Fact("ほかに知っておくこと", record.remarks)
