"""Files of HSDS services: one JSON document, or one service per line (NDJSON)."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from typing import Any

from resources.errors import BadInput
from resources.hsds.ids import as_uuid
from resources.hsds.profile import HSDS_VERSION, PROFILE_URI

Object = dict[str, Any]
_MAX_DEPTH = 40
_NOT_HSDS = "HSDS のサービスの一覧（JSON か NDJSON）を指定してください。"


def document_parts(services: Iterable[Object], about: Object) -> Iterator[str]:
    """One JSON document, written a service at a time: version, profile, what is said of the data, contents."""
    head = {"version": HSDS_VERSION, "profile": PROFILE_URI, **about}
    yield json.dumps(head, ensure_ascii=False)[:-1] + ', "contents": ['
    for number, service in enumerate(services):
        yield (",\n" if number else "\n") + _line(service)
    yield "\n]}\n"


def line_parts(services: Iterable[Object]) -> Iterator[str]:
    """NDJSON."""
    for service in services:
        yield _line(service) + "\n"


def is_hsds(text: str) -> bool:
    """Whether a text begins like a JSON document of services: named by its first object, not by a suffix."""
    start = text.lstrip("\ufeff \t\r\n")[:200_000]
    if not start.startswith(("{", "[")):
        return False
    marks = ('"profile"', '"organization"', '"service_at_locations"', '"organization_id"', '"status"')
    is_map = any(mark in start[:2000] for mark in ('"features"', '"FeatureCollection"'))
    return not is_map and any(mark in start for mark in marks)


def read_services(text: str, file: str) -> list[Object]:
    """The services of a file. Raises BadInput: no JSON, no list of services, nested too deeply."""
    plain = text.lstrip("\ufeff")
    try:
        found = json.loads(plain, parse_constant=_no_number)
    except (ValueError, RecursionError):
        found = _lines(plain, file)
    services = _services(found)
    _refuse_unusable(found, file)
    if services is None:
        raise BadInput("HSDS のサービスがありません。", file=file, remedy=_NOT_HSDS)
    if any(_depth(service) > _MAX_DEPTH for service in services):
        raise BadInput("入れ子が深すぎます。", file=file, remedy=_NOT_HSDS)
    return services


def has_uuid(service: Object) -> bool:
    """Whether the service has the id that HSDS requires."""
    own = service.get("id")
    return isinstance(own, str) and as_uuid(own) is not None


def _line(service: Object) -> str:
    return json.dumps(service, ensure_ascii=False, separators=(",", ":"))


def _lines(text: str, file: str) -> list[Any]:
    found = []
    for number, line in enumerate(text.split("\n"), start=1):
        if not line.strip():
            continue
        try:
            found.append(json.loads(line, parse_constant=_no_number))
        except (ValueError, RecursionError) as error:
            raise BadInput(
                "JSON として読めません。", file=file, row=number, remedy="元のファイルを取り直してください。"
            ) from error
    return found


def _services(found: Any) -> list[Object] | None:
    """A list of services, a page or package of them, or a single one."""
    if isinstance(found, dict):
        for name in ("contents", "services", "service"):
            if isinstance(found.get(name), list):
                return _services(found[name])
        return [found] if isinstance(found.get("name"), str) else None
    if isinstance(found, list) and found and all(isinstance(one, dict) for one in found):
        return found
    return None


def _depth(value: Any) -> int:
    level, here = 0, [value]
    while here and level <= _MAX_DEPTH:
        level += 1
        here = [
            part
            for one in here
            if isinstance(one, dict | list)
            for part in (one.values() if isinstance(one, dict) else one)
        ]
    return level


def _refuse_unusable(found: Any, file: str) -> None:
    """U+0000 and halves of surrogate pairs, which JSON can write and no database keeps."""
    try:
        written = json.dumps(found, ensure_ascii=False).encode()
    except (UnicodeEncodeError, RecursionError) as error:
        raise BadInput("使えない文字が入っています。", file=file, remedy=_NOT_HSDS) from error
    if b"\\u0000" in written:
        raise BadInput("使えない文字（NUL）が入っています。", file=file, remedy=_NOT_HSDS)


def _no_number(name: str) -> float:
    """NaN and Infinity are no JSON."""
    raise ValueError(name)
