"""地域資源: the list, its search, and one entry with what its reader may see."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import fields, replace
from datetime import timedelta

from fastapi import FastAPI
from sqlmodel import col, select

from resources.records import ResourceRecord, ScheduleRule
from resources.tables import FieldVisibility, Resource
from tests.api.conftest import MovingClock
from tests.api.sample_city import OPEN_PLACE, PASSWORDS, VOLUNTEER, add_entries
from tests.api.visitor import Visitor

HOSTILE = "\"'><script>alert(1)</script><img src=x onerror=alert(2)>{{7*7}}"


def names(page: str) -> list[str]:
    """The names in the list, in their order."""
    return re.findall(r'<th scope="row"><a href="/resources/\w+[^>]*>([^<]*)<', page)


def test_half_and_full_width_katakana_and_hiragana_find_the_same(worker: Visitor) -> None:
    for typed in ("フラット", "ふらっと", "ﾌﾗｯﾄ", "鉄道 静か", "　鉄道　"):
        page = worker.get("/resources", params={"q": typed}).text
        assert names(page) == ["ふらっとカフェ"], typed
        assert "<strong>1</strong>件" in page


def test_kind_district_and_status_narrow_the_list(worker: Visitor) -> None:
    assert names(worker.get("/resources?kind=salon").text) == ["サロン ひだまり"]
    assert names(worker.get("/resources?district=D02").text) == ["傾聴ボランティア こだま"]
    assert names(worker.get("/resources?status=paused").text) == []
    assert len(names(worker.get("/resources?status=open").text)) == 5


def test_words_that_name_a_venue_lead_to_it(worker: Visitor, app: FastAPI, moving_clock: MovingClock) -> None:
    add_entries(app, moving_clock, replace(OPEN_PLACE, name="みなと公民館", standing="candidate_venue"))
    page = worker.get("/resources?q=みなと公民館").text
    assert names(page) == []
    assert "会場候補と参考施設に1件あります" in page
    lead = re.search(r'<a href="([^"]*)">合わせて見る', page)
    assert lead
    wider = worker.get(lead[1].replace("&amp;", "&")).text
    assert names(wider) == ["みなと公民館"]
    assert "合わせて見る" not in wider
    assert "合わせて見る" not in worker.get("/resources?q=手芸").text


def test_the_search_stays_in_the_form(worker: Visitor) -> None:
    page = worker.get("/resources", params={"q": "手芸", "kind": "salon"}).text
    assert 'value="手芸"' in page
    assert '<option value="salon" selected>' in page
    assert "見つかりませんでした" in page


def test_a_long_list_has_pages_of_fifty_that_keep_the_conditions(
    worker: Visitor, app: FastAPI, moving_clock: MovingClock
) -> None:
    many = [replace(OPEN_PLACE, name=f"教室{n:03d}", name_kana=f"キョウシツ{n:03d}") for n in range(120)]
    add_entries(app, moving_clock, *many)
    first = worker.get("/resources?q=教室&kind=third_place").text
    assert names(first) == [f"教室{n:03d}" for n in range(50)]
    assert "<strong>120</strong>件" in first
    following = re.search(r'rel="next" href="([^"]+)"', first)
    assert following
    second = worker.get(following.group(1).replace("&amp;", "&")).text
    assert names(second) == [f"教室{n:03d}" for n in range(50, 100)]
    assert 'rel="prev"' in second
    assert names(worker.get("/resources?q=教室&page=3").text) == [f"教室{n:03d}" for n in range(100, 120)]


def test_a_page_beyond_the_last_is_empty_and_leads_back(worker: Visitor) -> None:
    page = worker.get("/resources?page=99").text
    assert names(page) == []
    assert 'href="/resources"' in page


def test_an_entry_shows_its_facts_in_plain_words(worker: Visitor, public_ids: dict[str, str]) -> None:
    page = worker.get(f"/resources/{public_ids['ふらっとカフェ']}").text
    for words in (
        "18〜64歳",
        "毎週 火・木曜 13:00〜17:00",
        "あと3人（定員8人）",
        "無料",
        "2026年10月1日",
        "本町学区",
        "架空市本町1-1",
        "0770-00-0001",
        "NPO法人みなも（NPO）",
        'data-lat="35.01" data-lon="135.94"',
    ):
        assert words in page


def test_staff_see_what_is_for_partners_and_only_csw_and_admin_what_is_internal(
    visitors: Callable[[], Visitor], public_ids: dict[str, str]
) -> None:
    address = f"/resources/{public_ids['ふらっとカフェ']}"
    worker, csw = visitors(), visitors()
    worker.sign_in("worker", PASSWORDS["worker"])
    csw.sign_in("csw", PASSWORDS["csw"])
    for_worker, for_csw = worker.get(address).text, csw.get(address).text
    for partners in ("1回500円", "ボランティア保険"):
        assert partners in for_worker
        assert partners in for_csw
    for internal in ("担当 みなも", "あと2人くらい、火曜以外"):
        assert internal not in for_worker
        assert internal in for_csw


def test_what_somebody_closed_for_one_entry_is_closed(
    worker: Visitor, app: FastAPI, public_ids: dict[str, str]
) -> None:
    public_id = public_ids["ふらっとカフェ"]
    with app.state.parts.database.session() as session:
        resource_id = session.exec(select(Resource.id).where(col(Resource.public_id) == public_id)).one()
        for field in ("phone", "position", "address"):
            session.add(FieldVisibility(resource_id=resource_id, field_code=field, visibility="internal"))
    page = worker.get(f"/resources/{public_id}").text
    for closed in ("0770-00-0001", "架空市本町1-1", "data-lat"):
        assert closed not in page


def test_a_volunteer_shows_the_district_and_nothing_that_leads_to_the_person(
    worker: Visitor, public_ids: dict[str, str]
) -> None:
    pages = [worker.get(f"/resources/{public_ids[VOLUNTEER.name]}").text, worker.get("/resources").text]
    pages.append(worker.send("/suggestions", {"note": "話を聴いてほしい"}).text)
    for page in pages:
        assert VOLUNTEER.name in page
        for personal in ("0770-00-0009", "こだま花子", "港町", "35.0312", "135.9123"):
            assert personal not in page
    assert "港学区" in pages[0]
    assert "架空市を通じて連絡してください" in pages[0]
    assert "data-lat" not in pages[0]


def test_an_entry_that_nobody_confirmed_for_half_a_year_is_marked(
    worker: Visitor, app: FastAPI, moving_clock: MovingClock
) -> None:
    today = moving_clock.moment.date()
    fresh = replace(OPEN_PLACE, name="新しい", confirmed_on=today - timedelta(days=100), operator_kind=None)
    old = replace(fresh, name="古い", confirmed_on=today - timedelta(days=181))
    fresh_id, old_id = add_entries(app, moving_clock, fresh, old)
    assert "確かめてください" not in worker.get(f"/resources/{fresh_id}").text
    assert "2026年5月24日 から確認されていません" in worker.get(f"/resources/{old_id}").text


def test_a_contractor_does_not_see_what_is_internal_to_the_municipality(
    visitor: Visitor, app: FastAPI, public_ids: dict[str, str]
) -> None:
    public_id = public_ids["サロン ひだまり"]
    with app.state.parts.database.session() as session:
        row = session.exec(select(Resource).where(col(Resource.public_id) == public_id)).one()
        row.visibility = "internal"
        session.add(row)
    visitor.sign_in("contractor", PASSWORDS["contractor"])
    assert visitor.get(f"/resources/{public_id}").status_code == 404
    assert "サロン ひだまり" not in visitor.get("/resources").text
    suggestions = visitor.send("/suggestions", {"note": "サロン", "asked": "ひだまり"}).text
    assert "「ひだまり」という名前の参加先は、登録されていません。" in suggestions
    assert "サロン ひだまり" not in suggestions


def test_hostile_text_in_every_field_is_shown_as_text(
    visitor: Visitor, app: FastAPI, moving_clock: MovingClock
) -> None:
    texts = {f.name: HOSTILE[:100] for f in fields(ResourceRecord) if f.type == "str"}
    closed = {
        "key": "x",
        "kind": "third_place",
        "standing": "participation_place",
        "gender": "any",
        "status": "open",
    }
    hostile = replace(
        OPEN_PLACE,
        **{**texts, **closed, "municipality_code": HOSTILE[:5]},
        conditions=(HOSTILE,),
        considerations=(HOSTILE,),
        stages=(HOSTILE,),
        accessibility=(HOSTILE,),
        operator_kind=HOSTILE[:40],
        group_size=HOSTILE[:40],
        transport=HOSTILE[:40],
    )
    (public_id,) = add_entries(app, moving_clock, hostile)
    visitor.sign_in("csw", PASSWORDS["csw"])
    pages = [
        visitor.get(f"/resources/{public_id}"),
        visitor.get("/resources", params={"q": HOSTILE}),
        visitor.get("/resources", params={"kind": HOSTILE[:60], "district": HOSTILE[:60]}),
        visitor.send("/suggestions", {"note": HOSTILE, "aims": HOSTILE, "age": HOSTILE, "asked": HOSTILE}),
        visitor.send("/suggestions", {"note": HOSTILE, "interests": HOSTILE, "asked": HOSTILE}),
        visitor.get("/sign-in", params={"next": "/" + HOSTILE}),
        visitor.get("/" + HOSTILE),
    ]
    visitor.client.cookies.clear()
    pages.append(visitor.send("/sign-in", {"sign_in_name": HOSTILE, "password": "x"}))
    assert pages[0].text.count("&lt;script&gt;alert(1)") >= 10
    assert pages[0].text.count("{{7*7}}") >= 10
    for page in pages:
        assert "<script>alert" not in page.text
        assert "<img src=x" not in page.text


def test_an_entry_shows_its_rules_in_words_beside_the_words_of_the_source(
    worker: Visitor, app: FastAPI, moving_clock: MovingClock
) -> None:
    third = ScheduleRule(("sat",), 600, 720, "monthly", "第3土曜 10時～12時（8月は休み）", weeks=(3,))
    read = replace(OPEN_PLACE, name="第三の部屋", schedule=(third,))
    unread = replace(
        OPEN_PLACE, name="読めない部屋", schedule=(ScheduleRule(raw="友引の翌日", doubtful=True),)
    )
    pages = [worker.get(f"/resources/{key}").text for key in add_entries(app, moving_clock, read, unread)]
    assert "第3土曜 10:00〜12:00" in pages[0]
    assert "第3土曜 10時～12時（8月は休み）" in pages[0]
    assert "次の開催日（暦の上）" in pages[0]
    assert "読み取れません（友引の翌日）" in pages[1]
    assert "次の開催日" not in pages[1]
