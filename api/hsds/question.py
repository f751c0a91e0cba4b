"""What a program asks of a list: the parameters of HSDS 3.1, from the address or from the body of a POST."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Annotated, Any

from fastapi import Depends, Request

from api.web.feed_routes import UnusableQuestion
from resources.clock import JAPAN
from resources.hsds.ids import as_uuid

PER_PAGE = 50
LARGEST_PAGE = 500
_LARGEST_MINIMAL = 100_000
_LARGEST_NUMBER = 1_000_000
_TRUE, _FALSE = ("true", "1"), ("false", "0", "")
_NO_POSTCODES = "postcode と proximity では探せません。郵便番号を持たないためです。search や taxonomy_term_id で探してください。"


@dataclass(frozen=True, slots=True)
class Question:
    """All parameters are cumulative. Ids are UUIDs as text, "" = not asked; `modified_after` is aware."""

    search: str
    page: int
    per_page: int
    ndjson: bool
    taxonomy_term_id: str
    taxonomy_id: str
    organization_id: str
    parent_id: str
    modified_after: datetime | None
    minimal: bool
    full: bool
    full_service: bool
    top_only: bool

    @property
    def page_slice(self) -> slice:
        """The place of the page in the list of all that fit."""
        first = (self.page - 1) * self.per_page
        return slice(first, first + self.per_page)

    @property
    def wanted(self) -> tuple[object, ...]:
        """What decides which objects fit, whatever form and page of them is asked for."""
        ids = (self.taxonomy_term_id, self.taxonomy_id, self.organization_id)
        return (self.search, *ids, self.modified_after)


async def asked(request: Request) -> Question:
    """The question. Raises UnusableQuestion (400) naming the parameter."""
    values: dict[str, str] = dict(request.query_params)
    if request.method == "POST":
        values |= await _of_body(request)
    return _question(values)


Asked = Annotated[Question, Depends(asked)]


async def _of_body(request: Request) -> dict[str, str]:
    """The members of a JSON object; an empty body asks for everything."""
    body = await request.body()
    if not body.strip():
        return {}
    try:
        found: Any = json.loads(body)
    except (ValueError, RecursionError) as error:
        raise UnusableQuestion("本文を JSON として読めません。") from error
    if not isinstance(found, dict) or any(isinstance(value, dict | list) for value in found.values()):
        raise UnusableQuestion("本文は、項目の名前と値の JSON にしてください。")
    return {name: _as_text(value) for name, value in found.items() if value is not None}


def _as_text(value: Any) -> str:
    text = str(value).lower() if isinstance(value, bool) else str(value)
    if any(character == "\0" or 0xD800 <= ord(character) <= 0xDFFF for character in text):
        raise UnusableQuestion("使えない文字が入っています。")
    return text


def _question(values: Mapping[str, str]) -> Question:
    if values.get("postcode") or values.get("proximity"):
        raise UnusableQuestion(_NO_POSTCODES)
    written = values.get("format", "json") or "json"
    if written not in ("json", "ndjson"):
        raise UnusableQuestion("format は json か ndjson です。")
    minimal = _flag(values, "minimal")
    largest = _LARGEST_MINIMAL if minimal else LARGEST_PAGE
    return Question(
        search=values.get("search", "")[:200],
        page=_number(values, "page", 1, _LARGEST_NUMBER),
        per_page=_number(values, "per_page", largest if minimal else PER_PAGE, largest),
        ndjson=written == "ndjson",
        taxonomy_term_id=_uuid(values, "taxonomy_term_id"),
        taxonomy_id=_uuid(values, "taxonomy_id"),
        organization_id=_uuid(values, "organization_id"),
        parent_id=_uuid(values, "parent_id"),
        modified_after=_moment(values, "modified_after"),
        minimal=minimal,
        full=_flag(values, "full"),
        full_service=_flag(values, "full_service"),
        top_only=_flag(values, "top_only"),
    )


def _number(values: Mapping[str, str], name: str, default: int, largest: int) -> int:
    text = values.get(name, "")
    if not text:
        return default
    if not (text.isascii() and text.isdigit()) or not 1 <= int(text[:9]) <= largest:
        raise UnusableQuestion(f"{name} は 1 から {largest:,} までの整数です。")
    return int(text[:9])


def _flag(values: Mapping[str, str], name: str) -> bool:
    text = values.get(name, "").lower()
    if text not in _TRUE + _FALSE:
        raise UnusableQuestion(f"{name} は true か false です。")
    return text in _TRUE


def _uuid(values: Mapping[str, str], name: str) -> str:
    text = values.get(name, "")
    found = as_uuid(text) if text else ""
    if found is None:
        raise UnusableQuestion(f"{name} は UUID です。")
    return found


def _moment(values: Mapping[str, str], name: str) -> datetime | None:
    """A date or a date with time; without an offset it is Japan's time. An offset's + may come as a space."""
    text = values.get(name, "")
    if not text:
        return None
    try:
        found = datetime.fromisoformat(text.replace(" ", "+") if "T" in text else text)
        aware = found if found.tzinfo else found.replace(tzinfo=JAPAN)
        return aware.astimezone(UTC)
    except (ValueError, OverflowError) as error:
        raise UnusableQuestion(f"{name} は 2026-11-21T09:00:00+09:00 の形です。") from error
