"""From a need to suggestions: what is asked, what is answered, and that a mistake costs nothing typed."""

from __future__ import annotations

import re
from dataclasses import replace

from fastapi import FastAPI
from sqlalchemy import update

from resources.catalogue_writer import touch_catalogue
from resources.tables import Resource
from tests.api.conftest import MovingClock
from tests.api.sample_city import OPEN_PLACE, VOLUNTEER, add_entries
from tests.api.visitor import Visitor

NOTE = {"note": "47歳。鉄道が好きで、静かなところなら出かけられる。"}


def suggested(page: str) -> list[str]:
    return re.findall(r'suggestion__name"><a href="/resources/\w+[^>]*>([^<]*)<', page)


def test_a_note_alone_is_enough(worker: Visitor) -> None:
    response = worker.send("/suggestions", NOTE)
    assert response.status_code == 200
    assert suggested(response.text)[0] == "ふらっとカフェ"
    assert "合いそうな理由" in response.text


def test_one_field_alone_is_enough(worker: Visitor) -> None:
    assert "夜の将棋クラブ" in suggested(worker.send("/suggestions", {"interests": "将棋"}).text)


def test_an_empty_form_asks_for_the_note_or_one_field(worker: Visitor) -> None:
    response = worker.send("/suggestions", {"note": "  "})
    assert response.status_code == 422
    assert '<a href="#field-note">' in response.text
    assert "<title>エラー: " in response.text
    assert 'role="alert"' in response.text


def test_a_mistake_is_named_at_its_field_and_everything_typed_stays(worker: Visitor) -> None:
    typed = {**NOTE, "aims": "居場所", "available": ["tue-afternoon"], "holds": ["手帳"], "age": "四十"}
    response = worker.send("/suggestions", typed)
    assert response.status_code == 422
    assert '<a href="#field-age">年齢は数字で入れてください。</a>' in response.text
    assert 'id="error-age"' in response.text
    assert NOTE["note"] in response.text
    assert 'value="四十"' in response.text
    assert 'value="居場所"' in response.text
    assert re.search(r'value="tue-afternoon"[^>]* checked', response.text)
    assert re.search(r'value="手帳"[^>]* checked', response.text)
    assert suggested(response.text) == []


def test_every_mistake_is_named_at_once(worker: Visitor) -> None:
    page = worker.send("/suggestions", {"age": "x", "max_fee": "y", "holds": ["none", "手帳"]}).text
    assert "入力を確かめてください（3か所）" in page


def test_the_filled_form_stays_beside_the_result(worker: Visitor) -> None:
    page = worker.send("/suggestions", {**NOTE, "age": "４７歳", "gender": "male", "district": "D01"}).text
    assert NOTE["note"] in page
    assert 'value="４７歳"' in page
    assert '<option value="D01" selected>' in page
    assert 'id="need-form"' in page


def test_conditions_exclude_and_the_reasons_are_counted(worker: Visitor) -> None:
    need = {**NOTE, "age": "70", "gender": "male", "available": ["tue-afternoon"]}
    page = worker.send("/suggestions", need).text
    assert "ふらっとカフェ" not in suggested(page)  # up to 64
    assert "女性の手芸の会" not in suggested(page)
    for reason in ("満員", "対象の性別", "対象年齢", "曜日・時間"):
        assert re.search(rf"<li>{reason} <strong>1件</strong></li>", page), reason
    assert "登録されている5件のうち、条件に合うのは<strong>1件</strong>" in page


def test_a_place_out_by_one_condition_comes_with_what_to_ask(worker: Visitor) -> None:
    page = worker.send("/suggestions", {**NOTE, "age": "66"}).text
    section = page[page.index("相談すれば可能性がある先（") :]
    assert "ふらっとカフェ" in section
    assert "2歳超えて" in section


def test_asking_for_one_place_gives_every_reason_against_it(worker: Visitor) -> None:
    for asked in ("ふらっと", "フラット", "ﾌﾗｯﾄｶﾌｪ"):
        need = {**NOTE, "age": "70", "available": ["sun-morning"], "asked": asked}
        page = worker.send("/suggestions", need).text
        answer = page[page.index('id="why"') :]
        assert "対象は18〜64歳です" in answer
        assert "曜日・時間:" in answer


def test_asking_for_a_place_that_is_suggested_says_where(worker: Visitor) -> None:
    assert "候補の1位に出ています。" in worker.send("/suggestions", {**NOTE, "asked": "ふらっと"}).text


def test_asking_for_a_place_that_is_not_there_says_so(worker: Visitor) -> None:
    page = worker.send("/suggestions", {**NOTE, "asked": "宇宙ステーション"}).text
    assert "「宇宙ステーション」という名前の参加先は、登録されていません。" in page


def test_when_nothing_is_open_the_page_says_so(
    worker: Visitor, app: FastAPI, moving_clock: MovingClock
) -> None:
    with app.state.parts.database.session() as session:
        session.exec(update(Resource).values(status="paused"))
        touch_catalogue(session, clock=moving_clock)
    page = worker.send("/suggestions", NOTE).text
    assert suggested(page) == []
    assert "条件に合うのは<strong>0件</strong>" in page
    assert "いまの条件で参加できる場所は、登録されている中にありません。" in page


def test_the_journey_is_told_from_the_middle_of_the_district(worker: Visitor) -> None:
    need = {**NOTE, "district": "D02", "travel_mode": "bicycle"}
    page = worker.send("/suggestions", need).text
    assert re.search(r"本町学区（自転車で約\d+分）", page)
    assert 'data-name="港学区の中心（出発）"' in page


def test_a_new_entry_is_suggested_as_soon_as_the_catalogue_changed(
    worker: Visitor, app: FastAPI, moving_clock: MovingClock
) -> None:
    before = suggested(worker.send("/suggestions", {"note": "盆栽をいじりたい"}).text)
    assert "盆栽の会" not in before
    add_entries(app, moving_clock, replace(OPEN_PLACE, name="盆栽の会", summary="盆栽をいじります。"))
    assert suggested(worker.send("/suggestions", {"note": "盆栽をいじりたい"}).text)[0] == "盆栽の会"


def journeys(page: str) -> list[str]:
    return re.findall(r"（(?:徒歩|自転車)で約\d+分）", page)


def test_no_journey_is_told_to_who_comes_home_or_has_no_exact_place(
    worker: Visitor, app: FastAPI, moving_clock: MovingClock
) -> None:
    with app.state.parts.database.session() as session:
        session.exec(update(Resource).values(status="paused"))
    bonsai = replace(OPEN_PLACE, summary="盆栽をいじります。", openings=None, schedule=())
    need = {"note": "盆栽をいじりたい", "district": "D01", "travel_mode": "walk"}
    places = {
        "盆栽の会": bonsai,
        "盆栽を届ける会": replace(bonsai, delivery=("home_visit",)),
        "場所のない盆栽": replace(bonsai, lat=None, lon=None),
    }
    for name, place in places.items():
        add_entries(app, moving_clock, replace(place, name=name))
    page = worker.send("/suggestions", need).text
    assert set(places) <= set(suggested(page))
    assert len(journeys(page)) == 1
    volunteer = replace(VOLUNTEER, summary="盆栽の話を聴きます。", delivery=("on_site",), district="D01")
    add_entries(app, moving_clock, replace(volunteer, name="盆栽の話し相手"))
    page = worker.send("/suggestions", need).text
    assert "盆栽の話し相手" in suggested(page)
    assert len(journeys(page)) == 1
    assert journeys(worker.send("/suggestions", {**need, "travel_mode": ""}).text) == []


def test_a_place_that_is_asked_for_is_read_up_to_a_hundred_characters(worker: Visitor) -> None:
    page = worker.send("/suggestions", {**NOTE, "asked": "ふらっと" + "あ" * 96 + "い"}).text
    assert "「ふらっと" + "あ" * 96 + "」という名前" in page
