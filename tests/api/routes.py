"""All routes of an application, so that a new page is tested by existing."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from fastapi import FastAPI
from fastapi.routing import iter_route_contexts

from resources.hsds.ids import hsds_id

FEED_PARAMETERS = {"hsds_id": hsds_id("taxonomy", "resource_kind"), "patch": "service"}
UNSAFE = frozenset({"POST", "PUT", "PATCH", "DELETE"})


@dataclass(frozen=True)
class KnownRoute:
    """One method of one route; `path` is ready to be asked for."""

    method: str
    path: str
    name: str


def all_routes(app: FastAPI, parameters: Mapping[str, str]) -> list[KnownRoute]:
    """Every method of every route, path parameters filled in; a parameter nobody knows is an error."""
    return [
        KnownRoute(method, _fill(context.path or "/", {**FEED_PARAMETERS, **parameters}), context.name or "")
        for context in iter_route_contexts(app.routes)
        for method in sorted(context.methods or ())  # a mount has none
        if method != "HEAD"
    ]


def _fill(path: str, parameters: Mapping[str, str]) -> str:
    return re.sub(r"\{(\w+)(?::\w+)?\}", lambda match: parameters[match.group(1)], path)
