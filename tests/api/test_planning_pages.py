"""The planner's pages: the question stands in the address, and what is wrong or missing is said at its place."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Callable
from dataclasses import replace

import openpyxl
import pytest
from fastapi import FastAPI

from api.accounts.repository import NewAccount, add_account
from resources.records import ScheduleRule
from tests.api.conftest import MovingClock
from tests.api.planned_city import give_ground
from tests.api.sample_city import OPEN_PLACE, add_entries
from tests.api.visitor import Visitor

ASKED = (
    "/planning?kind=third_place&kind=salon&age=15-39&weekday=tue&from=9:00&to=17:00&minutes=20&mode=bicycle"
)
HIDDEN = "秘匿された1メッシュの人は、年齢別の数に入っていません。"
HALL = replace(
    OPEN_PLACE, name="港公民館", kind="community_hall", standing="candidate_venue", lat=35.09, lon=135.9
)


@pytest.fixture
def planner(app: FastAPI, moving_clock: MovingClock, visitors: Callable[[], Visitor]) -> Visitor:
    """The municipality's planner, in a city with outlines and people."""
    give_ground(app, moving_clock)
    return signed_in(app, moving_clock, visitors, "planner")


def signed_in(app: FastAPI, clock: MovingClock, visitors: Callable[[], Visitor], role: str) -> Visitor:
    with app.state.parts.database.session() as session:
        account = NewAccount("keikaku", "計画さん", role, "ooki-na-chizu-1")
        add_account(session, account, now=clock.now())
    visitor = visitors()
    visitor.sign_in("keikaku", "ooki-na-chizu-1")
    return visitor


def test_a_planners_start_page_leads_to_the_gaps_and_a_workers_to_a_person(
    planner: Visitor, worker: Visitor
) -> None:
    assert 'href="/planning">過不足を見る' in planner.get("/").text
    assert "メモからさがす" not in planner.get("/").text
    assert "過不足を見る" not in worker.get("/").text


def test_what_is_asked_stands_in_the_address_in_words_and_in_the_form(planner: Visitor) -> None:
    page = planner.get(ASKED).text
    assert "居場所・サロン / 15〜39歳 / 火曜 9:00〜17:00 / 自転車20分以内" in page
    for field in (
        *('name="age" type="text" value="15-39"', 'name="from" type="text" value="9:00"'),
        *('name="kind" value="third_place" autocomplete="off" checked', 'value="bicycle" selected'),
        *('name="kind" value="salon" autocomplete="off" checked', 'name="weekday" value="tue" autocomplete'),
    ):
        assert field in page
    assert page.count(" checked") == 3
    assert '<details class="panel planning-ask">' in page  # it steps back behind its answer
    assert '<details class="panel planning-ask" open>' in planner.get("/planning").text
    assert "kind=third_place&amp;kind=salon&amp;age=15-39" in page  # the files and the next page ask the same


@pytest.mark.parametrize(
    ("query", "field", "said"),
    [
        ("kind=", "kind", "種別が選ばれていません。"),
        (
            "kind=third_place&age=abc",
            "age",
            "年齢「abc」が読めません。15-39、65-、-18 のように書いてください。",
        ),
        ("kind=third_place&age=39-15", "age", "読めません"),
        ("kind=third_place&age=70-80", "age", "65歳以上は一つの区分で、分けられません。"),
        ("kind=third_place&minutes=0", "minutes", "所要時間は1から240まで"),
        ("kind=third_place&minutes=すぐ", "minutes", "所要時間は数字で"),
        ("kind=third_place&from=25:00", "from", "時刻「25:00」が読めません。"),
        ("kind=third_place&from=17:00&to=9:00", "to", "終わりの時刻が始まりより後になっていません。"),
        ("kind=third_place&mode=ufo", "mode", "移動の方法「ufo」はありません。"),
        ("kind=third_place&weekday=noday", "weekday", "曜日「noday」が読めません。"),
    ],
)
@pytest.mark.parametrize("path", ["/planning", "/planning/siting"])
def test_what_is_wrong_is_said_at_its_field_and_no_answer_is_made_up(
    planner: Visitor, path: str, query: str, field: str, said: str
) -> None:
    response = planner.get(f"{path}?{query}")
    assert response.status_code == 422
    at_field = response.text.split(f'id="error-{field}"', 1)[1].split("</p>", 1)[0]
    assert said in at_field
    assert "対処" not in at_field
    assert 'role="status"' not in response.text
    assert '<details class="panel planning-ask" open>' in response.text


def test_every_wrong_field_is_named_at_once(planner: Visitor) -> None:
    page = planner.get("/planning?kind=&age=abc&from=25:00&minutes=x").text
    assert "入力を確かめてください（4か所）" in page
    for field in ("kind", "age", "from", "minutes"):
        assert f'href="#field-{field}"' in page


def test_a_long_address_is_cut_and_not_repeated(planner: Visitor) -> None:
    response = planner.get("/planning", params={"kind": "third_place", "age": "9" * 5000})
    assert response.status_code == 422
    assert "9" * 41 not in response.text


def test_a_question_that_nothing_answers_says_so(planner: Visitor) -> None:
    response = planner.get("/planning?kind=work_experience")
    assert response.status_code == 200
    assert "条件に合う公開中の場所は、市内に一つもありません。" in response.text


def test_without_a_population_the_places_are_listed_and_nothing_is_judged(worker: Visitor) -> None:
    page = worker.get("/planning").text
    assert "人口のファイルがないので、届く人の割合は出せません。" in page
    assert "ふらっとカフェ" in page
    assert "tsunagite import population" in page
    sites = worker.get("/planning/siting?kind=third_place")
    assert sites.status_code == 200
    assert "人口のファイルがないので、計算できません。" in sites.text


@pytest.mark.parametrize(
    ("form", "media_type", "begins"),
    [
        ("csv", "text/csv; charset=utf-8", "\ufeff学区ID".encode()),
        ("xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", b"PK"),
        ("html", "text/html; charset=utf-8", b"<!"),
        ("geojson", "application/geo+json", b'{"type": "FeatureCollection"'),
        ("gpkg", "application/geopackage+sqlite3", b"SQLite format 3"),
    ],
)
def test_each_file_is_what_its_button_says(
    planner: Visitor, form: str, media_type: str, begins: bytes
) -> None:
    response = planner.get(f"{ASKED}&form={form}".replace("/planning?", "/planning/file?"))
    assert response.status_code == 200
    assert response.headers["content-type"] == media_type
    assert response.headers["content-disposition"] == f'attachment; filename="gap.{form}"'
    assert response.content.startswith(begins)
    assert f"&amp;form={form}" in planner.get(ASKED).text


def test_a_file_says_the_same_as_the_page(planner: Visitor) -> None:
    rows = list(csv.reader(io.StringIO(planner.get("/planning/file?kind=third_place").text)))
    first = dict(zip(rows[0], rows[1], strict=True))
    assert (first["学区"], first["判定"], first["届かない人"], first["届く人の割合"]) == (
        *("港学区", "不足"),
        *("300.0", "0.0"),
    )
    page = planner.get("/planning?kind=third_place").text
    assert "不足の学区は<strong>1</strong>" in page
    assert 'data-text="港学区：不足、届く人 0%、場所 0"' in page
    assert "300人" in page


def test_a_file_for_a_wrong_question_or_of_no_known_form_is_refused(planner: Visitor) -> None:
    for query in ("kind=&form=csv", "kind=third_place&form=exe", "kind=third_place&age=70-80"):
        assert planner.get(f"/planning/file?{query}").status_code == 422, query
        assert planner.get(f"/planning/siting/file?{query}").status_code == 422, query


def test_hidden_people_are_named_wherever_ages_are_counted(
    app: FastAPI, moving_clock: MovingClock, visitors: Callable[[], Visitor]
) -> None:
    give_ground(app, moving_clock, hidden=1)
    planner = signed_in(app, moving_clock, visitors, "planner")
    query = "kind=third_place&age=15-39"
    assert HIDDEN in planner.get(f"/planning?{query}").text
    assert HIDDEN in planner.get(f"/planning/siting?{query}").text
    assert HIDDEN not in planner.get("/planning?kind=third_place").text  # everybody is published
    files = f"/planning/file?{query}&form="
    assert HIDDEN in planner.get(f"{files}csv").text
    assert HIDDEN in planner.get(f"{files}html").text
    document = json.loads(planner.get(f"{files}geojson").content)
    assert document["parameters"]["hidden_cells"] == 1
    assert HIDDEN in document["sources"]
    book = openpyxl.load_workbook(io.BytesIO(planner.get(f"{files}xlsx").content))
    assert HIDDEN in [row[0] for row in book["条件と出典"].iter_rows(values_only=True)]


def test_a_new_place_is_proposed_where_people_have_none(planner: Visitor) -> None:
    page = planner.get("/planning/siting?kind=third_place&add=2").text
    assert "1か所で、届く人が<strong>600人</strong>から<strong>900人</strong>になります。" in page
    assert "これ以上増やしても、届く人は増えません。" in page
    assert "港学区のメッシュ 5235473811" in page
    rows = list(csv.reader(io.StringIO(planner.get("/planning/siting/file?kind=third_place").text)))
    assert rows[1][1] == "5235473811"


def test_only_registered_venues_are_candidates_when_asked(
    planner: Visitor, app: FastAPI, moving_clock: MovingClock
) -> None:
    query = "/planning/siting?kind=third_place&candidates=venues"
    without = planner.get(query)
    assert without.status_code == 422
    assert "位置の分かる会場候補が登録されていません。" in without.text
    add_entries(app, moving_clock, HALL)
    assert "港公民館" in planner.get(query).text


def test_a_further_weekday_or_more_seats_lift_people_to_the_level(
    planner: Visitor, app: FastAPI, moving_clock: MovingClock
) -> None:
    for what, done in (
        ("weekday", "ふらっとカフェ: 週1日増やす（週＋8席）"),
        ("seats", "ふらっとカフェ: 1回の席を4増やす（週＋8席）"),
    ):
        page = planner.get(f"/planning/siting?kind=third_place&what={what}&seats=4&level=40").text
        assert "千人あたり週40.0席以上に行ける人が、<strong>0人</strong>から<strong>600人</strong>" in page, (
            what
        )
        assert done in page
    too_high = planner.get("/planning/siting?kind=third_place&what=seats&seats=1&level=9999").text
    assert "どこで増やしても、千人あたり週9,999.0席以上に行ける人は増えません（いま0人）。" in too_high
    every_day = ScheduleRule(("mon", "tue", "wed", "thu", "fri", "sat", "sun"), 540, 600, "weekly")
    add_entries(app, moving_clock, replace(OPEN_PLACE, name="毎日の家", kind="salon", schedule=(every_day,)))
    closed_then = planner.get("/planning/siting?kind=third_place&what=weekday&weekday=sat&level=10").text
    assert "ふらっとカフェ: 週1日増やす（週＋8席）" in closed_then  # open on other days, so it could
    assert "<strong>0人</strong>から<strong>600人</strong>" in closed_then
    full = planner.get("/planning/siting?kind=salon&what=weekday")
    assert full.status_code == 422
    assert "曜日を増やせる場所がありません" in full.text


def test_seats_and_sessions_that_nobody_states_are_unknown_on_every_page(
    planner: Visitor, app: FastAPI, moving_clock: MovingClock
) -> None:
    at_any_time = ScheduleRule(("tue",), 600, 700, "irregular")
    place = replace(
        OPEN_PLACE, name="いつでも塾", kind="learning_support", schedule=(at_any_time,), capacity=8
    )
    add_entries(app, moving_clock, place)
    page = planner.get("/planning?kind=learning_support").text
    assert '<span>不明<span class="table__sub">回数不明 1</span></span>' in page
    assert "開く回数が分からない場所（随時など）が1か所あり" in page
    matrix = planner.get("/planning/matrix?kind=learning_support").text
    assert "回数は不明" in matrix
    assert "席は不明" in matrix
    card = planner.get("/planning/district?district=D01&kind=learning_support").text
    assert 'data-title="週の席">不明</td>' in card
    assert 'data-title="週の回数">不明</td>' in card


def test_every_mark_of_the_table_stands_in_the_legend(planner: Visitor) -> None:
    page = planner.get("/planning?kind=third_place").text
    for mark in ("不足", "不確か", "届いている", "対象が少ない", "分からない"):
        assert f"<strong>{mark}</strong>" in page
    assert "人口の数が公表されていないか、人口のファイルがない" in page


def test_the_planners_pages_lead_to_each_other_and_keep_the_question(planner: Visitor) -> None:
    pages = ("/planning", "/planning/siting", "/planning/matrix")
    for path in pages:
        page = planner.get(f"{path}?kind=salon&age=15-39").text
        nav = page.split('<nav class="planning-nav"', 1)[1].split("</nav>", 1)[0]
        assert f'href="{path}' in nav.split('aria-current="page"')[0].rsplit("<li>", 1)[1], path
        for href in re.findall(r'href="([^"]*)"', nav):
            assert planner.get(href.replace("&amp;", "&")).status_code == 200, (path, href)
        assert "/planning/siting?kind=salon&amp;age=15-39" in nav
    for page in (
        planner.get("/planning/matrix").text,
        planner.get("/planning/district?district=D01&minutes=30").text,
    ):
        for href in set(re.findall(r'href="(/planning[^"]*)"', page)):
            assert planner.get(href.replace("&amp;", "&")).status_code == 200, href
