"""Check and convert the fields of one needs.jsonl line.

Every failure names file, line, field and remedy, and repeats no age and no position: messages end in logs.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping

from matcher.engine.need import Availability, StructuredNeed
from resources.code_lists import code_list
from resources.errors import BadInput
from resources.importing.findings import quoted

_CLOCK = re.compile(r"(\d{1,2}):(\d{2})")
_DAY_MINUTES = 24 * 60
# JSON knows numbers without end; larger ones than this are a slip of the keyboard.
_LARGEST = 1_000_000_000


class NeedFields:
    """Typed access to the fields of a JSON object. A missing field and null are the same: not known."""

    def __init__(self, data: Mapping[str, object], file: str, row: int, prefix: str = "") -> None:
        self._data, self._file, self._row, self._prefix = data, file, row, prefix

    def name(self, name: str) -> str:
        """A short name of one line that must be there."""
        value = self.text(name).strip()
        if not value:
            raise self._bad(name, "がありません。", "人ごとに違う短い名前（例 N01）を書いてください。")
        if any(unicodedata.category(character) == "Cc" for character in value):
            raise self._bad(
                name, "に改行などの制御文字があります。", "1行の短い名前（例 N01）にしてください。"
            )
        return value

    def text(self, name: str) -> str:
        """A text, "" when not there."""
        value = self._data.get(name)
        if value is None:
            return ""
        if not isinstance(value, str):
            raise self._bad(name, "が文字ではありません。", '文字を " " で囲んでください。')
        return self._writable(name, value)

    def code(self, name: str, list_name: str) -> str | None:
        """The code of a label; an unknown label is kept as written and excludes nothing."""
        label = self.text(name).strip()
        return code_list(list_name).code_or_raw(label) if label else None

    def whole_number(self, name: str, *, low: int, high: int) -> int | None:
        """A whole number between `low` and `high`."""
        value = self._data.get(name)
        if value is None:
            return None
        if isinstance(value, bool) or not isinstance(value, int):
            raise self._bad(name, "が整数ではありません。", "引用符のない整数にしてください。")
        if not low <= value <= high:
            raise self._bad(name, "が範囲の外です。", f"{low}〜{high}の整数にしてください。")
        return value

    def number(self, name: str, *, low: float) -> float | None:
        """A number of at least `low`, no larger than anything sensible."""
        value = self._data.get(name)
        if value is None:
            return None
        if isinstance(value, bool) or not isinstance(value, int | float) or value != value:
            raise self._bad(name, "が数ではありません。", "引用符のない数にしてください。")
        if value < low:
            raise self._bad(name, "が小さすぎます。", f"{low:g}以上にしてください。")
        if value > _LARGEST:
            raise self._bad(name, "が大きすぎます。", f"{_LARGEST}以下にしてください。")
        return float(value)

    def coordinate(self, name: str, *, low: float, high: float) -> float | None:
        """Degrees within Japan; swapped coordinates are the usual mistake."""
        value = self.number(name, low=-_LARGEST)
        if value is not None and not low <= value <= high:
            raise self._bad(
                name,
                "が日本の外です。",
                "lat は緯度（20〜46）、lon は経度（122〜154）です。入れ替わりを確かめてください。",
            )
        return value

    def texts(self, name: str) -> tuple[str, ...]:
        """A list of texts, () when not there."""
        value = self._data.get(name)
        if value is None:
            return ()
        if not isinstance(value, list) or not all(isinstance(item, str) for item in value):
            raise self._bad(name, "が文字の並びではありません。", '["…", "…"] の形にしてください。')
        return tuple(self._writable(name, item.strip()) for item in value if item.strip())

    def inner(self, name: str) -> NeedFields | None:
        """A nested object, None when not there."""
        value = self._data.get(name)
        if value is None:
            return None
        return NeedFields(self._object(name, value), self._file, self._row, f"{self._prefix}{name}.")

    def structured(self) -> StructuredNeed | None:
        """The `structured` part."""
        form = self.inner("structured")
        return form._form() if form else None

    def _form(self) -> StructuredNeed:
        travel = self.inner("travel")
        accessibility = code_list("accessibility")
        return StructuredNeed(
            aims=self.texts("aims"),
            interests=self.texts("interests"),
            stage=self.code("stage", "participation_stage"),
            travel_mode=travel.code("mode", "travel_mode") if travel else None,
            max_minutes=travel.number("max_minutes", low=0) if travel else None,
            available=self._availability(),
            max_fee=self.whole_number("max_fee", low=0, high=_LARGEST),
            group=self.code("group", "group_size"),
            accessibility=tuple(accessibility.code_or_raw(label) for label in self.texts("accessibility")),
            holds=self.texts("holds") if self._data.get("holds") is not None else None,
            avoid=self.texts("avoid"),
            language=self.text("language") or None,
        )

    def _availability(self) -> tuple[Availability, ...]:
        value = self._data.get("available")
        if value is None:
            return ()
        if not isinstance(value, list):
            raise self._bad(
                "available",
                "が並びではありません。",
                '[{"day":"月","from":"13:00","to":"17:00"}] の形にしてください。',
            )
        return tuple(
            NeedFields(
                self._object("available", item), self._file, self._row, f"{self._prefix}available."
            )._stretch()
            for item in value
        )

    def _stretch(self) -> Availability:
        label = self.text("day").strip()
        weekday = code_list("weekday").code_of(label)
        if weekday is None:
            raise self._bad(
                "day",
                f"の{quoted(label)}は曜日ではありません。",
                "月・火・水・木・金・土・日のどれかにしてください。",
            )
        start, end = self._clock("from"), self._clock("to")
        if start >= end:
            raise self._bad("from", "が to より後です。", "始まりを終わりより早くしてください。")
        return Availability(weekday, start, end)

    def _clock(self, name: str) -> int:
        text = self.text(name).strip()
        found = _CLOCK.fullmatch(text)
        minutes = int(found[1]) * 60 + int(found[2]) if found and int(found[2]) < 60 else _DAY_MINUTES + 1
        if minutes > _DAY_MINUTES:
            raise self._bad(
                name, f"の{quoted(text)}は時刻ではありません。", "13:00 の形（0:00〜24:00）にしてください。"
            )
        return minutes

    def _object(self, name: str, value: object) -> Mapping[str, object]:
        if not isinstance(value, dict):
            raise self._bad(name, "が { } ではありません。", "{…} の形にしてください。")
        return value

    def _writable(self, name: str, value: str) -> str:
        """`value`. Half of a surrogate pair ("\\ud83d") is valid JSON and can be written nowhere."""
        if any("\ud800" <= character <= "\udfff" for character in value):
            raise self._bad(name, "に壊れた文字があります。", "その文字を打ち直してください。")
        return value

    def _bad(self, name: str, what: str, remedy: str) -> BadInput:
        field = f"{self._prefix}{name}"
        return BadInput(f"{field} {what}", file=self._file, row=self._row, remedy=remedy, field=field)
