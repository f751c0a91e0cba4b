"""The operator's own background: served with a validator to who is signed in, in the files, refused in clear words."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from fastapi import FastAPI

from api.app import create_app
from api.settings import Settings
from resources.errors import BadInput
from tests.api.conftest import MovingClock
from tests.api.planned_city import give_ground
from tests.api.sample_city import PASSWORDS
from tests.api.visitor import Visitor
from tests.geo.base_layers import as_geojson_file, town

SOURCE = "架空市 <b>道路台帳図</b>"
SHOWN = "架空市 &lt;b&gt;道路台帳図&lt;/b&gt;"
QUESTION = "kind=salon&minutes=30"


@pytest.fixture
def drawn(settings: Settings, moving_clock: MovingClock, tmp_path: Path) -> Iterator[FastAPI]:
    file = as_geojson_file(tmp_path / "roads.geojson", town())
    given = settings.model_copy(update={"base_layer": file, "base_layer_source": SOURCE})
    application = create_app(given, clock=moving_clock)
    give_ground(application, moving_clock)
    yield application
    application.state.parts.database.close()


def test_it_is_sent_once_and_then_only_confirmed(drawn: FastAPI) -> None:
    with Visitor.of(drawn) as visitor:
        visitor.sign_in("worker", PASSWORDS["worker"])
        first = visitor.get("/base-layer.json")
        kinds = [feature["geometry"]["type"] for feature in first.json()["features"]]
        assert kinds == ["MultiPolygon", "MultiLineString"]
        assert first.headers["cache-control"] == "private, no-cache"
        again = visitor.client.get("/base-layer.json", headers={"If-None-Match": first.headers["etag"]})
        assert (again.status_code, again.content) == (304, b"")


def test_the_maps_of_the_pages_ask_for_it_and_its_source_stands_under_them_as_text(drawn: FastAPI) -> None:
    with Visitor.of(drawn) as visitor:
        visitor.sign_in("csw", PASSWORDS["csw"])
        for path in (f"/planning?{QUESTION}", f"/planning/siting?{QUESTION}", "/resources/new"):
            page = visitor.get(path).text
            assert 'data-base="/base-layer.json"' in page, path
            assert f"背景の図: {SHOWN}" in page, path


def test_a_map_file_carries_it_with_its_source(drawn: FastAPI) -> None:
    with Visitor.of(drawn) as visitor:
        visitor.sign_in("worker", PASSWORDS["worker"])
        page = visitor.get(f"/planning/file?{QUESTION}&form=html").text
    assert "tsunagiteMap.addBase(map_1" in page
    assert f"背景の図: {SHOWN}。" in page


def test_without_the_setting_no_page_asks_for_it(app: FastAPI, moving_clock: MovingClock) -> None:
    give_ground(app, moving_clock)
    with Visitor.of(app) as visitor:
        visitor.sign_in("worker", PASSWORDS["worker"])
        assert "data-base" not in visitor.get(f"/planning?{QUESTION}").text
        assert visitor.get("/base-layer.json").json() == {"type": "FeatureCollection", "features": []}


@pytest.mark.parametrize(("name", "said"), [("none.gpkg", "ファイルがない"), ("a.png", "のどれかを指定")])
def test_an_application_does_not_start_on_a_file_that_is_none(
    name: str, said: str, settings: Settings, tmp_path: Path
) -> None:
    (tmp_path / "a.png").write_bytes(b"x")
    with pytest.raises(BadInput, match=said) as refused:
        create_app(settings.model_copy(update={"base_layer": tmp_path / name}))
    assert str(refused.value).startswith(f"地図の背景を読めません。{name}")
    assert "対処" in str(refused.value)
