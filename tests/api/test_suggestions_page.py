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
        assert "<strong>曜日・時間</strong>" in answer


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
    assert "本人の状況に応えられる場所が、一覧にありません。" in page


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
    for number, (name, place) in enumerate(places.items()):  # apart, so that they are not one place
        lat = place.lat and place.lat + 0.02 * number
        add_entries(app, moving_clock, replace(place, name=name, name_kana="", phone="", lat=lat))
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


def answer_about(page: str) -> str:
    return page[page.index('class="why-answer"') :].split("</section>")[0]


def test_each_reason_says_whether_it_can_be_talked_about_and_what_to_ask(worker: Visitor) -> None:
    need = {**NOTE, "age": "70", "gender": "male", "available": ["tue-afternoon"], "asked": "ふらっと"}
    told = answer_about(worker.send("/suggestions", need).text)
    assert "外した理由（1つ）" in told
    assert "相談の余地あり" in told
    assert "受け入れられないか相談する。" in told
    told = answer_about(worker.send("/suggestions", {**need, "asked": "女性の手芸"}).text)
    assert "動かせない条件" in told
    assert "対象は女性" in told
    assert "相談の余地あり" not in told


def test_a_place_may_be_asked_for_by_its_id(worker: Visitor, public_ids: dict[str, str]) -> None:
    need = {**NOTE, "asked": public_ids["サロン ひだまり"].upper()}
    told = answer_about(worker.send("/suggestions", need).text)
    assert "サロン ひだまり" in told
    assert "満員" in told
    assert told.count("<h3>") == 1


def test_an_open_place_that_is_not_in_the_list_is_told_its_rank_and_what_it_lacks(
    worker: Visitor, app: FastAPI, moving_clock: MovingClock
) -> None:
    bonsai = replace(OPEN_PLACE, summary="盆栽をいじります。", name_kana="", phone="", confirmed_on=None)
    places = [
        replace(bonsai, name=f"盆栽の会{number}", lat=35.0 + 0.02 * number, lon=135.0) for number in range(20)
    ]
    add_entries(
        app, moving_clock, *places, replace(bonsai, name="そば打ちの会", summary="そばを打ちます。", lat=36.0)
    )
    page = worker.send("/suggestions", {"note": "盆栽をいじりたい。", "asked": "そば打ち"}).text
    assert "そば打ちの会" not in suggested(page)
    told = answer_about(page)
    assert "この人に開かれています。" in told
    assert re.search(r"\d+件のうち<strong>2\d位</strong>", told)
    assert 1 <= told.count("<li>") <= 3


def test_more_than_five_places_of_one_name_are_counted(
    worker: Visitor, app: FastAPI, moving_clock: MovingClock
) -> None:
    places = [replace(OPEN_PLACE, name=f"盆栽の会{number}", name_kana="", phone="") for number in range(7)]
    add_entries(app, moving_clock, *places, replace(OPEN_PLACE, name="盆栽の会", name_kana="", phone=""))
    told = answer_about(worker.send("/suggestions", {**NOTE, "asked": "盆栽の会"}).text)
    assert re.findall(r"<h3><a[^>]*>([^<]*)<", told)[0] == "盆栽の会"  # the whole name comes first
    assert told.count("<h3>") == 5
    assert "ほかに3件あります。" in told


def test_the_safety_of_the_person_stands_above_everything_even_when_nothing_is_open(
    worker: Visitor, app: FastAPI, moving_clock: MovingClock
) -> None:
    with app.state.parts.database.session() as session:
        session.exec(update(Resource).values(status="paused"))
        touch_catalogue(session, clock=moving_clock)
    page = worker.send("/suggestions", {"note": "死にたい気持ちがある。"}).text
    assert suggested(page) == []
    assert page.index("安全の確認を先にしてください。") < page.index("読み取ったこと")
    assert page.count("安全の確認を先にしてください。") == 1


def test_what_is_missing_comes_ready_to_be_written_down_without_the_note(worker: Visitor) -> None:
    need = {"note": "狸田さんはギャンブルがやめられない。", "age": "52", "district": "D01"}
    page = worker.send("/suggestions", need).text
    box = page[page.index('class="notice notice--warn unmet"') :].split("</section>")[0]
    assert "地域の課題として記録する材料" in box
    for words in ("50代、本町学区", "ギャンブル", "5件のうち"):
        assert words in box, words
    assert "狸田" not in box
    assert "52" not in box


def test_the_other_entry_of_one_place_is_named_with_a_link(
    worker: Visitor, app: FastAPI, moving_clock: MovingClock
) -> None:
    twin = add_entries(app, moving_clock, replace(OPEN_PLACE, key="z", name="ふらっと・カフェ"))
    page = worker.send("/suggestions", NOTE).text
    names = [name for name in suggested(page) if name.startswith("ふらっと")]
    assert len(names) == 1
    card = next(part for part in page.split('<li class="suggestion"') if "別登録あり" in part)
    assert card.count("別登録あり") == 1
    other = re.search(r'別登録あり</span> <a href="/resources/(\w+)"', card)
    assert other is not None
    assert (other.group(1) == twin[0]) == (names == ["ふらっとカフェ"])


def test_two_places_that_do_together_what_one_does_not_are_named_with_one_sentence(
    worker: Visitor, app: FastAPI, moving_clock: MovingClock
) -> None:
    need = {"note": "家にいることが多い。", "stage": "connect"}
    assert "together-title" not in worker.send("/suggestions", need).text
    companion = replace(
        VOLUNTEER,
        name="いっしょに行く人",
        summary="手続きの同行をします。",
        lat=35.01,
        lon=135.94,
    )
    add_entries(app, moving_clock, companion)
    page = worker.send("/suggestions", need).text
    section = page[page.index('id="together-title"') :].split("</section>")[0]
    names = re.findall(r"<a href=\"/resources/\w+\"[^>]*>([^<]*)<", section)
    assert names == ["ふらっとカフェ", "いっしょに行く人"]
    assert "両方に相談する。" in section
