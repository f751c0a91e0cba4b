"""The same place as another list spells it: one function per kind of difference, each met with its own chance.

What may differ: width, kana, shortened words, legal form, brackets (an old name, the district, the host), typing errors,
reading missing; telephone missing, written in another way or new; address as 丁目 or with hyphens, with a building, or
missing; position of the building, 20–300 m off, the town's point or missing; description in other words or missing;
days, hours, ages, fee, status as they were; another kind; another operator; and, rarely, a place that moved.
"""

from __future__ import annotations

import math
import re
from dataclasses import replace
from random import Random

from bench.duplicates.name_noise import (
    half_width,
    other_kana,
    other_order,
    part_dropped,
    shortened,
    typing_error,
)
from bench.duplicates.words import KIND_WORDS, KINDS_OF_PLACE, LEGAL_FORMS, PROPER, TOWNS
from resources.records import ResourceRecord, ScheduleRule

WEEK = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_KANJI = "〇一二三四五六七八九"
_BLOCK = re.compile(r"([0-9]+|[一二三四五六七八九十]+)(?:丁目|-)([0-9]+)(?:番地?|-)?([0-9]*)号?")


def twin(record: ResourceRecord, random: Random, key: str) -> ResourceRecord:
    """Another entry of the same place. Same seed, same twin."""
    again = replace(
        record,
        key=key,
        name=_name(record, random),
        operator=_operator(record.operator, random),
        phone=_phone(record.phone, random),
        address=_address(record.address, random),
        summary=_summary(record, random),
        schedule=_schedule(record.schedule, random),
        kind=_kind(record.kind, random),
    )
    again = replace(again, name_kana=_reading(record, again, random))
    again = replace(again, district=_district(record.district, random))
    chance = random.random()
    if chance < 0.22:
        return _called_otherwise(record, again, random)
    return _moved_far(again, random) if chance < 0.26 else _moved(again, random)


def _called_otherwise(record: ResourceRecord, again: ResourceRecord, random: Random) -> ResourceRecord:
    """An old name, or another word for what it is: then house, address and mostly the operator have stayed."""
    way = random.choices((_renamed, _other_word, _bracketed), weights=(3, 5, 4))[0]
    again = way(record, again, random)
    phone = record.phone if random.random() < 0.5 else again.phone
    again = replace(again, address=again.address or record.address, phone=phone)
    return again if record.lat is None else shifted(again, random.uniform(0, 50), random)


def _name(record: ResourceRecord, random: Random) -> str:
    name = record.name
    if random.random() < 0.35:
        name = shortened(name, random)
    if random.random() < 0.3:
        name = other_kana(name, random)
    if random.random() < 0.25:
        name = half_width(name)
    if random.random() < 0.12:
        name = typing_error(name, random)
    if random.random() < 0.2:
        name = part_dropped(name, random)
    if random.random() < 0.12:
        name = other_order(name, random)
    if random.random() < 0.25:
        name = f"{name}{random.choice(('（{}）', '({})', ' {}', '【{}】')).format(_remark(record, random))}"
    return name.replace(" ", random.choice(("", "　", " "))) or record.name


def _remark(record: ResourceRecord, random: Random) -> str:
    """What lists put into brackets behind a name."""
    host = record.operator[:8] or "市内"
    old = f"旧{random.choice(PROPER)[0]}"
    return random.choice(
        (host, random.choice(TOWNS)[0], old, "休止中", "要予約", "旧名称", "認知症カフェ", "無料")
    )


def _operator(operator: str, random: Random) -> str:
    for spellings in LEGAL_FORMS:
        found = next((form for form in spellings if form and form in operator), None)
        if found:
            operator = operator.replace(found, random.choice(spellings))
            break
    if random.random() < 0.3:
        operator = shortened(operator, random)
    if random.random() < 0.2:
        operator = half_width(operator)
    if random.random() < 0.12:
        operator = f"{operator}{random.choice(('事務局', '福祉部', '世話人会', 'スタッフ'))}"
    return random.choice(("", f"{random.choice(PROPER)[0]}の会")) if random.random() < 0.15 else operator


def _phone(phone: str, random: Random) -> str:
    """As it was; written in another way; a new number; none."""
    chance = random.random()
    if not phone or chance < 0.2:
        return "" if phone or random.random() < 0.6 else new_phone(random)
    if chance < 0.45:
        return new_phone(random)
    area, middle, end = [*phone.split("-"), "", ""][:3]
    return random.choice(
        (
            phone,
            f"{area}{middle}{end}",
            f"({area}){middle}-{end}",
            f"{area}({middle}){end}",
            f"{phone}（代）",
            phone,
        )
    )


def new_phone(random: Random) -> str:
    """A number of no exchange that exists."""
    return f"0770-{random.randrange(100):02d}-{random.randrange(10_000):04d}"


def _address(address: str, random: Random) -> str:
    if random.random() < 0.12:
        return ""
    if random.random() < 0.6:
        style = random.choice(("{}-{}-{}", "{}丁目{}番{}号", "{}丁目{}-{}", "{}丁目{}番地{}"))
        address = _BLOCK.sub(lambda found: _block(found, style), address, count=1)
    if random.random() < 0.2:
        address = address.split(" ")[0]
    if random.random() < 0.15:
        address = f"{address}{random.choice((' 集会所', '　2階', ' 会館内', '公民館'))}"
    if random.random() < 0.15:
        address = re.sub(r"^.{2,4}?[市町区]", "", address)
    return address


def _block(found: re.Match[str], style: str) -> str:
    town, block, house = found.groups()
    arabic = "".join(str(_KANJI.index(c)) if c in _KANJI else c for c in town).replace("十", "10")
    return re.sub(r"-号?$|(?<=番)号$|番地$", "", style.format(arabic, block, house)).strip("-")


def _summary(record: ResourceRecord, random: Random) -> str:
    """As it was; its first or some sentences; a few of its words; words of another list; none."""
    chance = random.random()
    sentences = [part for part in record.summary.split("。") if part]
    if chance < 0.1 or not sentences:
        return ""
    if chance < 0.2:
        return record.summary
    if chance < 0.35:
        return "。".join(random.sample(sentences, max(1, len(sentences) // 2))) + "。"
    words = [word for part in sentences for word in re.split(r"[、・ 　]", part) if 2 <= len(word) <= 12]
    few = "、".join(random.sample(words, min(len(words), random.choice((1, 2, 3)))))
    own = KIND_WORDS.get(record.kind, "")
    return own if chance > 0.8 else half_width(f"{own}{few}") if random.random() < 0.2 else f"{own}{few}"


def _schedule(rules: tuple[ScheduleRule, ...], random: Random) -> tuple[ScheduleRule, ...]:
    chance = random.random()
    if chance < 0.3 or not rules:
        return rules
    if chance < 0.42:
        return ()
    rule = rules[0]
    if chance < 0.85 and rule.weekdays:
        days = set(random.sample(rule.weekdays, max(1, len(rule.weekdays) - 1)))
        if chance < 0.7:
            days = set(random.sample(WEEK, random.choice((1, 2)))) | (
                days if random.random() < 0.4 else set()
            )
        rule = replace(rule, weekdays=tuple(day for day in WEEK if day in days))
    if rule.start is not None and random.random() < 0.5:
        rule = replace(rule, start=min(rule.start + random.choice((-60, 30, 60)), 1380))
    return (rule, *rules[1:])


def _kind(kind: str, random: Random) -> str:
    if random.random() < 0.7:
        return kind
    return {
        "third_place": "salon",
        "salon": "third_place",
        "hobby_culture": "salon",
        "peer_group": "salon",
    }.get(kind, kind)


def _reading(record: ResourceRecord, again: ResourceRecord, random: Random) -> str:
    """Missing in many lists; else that of the first list, or with its spaces and words shortened alike."""
    if random.random() < 0.3:
        return ""
    reading = record.name_kana.replace(" ", random.choice(("", " ", "　")))
    if again.name != record.name and random.random() < 0.3:
        reading = typing_error(reading, random)
    return half_width(reading) if random.random() < 0.2 else reading


def _renamed(record: ResourceRecord, again: ResourceRecord, random: Random) -> ResourceRecord:
    """An old name: another proper name, the end of the new one; remarks may tell of it."""
    name, reading = random.choice(PROPER)
    told = random.choice(
        ("{}へ改称", "現「{}」(名称変更)", "R6に「{}」へ改称", "{}に移管", "現在は名称変更し{}", "旧情報", "")
    )
    return replace(
        again,
        name=f"{name}{record.name[-4:]}",
        name_kana=f"{reading}{record.name_kana[-5:]}",
        remarks=told.format(record.name.split(" ")[0]),
    )


def _other_word(record: ResourceRecord, again: ResourceRecord, random: Random) -> ResourceRecord:
    """みんなの食堂にこにこ, ニコニコカフェ: another word for the kind of place, before or behind the proper name."""
    name, reading = record.name, record.name_kana
    said = [word for word in KINDS_OF_PLACE if word[0] in name and len(word[0]) + 1 < len(name)]
    if said:
        old, old_reading = max(said, key=lambda word: len(word[0]))
        name, reading = name.replace(old, "").strip(), reading.replace(old_reading, "").strip()
    new, new_reading = random.choice(KINDS_OF_PLACE)
    if random.random() < 0.4:
        name, reading = f"{new}{name}", f"{new_reading}{reading}"
    else:
        name, reading = f"{name}{random.choice(('', ' ', '（'))}{new}", f"{reading}{new_reading}"
    name = f"{name}）" if "（" in name and "）" not in name else name
    if random.random() < 0.4:
        name = other_kana(name, random)
    return replace(again, name=name, name_kana=reading if again.name_kana and record.name_kana else "")


def _bracketed(record: ResourceRecord, again: ResourceRecord, random: Random) -> ResourceRecord:
    """The words in another order, or the new name with the town and the old one behind it in brackets."""
    name, town = record.name, random.choice(TOWNS)
    if random.random() < 0.6:
        return replace(again, name=other_order(name, random))
    new = shortened(other_kana(name, random), random)
    word, reading = random.choice(KINDS_OF_PLACE)
    longer = f"{record.name_kana}{town[1]}{record.name_kana}{reading}"
    return replace(again, name=f"{new}（{town[0]}{name}{word}）", name_kana=longer if again.name_kana else "")


def _district(district: str | None, random: Random) -> str | None:
    chance = random.random()
    if chance < 0.15:
        return None
    return f"D{random.randrange(20):02d}" if chance < 0.22 else district


def _moved(record: ResourceRecord, random: Random) -> ResourceRecord:
    chance = random.random()
    if record.lat is None or record.lon is None or chance < 0.12:
        return replace(record, lat=None, lon=None)
    if chance < 0.35:
        return record
    if chance < 0.5:  # the point of the town, which other entries of the town share
        return replace(record, lat=round(record.lat / 0.005) * 0.005, lon=round(record.lon / 0.005) * 0.005)
    return shifted(record, random.uniform(5, 60) if chance < 0.85 else random.uniform(20, 300), random)


def shifted(record: ResourceRecord, metres: float, random: Random) -> ResourceRecord:
    """The entry this far away, in any direction."""
    assert record.lat is not None
    assert record.lon is not None
    angle = random.uniform(0, 2 * math.pi)
    north, east = metres * math.cos(angle), metres * math.sin(angle)
    lon = record.lon + east / (111_320 * math.cos(math.radians(record.lat)))
    return replace(record, lat=round(record.lat + north / 111_320, 6), lon=round(lon, 6))


def _moved_far(record: ResourceRecord, random: Random) -> ResourceRecord:
    """The same people with the same name, in another street since."""
    if record.lat is None:
        return record
    there = shifted(record, random.uniform(300, 3_000), random)
    return replace(
        there,
        district=_district(random.choice((None, "E01")), random),
        address=f"{random.choice(TOWNS)[0]}{random.randrange(1, 5)}-{random.randrange(1, 30)}",
    )
