"""The collection's hard constraints once more, written plainly from the columns of the files.

Slow, one pair at a time, sharing nothing with the engine: what the engine is compared with.
"""

from __future__ import annotations

import csv
import json
from collections.abc import Iterator
from math import asin, cos, radians, sin, sqrt
from pathlib import Path
from typing import Any

Row = dict[str, str]
SPEED = {"徒歩": 4.0, "自転車": 12.0, "バス": 10.0, "車": 25.0, "送迎": 25.0}
HOLDING = {
    "手帳必要": "手帳",
    "障害福祉サービス受給者証": "受給者証",
    "要支援・要介護認定": "要支援・要介護認定",
    "生活困窮者自立支援制度の利用者": "生活困窮者自立支援制度",
    "専門機関の紹介": "専門機関の紹介",
}


def forbidden_pairs(folder: Path) -> set[tuple[str, str, str]]:
    """(need, resource, reason) for everything that the columns alone forbid."""
    with (folder / "resources.csv").open(encoding="utf-8", newline="") as stream:
        places = list(csv.DictReader(stream))
    lines = (folder / "needs.jsonl").read_text(encoding="utf-8").splitlines()
    return {
        (need["id"], place["資源ID"], reason)
        for need in map(json.loads, filter(None, lines))
        for place in places
        for reason in reasons(need, place)
    }


def reasons(need: dict[str, Any], place: Row) -> Iterator[str]:
    """Every reason why this place is not for this person."""
    if place["状態"] != "公開中":
        yield "closed"
    if place["空き"] == "0":
        yield "full"
    if place["対象年齢_下限"] and need["age"] < int(place["対象年齢_下限"]):
        yield "age"
    if place["対象年齢_上限"] and need["age"] > int(place["対象年齢_上限"]):
        yield "age"
    if {place["対象性別"], need["gender"]} == {"男性", "女性"}:
        yield "gender"
    for condition in place["利用条件"].split(";"):
        if condition == "学区内在住" and need["district"] != place["学区"]:
            yield "eligibility"
    yield from reasons_of_the_form(need, need["structured"] or {}, place)


def reasons_of_the_form(need: dict[str, Any], form: dict[str, Any], place: Row) -> Iterator[str]:
    """The reasons that only a structured need can have."""
    for condition in place["利用条件"].split(";"):
        if condition in HOLDING and "holds" in form and HOLDING[condition] not in form["holds"]:
            yield "eligibility"
    if "max_fee" in form and place["費用_円"] and int(place["費用_円"]) > form["max_fee"]:
        yield "fee"
    if form.get("available") and place["曜日"] and not any(meets(free, place) for free in form["available"]):
        yield "schedule"
    if "travel" in form and too_far(need, form["travel"], place):
        yield "travel"
    access = place["バリアフリー"].split(";")
    steps_only = "段差あり" in access and "車いす可" not in access and place["提供方法"] == "来所"
    if steps_only and "車いす可" in form.get("accessibility", ()):
        yield "accessibility"


def meets(free: dict[str, str], place: Row) -> bool:
    """Whether one free stretch shares more than 0 minutes with the place's hours; times compare as text."""
    if free["day"] not in place["曜日"].split(";"):
        return False
    if not place["開始時刻"] or not place["終了時刻"]:
        return True
    return max(free["from"], place["開始時刻"]) < min(free["to"], place["終了時刻"])


def too_far(need: dict[str, Any], travel: dict[str, Any], place: Row) -> bool:
    """Whether the way takes longer than the person can travel; who comes, calls or drives is never too far."""
    if place["送迎"] == "あり" or {"訪問", "オンライン"} & set(place["提供方法"].split(";")):
        return False
    to_lat, to_lon = float(place["緯度"]), float(place["経度"])
    chord = sin(radians(to_lat - need["lat"]) / 2) ** 2
    chord += cos(radians(need["lat"])) * cos(radians(to_lat)) * sin(radians(to_lon - need["lon"]) / 2) ** 2
    wait = 10.0 if travel["mode"] == "バス" else 0.0
    minutes = wait + 2 * 6371.0 * asin(sqrt(chord)) * 1.3 / SPEED[travel["mode"]] * 60.0
    return bool(minutes > travel["max_minutes"])
