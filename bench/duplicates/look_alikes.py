"""Entries that look like another one and are another place."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from random import Random

from bench.duplicates.misspelling import WEEK, new_phone, shifted
from bench.duplicates.words import KIND_WORDS, OTHER_TYPES, PROPER, TOWNS, TYPES
from resources.records import ResourceRecord, ScheduleRule

_HELPED = ("children_cafeteria", "food_support", "salon", "learning_support")
KINDS = tuple(TYPES)


def look_alikes(records: Sequence[ResourceRecord], size: int, random: Random) -> list[ResourceRecord]:
    """`size` entries, each like one of `records`; several of one chain and of one building come of themselves."""
    makers = (
        *[_branch] * 3,
        _numbered_branch,
        *[_other_offer] * 4,
        *[_same_name] * 2,
        _group,
        _group,
        _club,
        _helpers,
    )
    return [
        random.choice(makers)(random.choice(records), random, f"L{number:06d}", records)
        for number in range(size)
    ]


def _elsewhere(record: ResourceRecord, random: Random, **changes: str) -> ResourceRecord:
    """The entry in another street, with another telephone or that of the head office."""
    town = random.choice(TOWNS)[0]
    phone = record.phone if random.random() < 0.2 else new_phone(random)
    moved = shifted(record, random.uniform(400, 6_000), random) if record.lat is not None else record
    address = f"{town}{random.randrange(1, 6)}-{random.randrange(1, 30)}-{random.randrange(1, 20)}"
    district = record.district if random.random() < 0.4 else f"E{random.randrange(20):02d}"
    return replace(moved, phone=phone, address=address, district=district, **changes)  # type: ignore[arg-type]


def _branch(
    record: ResourceRecord, random: Random, key: str, records: Sequence[ResourceRecord]
) -> ResourceRecord:
    """The chain's other shop: same operator, same words, another town in its name."""
    town, reading = random.choice(TOWNS)
    ending, ending_reading = random.choice(
        (("店", "テン"), ("支部", "シブ"), ("", ""), ("教室", "キョウシツ"))
    )
    return _elsewhere(
        record,
        random,
        key=key,
        name=f"{record.name} {town}{ending}",
        name_kana=f"{record.name_kana}{reading}{ending_reading}" if record.name_kana else "",
    )


def _numbered_branch(
    record: ResourceRecord, random: Random, key: str, records: Sequence[ResourceRecord]
) -> ResourceRecord:
    """第2…: in the next street, or in the same house on the same telephone."""
    number = random.randrange(2, 6)
    name, reading = f"第{number}{record.name}", f"ダイ{number}{record.name_kana}" if record.name_kana else ""
    if random.random() < 0.5:
        return _elsewhere(record, random, key=key, name=name, name_kana=reading)
    near = shifted(record, random.uniform(0, 150), random) if record.lat is not None else record
    return replace(near, key=key, name=name, name_kana=reading, schedule=_other_days(record, random))


def _group(
    record: ResourceRecord, random: Random, key: str, records: Sequence[ResourceRecord]
) -> ResourceRecord:
    """1組, 2組 … of one offer: only the number tells them apart."""
    number = random.randrange(1, 30)
    form, reading = random.choice(
        (("{}", "{}"), (" {}組", "{}クミ"), ("第{}教室", "ダイ{}キョウシツ"), ("({}号)", "{}ゴウ"))
    )
    return replace(
        record,
        key=key,
        name=f"{record.name}{form.format(number)}",
        name_kana=f"{record.name_kana}{reading.format(number)}" if record.name_kana else "",
        schedule=_other_days(record, random) if random.random() < 0.4 else record.schedule,
        summary=record.summary if random.random() < 0.5 else KIND_WORDS.get(record.kind, record.summary),
    )


def _other_offer(
    record: ResourceRecord, random: Random, key: str, records: Sequence[ResourceRecord]
) -> ResourceRecord:
    """What else its operator does in the same building, on the same telephone."""
    kind = record.kind if random.random() < 0.2 else random.choice(KINDS)
    name, reading = _offer_name(kind, record, random)
    shared = random.random() < 0.6
    return replace(
        record,
        key=key,
        name=name,
        name_kana=reading if record.name_kana else "",
        kind=kind,
        summary=random.choice(records).summary if random.random() < 0.7 else KIND_WORDS.get(kind, ""),
        remarks=random.choice(("", "", f"{record.name.split(' ')[0]}の2階", "旧公民館", "R5開始")),
        phone=record.phone if shared else random.choice(("", new_phone(random))),
        schedule=_other_days(record, random) if random.random() < 0.5 else record.schedule,
    )


def _offer_name(kind: str, record: ResourceRecord, random: Random) -> tuple[str, str]:
    """Another name altogether, or the first word of the house's before it."""
    word, word_reading = random.choice(PROPER)
    pattern, reading = random.choice(TYPES.get(kind, OTHER_TYPES))
    if random.random() < 0.2 and " " in record.name and " " in record.name_kana:
        return pattern.format(record.name.split(" ")[0]), reading.format(record.name_kana.split(" ")[0])
    return pattern.format(word), reading.format(word_reading)


def _same_name(
    record: ResourceRecord, random: Random, key: str, records: Sequence[ResourceRecord]
) -> ResourceRecord:
    """ふれあいサロン is in every district, of another operator."""
    operator = f"{random.choice(TOWNS)[0]}地区社会福祉協議会"
    return replace(
        _elsewhere(record, random, key=key, operator=operator),
        phone=new_phone(random),
        summary=_other_words(record, records, random),
        schedule=_other_days(record, random),
    )


def _club(
    record: ResourceRecord, random: Random, key: str, records: Sequence[ResourceRecord]
) -> ResourceRecord:
    """A school and its after-school club: one ground, one name, two places."""
    club, reading = random.choice(
        (("放課後クラブ", "ホウカゴクラブ"), ("学童", "ガクドウ"), ("夜間教室", "ヤカンキョウシツ"))
    )
    near = shifted(record, random.uniform(0, 120), random) if record.lat is not None else record
    return replace(
        near,
        key=key,
        name=f"{record.name}{club}",
        name_kana=f"{record.name_kana}{reading}" if record.name_kana else "",
        kind="learning_support" if record.kind != "learning_support" else "third_place",
        phone=random.choice((record.phone, new_phone(random), "")),
        operator=random.choice((record.operator, f"{random.choice(PROPER)[0]}の会")),
        summary="放課後に宿題と遊び。保護者の迎えが要ります。",
        schedule=_other_days(record, random),
    )


def _helpers(
    record: ResourceRecord, random: Random, key: str, records: Sequence[ResourceRecord]
) -> ResourceRecord:
    """The kitchen that seeks helpers is not the table that feeds children."""
    if record.kind not in _HELPED:
        return _other_offer(record, random, key, records)
    wanted = random.choice(("の手伝い", " ボランティア募集", " 応援隊", " 調理スタッフ"))
    return replace(
        record,
        key=key,
        name=f"{record.name}{wanted}",
        kind="volunteer_activity",
        summary=f"{record.name}で一緒に動いてくださる方。月1回から。",
        name_kana="",
    )


def _other_words(record: ResourceRecord, records: Sequence[ResourceRecord], random: Random) -> str:
    """What another house of this kind says of itself."""
    alike = [other.summary for other in records if other.kind == record.kind]
    return random.choice((random.choice(alike), KIND_WORDS.get(record.kind, record.summary)))


def _other_days(record: ResourceRecord, random: Random) -> tuple[ScheduleRule, ...]:
    start = random.choice((540, 600, 780, 840, 1080))
    chosen = random.sample(WEEK, random.choice((1, 2, 3)))
    days = tuple(day for day in WEEK if day in chosen)
    return (
        ScheduleRule(days, start, start + 120, "weekly", record.schedule[0].raw if record.schedule else ""),
    )
