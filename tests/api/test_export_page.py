"""The page 書き出し and its files: what is public, in every form, and nothing that is not."""

from __future__ import annotations

from fastapi import FastAPI

from resources.exporting.forms import FORMS
from tests.api.conftest import MovingClock
from tests.api.planted import SEEN, plant, secrets_in
from tests.api.visitor import Visitor


def test_nothing_hidden_is_in_any_file(worker: Visitor, app: FastAPI, moving_clock: MovingClock) -> None:
    plant(app, moving_clock)
    for name, form in FORMS.items():
        response = worker.get(f"/exports/file?form={name}")
        assert response.status_code == 200
        assert response.headers["content-disposition"].endswith(f'{form.suffix}"')
        assert secrets_in(response.content) == [], name
        if name != "xlsx":
            assert SEEN[0].encode() in response.content, name
    assert secrets_in(worker.get("/exports").content) == []
    assert secrets_in(worker.get("/exports/sources").content) == []


def test_the_search_for_planted_words_would_find_them(
    worker: Visitor, app: FastAPI, moving_clock: MovingClock
) -> None:
    plant(app, moving_clock)
    page = worker.get("/resources?q=みえるばのなまえ&standing=").content
    assert secrets_in(page) == []  # the list shows names alone
    assert secrets_in(worker.get("/resources?status=contacted").content) == ["打診中の場たぬき"]
    assert secrets_in("名を伏せたたぬき".encode()) == ["名を伏せたたぬき"]


def test_the_page_offers_every_form_and_says_what_stays(worker: Visitor) -> None:
    page = worker.get("/exports").text
    for name in FORMS:
        assert f"/exports/file?form={name}" in page
    assert "ボランティアの方は、できることと学区だけです" in page
    assert "サインインなしで参加先を読めます" in page


def test_a_form_that_there_is_not_is_refused(worker: Visitor) -> None:
    assert worker.get("/exports/file?form=pdf").status_code == 422


def test_files_are_for_people_who_are_signed_in(visitor: Visitor) -> None:
    assert visitor.get("/exports/file?form=opendata").status_code == 303
