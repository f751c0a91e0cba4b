"""The OpenAPI document of the feed. HSDS's own schemas (CC BY-SA) are not part of it: they are named, not copied."""

from __future__ import annotations

from functools import cache
from typing import Any

from resources.hsds.profile import HSDS_VERSION, additions

Object = dict[str, Any]
_PAGING = ("search", "page", "per_page", "format")
_TERMS = ("taxonomy_term_id", "taxonomy_id")
_LISTS = {
    "services": (*_PAGING, *_TERMS, "organization_id", "modified_after", "minimal", "full"),
    "service_at_locations": (*_PAGING, *_TERMS, "organization_id", "modified_after", "full"),
    "organizations": (*_PAGING, *_TERMS, "full", "full_service"),
    "taxonomies": _PAGING,
    "taxonomy_terms": (*_PAGING, "taxonomy_id", "top_only", "parent_id"),
}
_OBJECT_OF = {
    "services": "service",
    "service_at_locations": "service_at_location",
    "organizations": "organization",
    "taxonomies": "taxonomy",
    "taxonomy_terms": "taxonomy_term",
}
_PARAMETERS: dict[str, Object] = {
    "search": {"type": "string", "maxLength": 200},
    "page": {"type": "integer", "minimum": 1, "default": 1},
    "per_page": {"type": "integer", "minimum": 1, "default": 50},
    "format": {"type": "string", "enum": ["json", "ndjson"], "default": "json"},
    "taxonomy_term_id": {"type": "string", "format": "uuid"},
    "taxonomy_id": {"type": "string", "format": "uuid"},
    "organization_id": {"type": "string", "format": "uuid"},
    "parent_id": {"type": "string", "format": "uuid"},
    "modified_after": {"type": "string", "format": "date-time"},
    **{
        name: {"type": "boolean", "default": False}
        for name in ("minimal", "full", "full_service", "top_only")
    },
}


@cache
def openapi_document() -> Object:
    """OpenAPI 3.1; every reference is local."""
    paths: Object = {
        "/": _path("What this feed is", "about"),
        "/openapi.json": _path("This document", "openapi"),
        "/profile": _path("The Japan profile", "profile"),
        "/profile/{name}.json": {
            **_path("A merge patch of the profile", "patch"),
            "parameters": [_named("name")],
        },
    }
    for name, parameters in _LISTS.items():
        paths[f"/{name}"] = _list_path(name, parameters)
        schema = {"$ref": f"#/components/schemas/{_OBJECT_OF[name]}"}
        paths[f"/{name}/{{id}}"] = {
            **_path(f"One {_OBJECT_OF[name]}", f"show_{name}", schema),
            "parameters": [_named("id")],
        }
    return {
        "openapi": "3.1.0",
        "info": {"title": "つなぎて HSDS", "version": HSDS_VERSION},
        "servers": [{"url": "/hsds"}],
        "paths": paths,
        "components": {
            "parameters": {name: _query(name, schema) for name, schema in _PARAMETERS.items()},
            "schemas": {"Page": _page(), "Problem": _problem(), **_objects()},
        },
    }


def _path(summary: str, operation: str, schema: Object | None = None) -> Object:
    return {"get": {"summary": summary, "operationId": operation, "responses": _responses(schema)}}


def _list_path(name: str, parameters: tuple[str, ...]) -> Object:
    item = {"$ref": f"#/components/schemas/{_OBJECT_OF[name]}"}
    contents = {"properties": {"contents": {"type": "array", "items": item}}}
    schema = {"allOf": [{"$ref": "#/components/schemas/Page"}, contents]}
    asked = [{"$ref": f"#/components/parameters/{parameter}"} for parameter in parameters]
    body = {"type": "object", "properties": {parameter: _PARAMETERS[parameter] for parameter in parameters}}
    by_post = {
        "summary": f"The same question about {name} in the body: nothing is written",
        "operationId": f"query_{name}",
        "requestBody": {"content": {"application/json": {"schema": body}}},
        "responses": _responses(schema),
    }
    by_get = {"summary": f"A page of {name}", "operationId": f"list_{name}", "responses": _responses(schema)}
    return {"get": {**by_get, "parameters": asked}, "post": by_post}


def _responses(schema: Object | None) -> Object:
    problem = {"application/problem+json": {"schema": {"$ref": "#/components/schemas/Problem"}}}
    return {
        "200": {
            "description": "Found",
            "content": {"application/json": {"schema": schema or {"type": "object"}}},
        },
        "400": {"description": "A parameter cannot be answered", "content": problem},
        "404": {"description": "Not there, or not published", "content": problem},
    }


def _named(name: str) -> Object:
    return {"name": name, "in": "path", "required": True, "schema": {"type": "string"}}


def _query(name: str, schema: Object) -> Object:
    return {"name": name, "in": "query", "required": False, "schema": schema}


def _page() -> Object:
    numbers = ("total_items", "total_pages", "page_number", "size")
    properties: Object = {name: {"type": "integer"} for name in numbers}
    properties |= {name: {"type": "boolean"} for name in ("first_page", "last_page", "empty")}
    return {"type": "object", "required": ["empty", "contents"], "properties": properties}


def _problem() -> Object:
    properties = {name: {"type": "string"} for name in ("type", "title", "detail", "request_id")}
    return {"type": "object", "properties": {**properties, "status": {"type": "integer"}}}


def _objects() -> Object:
    """HSDS's objects by name, with what the profile adds to them."""
    found: Object = {}
    for name in sorted({*_OBJECT_OF.values(), *additions()}):
        found[name] = {
            "type": "object",
            "description": f"The HSDS {HSDS_VERSION} object {name}, with the additions of the profile.",
            "required": ["id"],
            "properties": {"id": {"type": "string", "format": "uuid"}, **additions().get(name, {})},
        }
    return found
