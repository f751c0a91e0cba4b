"""The facts of one entry in the groups of its page; what the reader may not see is blank in the record."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from api.web import wording
from resources.code_lists import code_list
from resources.records import ResourceRecord
from resources.repository import Entry
from resources.resource_fields import fields_of


@dataclass(frozen=True)
class Fact:
    """One line. `link` is where the value leads, "" for most."""

    name: str
    value: str
    link: str = ""


def fact_groups(
    entry: Entry, *, district_names: Mapping[str, str], today: date | None = None
) -> list[tuple[str, list[Fact]]]:
    """Heading and facts; empty facts are left out, and so are empty groups. With `today`: the next dates, too."""
    record = entry.record
    place = district_names.get(record.district or "", record.district or "")
    groups = [
        ("だれが、どんなことに", _who(record)),
        ("いつ、どこで", _when_and_where(record, place, today)),
        ("受け入れ", _reception(record)),
        ("お金と保険", _money(record)),
        ("連絡先", _contact(entry)),
        ("情報の管理", _record_keeping(entry)),
    ]
    readable = [(heading, [fact for fact in facts if fact.value]) for heading, facts in groups]
    return [(heading, facts) for heading, facts in readable if facts]


def _who(record: ResourceRecord) -> Iterator[Fact]:
    yield Fact("対象", record.audience)
    yield Fact("対象年齢", wording.age_range(record.age_min, record.age_max))
    yield Fact("性別", wording.label(record.gender, "gender"))
    yield Fact("利用条件", wording.labels(record.conditions, "resource_condition"))
    yield Fact("参加段階", wording.labels(record.stages, "participation_stage"))
    yield Fact("役割の機会", record.roles)
    yield Fact("受け入れの配慮", "、".join(record.considerations))


def _when_and_where(record: ResourceRecord, place: str, today: date | None) -> Iterator[Fact]:
    yield Fact("曜日と時間", wording.schedule(record.schedule))
    yield Fact("曜日と時間の原文", wording.schedule_source(record.schedule))
    if today and record.status in ("open", "full"):
        yield Fact("次の開催日（暦の上）", wording.next_dates(record.schedule, today))
    yield Fact("提供方法", wording.labels(record.delivery, "delivery_method"))
    yield Fact("学区", place or wording.NOT_STATED)
    if record.kind == "volunteer_person":
        yield Fact("場所", "ボランティアの方の住所は出しません。地図にも学区までしか出しません。")
    else:
        yield Fact("所在地", record.address)
        yield Fact("位置", wording.derived_position(record))
    yield Fact("送迎", wording.label(record.transport, "transport"))
    yield Fact("バリアフリー", wording.labels(record.accessibility, "accessibility"))


def _reception(record: ResourceRecord) -> Iterator[Fact]:
    yield Fact("空き", wording.openings(record.openings, record.capacity))
    yield Fact("受け入れの余地（メモ）", record.capacity_soft)
    yield Fact("規模", wording.label(record.group_size, "group_size"))


def _money(record: ResourceRecord) -> Iterator[Fact]:
    yield Fact("費用", wording.fee(record.fee_yen, record.fee_note))
    yield Fact("謝金・活動費", record.honorarium)
    yield Fact("保険", record.insurance)


def _contact(entry: Entry) -> Iterator[Fact]:
    record = entry.record
    kind = f"（{wording.label(record.operator_kind, 'organisation_kind')}）" if record.operator_kind else ""
    if record.kind == "volunteer_person":
        yield Fact("連絡", f"ご本人の電話は出しません。{entry.keeper}を通じて連絡してください。")
        return
    yield Fact("運営", f"{record.operator}{kind}" if record.operator else "")
    yield Fact("関わる機関", "、".join(record.agencies))
    yield Fact("電話", record.phone, wording.phone_link(record.phone))
    yield Fact("担当者", record.contact_person)
    yield Fact("ホームページ", record.url, wording.web_link(record.url))


def _record_keeping(entry: Entry) -> Iterator[Fact]:
    record = entry.record
    by = f"（{entry.confirmed_by}）" if entry.confirmed_by else ""
    confirmed = f"{wording.day(record.confirmed_on)}{by}" if record.confirmed_on else "まだ確認していません"
    yield Fact("最後に確認した日", confirmed)
    yield Fact("登録している組織", entry.keeper)
    yield Fact("公開範囲", code_list("field_visibility").label(entry.visibility))
    yield Fact("区分", code_list("resource_standing").label(record.standing))
    yield Fact("資源分野", wording.labels(fields_of(record), "resource_field") if fields_of(record) else "")
    yield Fact("備考", record.remarks)
