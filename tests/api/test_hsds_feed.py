"""The feed under /hsds/: for programs, of what is public, and of nothing else."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

import pytest
from fastapi import FastAPI
from sqlmodel import Session, select

from api.app import create_app
from api.settings import Settings
from api.web.feed_routes import QUERY_PATHS
from resources.hsds.ids import hsds_id
from resources.publishing.entries import Conditions, batch_of_published
from resources.tables import Resource
from tests.api.conftest import MovingClock
from tests.api.planted import SEEN, plant, secrets_in
from tests.api.sample_city import OPEN_PLACE, add_entries
from tests.api.visitor import Visitor

LISTS = ("services", "organizations", "service_at_locations", "taxonomies", "taxonomy_terms")
ENVELOPE = {
    *("total_items", "total_pages", "page_number", "size", "first_page", "last_page", "empty", "contents"),
}

UNANSWERABLE = [
    ("postcode=520-0001", "郵便番号"),
    ("proximity=500", "郵便番号"),
    ("page=0", "page"),
    ("page=１", "page"),
    ("per_page=501", "per_page"),
    ("format=xml", "format"),
    ("full=maybe", "full"),
    ("taxonomy_term_id=1", "taxonomy_term_id"),
    ("organization_id=x", "organization_id"),
    ("modified_after=yesterday", "modified_after"),
    ("modified_after=0001-01-01T00:00:00%2B23:59", "modified_after"),
]


def ask(visitor: Visitor, path: str) -> dict[str, Any]:
    response = visitor.get(f"/hsds/{path}")
    assert response.status_code == 200, (path, response.text)
    found: dict[str, Any] = response.json()
    return found


def names(page: dict[str, Any]) -> list[str]:
    return [found["name"] for found in page["contents"]]


def test_the_way_in_says_version_profile_and_openapi(visitor: Visitor) -> None:
    found = ask(visitor, "")
    assert found["version"] == "3.1"
    assert found["profile"].startswith("urn:")
    assert visitor.get(found["openapi_url"]).json()["openapi"].startswith("3.1")
    for name in visitor.get(found["profile_url"]).json()["patches"].values():
        assert "properties" in visitor.get(f"/hsds/profile/{name}").json()


def test_the_openapi_document_names_every_route_and_refers_to_itself_only(
    visitor: Visitor, app: FastAPI
) -> None:
    document = ask(visitor, "openapi.json")
    assert {f"/hsds{path}" for path in document["paths"]} >= QUERY_PATHS
    references = [part.split('"')[0] for part in json.dumps(document).split('"$ref": "')[1:]]
    assert references
    for reference in references:
        inner: Any = document
        for step in reference.removeprefix("#/").split("/"):
            inner = inner[step]


def test_a_list_is_paged_in_the_envelope_and_every_object_is_there_by_its_id(visitor: Visitor) -> None:
    for name in LISTS:
        first = ask(visitor, f"{name}?per_page=2")
        assert set(first) == ENVELOPE
        assert (first["page_number"], first["size"], first["first_page"], first["empty"]) == (
            1,
            len(first["contents"]),
            True,
            False,
        )
        found = [
            thing
            for number in range(1, first["total_pages"] + 1)
            for thing in ask(visitor, f"{name}?per_page=2&page={number}")["contents"]
        ]
        assert len(found) == first["total_items"] == len({thing["id"] for thing in found})
        assert ask(visitor, f"{name}?per_page=2&page={first['total_pages']}")["last_page"] is True
        for thing in found[:3]:
            whole = ask(visitor, f"{name}/{thing['id']}")
            assert whole["id"] == thing["id"]
        beyond = ask(visitor, f"{name}?per_page=2&page=9999")
        assert (beyond["empty"], beyond["contents"], beyond["total_items"]) == (True, [], len(found))


def test_lines_hold_what_the_pages_hold(visitor: Visitor) -> None:
    for name in LISTS:
        response = visitor.get(f"/hsds/{name}?format=ndjson&full=true")
        assert response.headers["content-type"].startswith("application/x-ndjson")
        lines = [json.loads(line) for line in response.text.splitlines()]
        assert lines == ask(visitor, f"{name}?per_page=500&full=true")["contents"]


def test_lines_are_read_from_the_database_a_batch_at_a_time(
    app: FastAPI, visitor: Visitor, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("resources.publishing.entries.BATCH", 2)
    asked: list[int] = []

    def counted(session: Session, also: Conditions, *, after: int) -> Any:
        found = batch_of_published(session, also, after=after)
        asked.append(len(found[0]))
        return found

    monkeypatch.setattr("api.hsds.answering.batch_of_published", counted)
    lines = visitor.get("/hsds/services?format=ndjson").text.splitlines()
    assert (len(lines), asked) == (5, [2, 2, 1])


def test_a_question_by_post_gets_the_same_answer_as_by_get(visitor: Visitor) -> None:
    question = {"search": "ふらっと", "per_page": 5, "full": True}
    for path in sorted(QUERY_PATHS):
        by_get = visitor.get(path, params={"search": "ふらっと", "per_page": "5", "full": "true"})
        assert by_get.headers["access-control-allow-origin"] == "*"
        for headers in ({}, {"Origin": "https://elsewhere.example"}):
            by_post = visitor.client.post(path, json=question, headers=headers)
            assert (by_post.status_code, by_post.json()) == (200, by_get.json())
            assert "access-control-allow-origin" not in by_post.headers


def test_a_question_by_post_sees_no_more_for_somebody_who_is_signed_in(
    worker: Visitor, app: FastAPI, moving_clock: MovingClock
) -> None:
    plant(app, moving_clock)
    page = worker.client.post("/hsds/services", json={"full": True, "per_page": 500})
    assert secrets_in(page.content) == []
    assert "set-cookie" not in page.headers


def test_a_body_that_is_no_question_is_refused(visitor: Visitor) -> None:
    for body in ("[]", "{", '"x"', '{"search": ["x"]}', '{"search": "\\u0000"}', '{"page": "0"}'):
        response = visitor.client.post("/hsds/services", content=body)
        assert response.status_code == 400, body
        assert response.headers["content-type"] == "application/problem+json"


def test_a_body_is_short(visitor: Visitor) -> None:
    response = visitor.client.post("/hsds/services", content=b" " * 30_000)
    assert response.status_code == 413


def test_a_parameter_that_cannot_be_answered_is_a_clear_400(visitor: Visitor) -> None:
    for query, word in UNANSWERABLE:
        response = visitor.get(f"/hsds/services?{query}")
        assert response.status_code == 400, query
        assert word in response.json()["detail"]


def test_filters_are_cumulative(visitor: Visitor, app: FastAPI) -> None:
    third_place = hsds_id("taxonomy_term", "resource_kind:third_place")
    hobby = hsds_id("taxonomy_term", "resource_kind:hobby_culture")
    kinds = hsds_id("taxonomy", "resource_kind")
    (house,) = ask(visitor, "organizations?search=みなも")["contents"]
    cafe = ["ふらっとカフェ"]
    assert names(ask(visitor, f"services?taxonomy_term_id={third_place}")) == cafe
    assert names(ask(visitor, f"services?organization_id={house['id']}")) == cafe
    assert names(ask(visitor, f"services?taxonomy_term_id={hobby}&organization_id={house['id']}")) == []
    assert len(names(ask(visitor, f"services?taxonomy_id={kinds}"))) == 5
    assert names(ask(visitor, "services?search=フラット")) == cafe
    assert names(ask(visitor, f"services?taxonomy_term_id={house['id']}")) == []
    npo = hsds_id("taxonomy_term", "organisation_kind:npo")
    assert names(ask(visitor, f"organizations?taxonomy_term_id={npo}")) == ["NPO法人みなも"]
    assert ask(visitor, f"taxonomy_terms?parent_id={npo}")["empty"] is True
    assert ask(visitor, "taxonomy_terms?top_only=true&search=居場所")["total_items"] == 1


def test_only_what_changed_since_then_is_asked_for(
    visitor: Visitor, app: FastAPI, moving_clock: MovingClock
) -> None:
    assert ask(visitor, "services?modified_after=2026-11-21T09:00:00%2B09:00")["total_items"] == 5
    assert ask(visitor, "services?modified_after=2026-11-21T09:00:01%2B09:00")["empty"] is True
    moving_clock.forward(hours=1)
    add_entries(app, moving_clock, replace(OPEN_PLACE, name="あとから"))
    assert names(ask(visitor, "services?modified_after=2026-11-21T09:30:00")) == ["あとから"]
    assert names(ask(visitor, "services?modified_after=2026-11-22")) == []


def test_minimal_gives_id_and_time_alone_and_all_on_one_page(visitor: Visitor) -> None:
    page = ask(visitor, "services?minimal=true")
    assert page["total_pages"] == 1
    assert all(set(found) == {"id", "last_modified"} for found in page["contents"])


def test_a_list_holds_no_arrays_and_full_holds_them(visitor: Visitor) -> None:
    short, full = ask(visitor, "services")["contents"][0], ask(visitor, "services?full=true")["contents"][0]
    assert not any(isinstance(value, list) for value in short.values())
    assert {"attributes", "schedules", "phones"} <= set(full)
    (house,) = ask(visitor, "organizations?search=みなも&full_service=true")["contents"]
    assert [service["name"] for service in house["services"]] == ["ふらっとカフェ"]


def test_a_new_entry_is_there_at_once_and_a_closed_one_gone_at_once(
    visitor: Visitor, app: FastAPI, moving_clock: MovingClock
) -> None:
    assert ask(visitor, "services")["total_items"] == 5
    (public_id,) = add_entries(app, moving_clock, replace(OPEN_PLACE, name="新しい場"))
    uuid = hsds_id("service", public_id)
    assert ask(visitor, f"services/{uuid}")["name"] == "新しい場"
    assert ask(visitor, "services")["total_items"] == 6
    with app.state.parts.database.session() as session:
        row = session.exec(select(Resource).where(Resource.public_id == public_id)).one()
        row.visibility = "internal"  # nobody said that the catalogue changed: it must not matter
    assert visitor.get(f"/hsds/services/{uuid}").status_code == 404
    assert "新しい場" not in names(ask(visitor, "services"))


def test_nothing_hidden_is_in_any_answer_of_the_feed(
    visitor: Visitor, app: FastAPI, moving_clock: MovingClock
) -> None:
    plant(app, moving_clock)
    asked = ["", "profile", "openapi.json", "taxonomies?per_page=500"]
    for name in ("services", "organizations", "service_at_locations", "taxonomy_terms"):
        asked += [
            f"{name}?per_page=500&full=true&full_service=true",
            f"{name}?format=ndjson&full=true",
            f"{name}?minimal=true",
        ]
        asked += [
            f"{name}/{thing['id']}?full_service=true"
            for thing in ask(visitor, f"{name}?per_page=500")["contents"]
        ]
    everything = b""
    for path in asked:
        content = visitor.get(f"/hsds/{path}").content
        assert secrets_in(content) == [], path
        everything += content
    for seen in SEEN:
        assert seen.encode() in everything


def test_searching_for_what_is_hidden_finds_nothing(
    visitor: Visitor, app: FastAPI, moving_clock: MovingClock
) -> None:
    plant(app, moving_clock)
    for word in ("たぬき", "狸", "0770"):
        for name in ("services", "service_at_locations", "organizations", "taxonomy_terms"):
            assert ask(visitor, f"{name}?search={word}")["empty"] is True, (word, name)


def test_where_the_operator_does_not_publish_there_is_no_feed(
    settings: Settings, moving_clock: MovingClock
) -> None:
    app = create_app(settings.model_copy(update={"publish": None}), clock=moving_clock)
    with Visitor.of(app) as visitor:
        for path in (
            "/hsds/",
            *sorted(QUERY_PATHS),
            "/hsds/openapi.json",
            "/hsds/profile",
            "/hsds/profile/service.json",
        ):
            response = visitor.get(path)
            assert response.status_code == 404, path
            assert response.headers["content-type"] == "application/problem+json"
        assert visitor.client.post("/hsds/services", json={}).status_code == 404
    app.state.parts.database.close()
