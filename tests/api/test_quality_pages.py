"""The pages that keep the catalogue true: who may do what on them, and what they say afterwards."""

from __future__ import annotations

import html
import re
from collections.abc import Callable
from dataclasses import replace
from urllib.parse import urlsplit

import pytest
from fastapi import FastAPI
from httpx2 import Response
from sqlmodel import select

from api.accounts.repository import NewAccount, add_account
from resources.field_visibility import NAMELESS
from resources.quality.checks import check_state
from resources.records import ResourceRecord
from resources.repository import get_resource, list_entries
from resources.scope import Scope
from resources.tables import FieldVisibility, Resource, VolunteerPerson
from tests.api.conftest import MovingClock
from tests.api.sample_city import OPEN_PLACE, PASSWORDS, add_entries
from tests.api.visitor import OWN_PAGE, Visitor

STAFF = Scope(None, is_own=True, sees="internal")
_VERSION = re.compile(r'name="(a_version|b_version|version)" value="(\d+)"')


@pytest.fixture
def csw(visitors: Callable[[], Visitor]) -> Visitor:
    """A CSW of the municipality, signed in."""
    visitor = visitors()
    visitor.sign_in("csw", PASSWORDS["csw"])
    return visitor


def _versions(page: str) -> dict[str, str]:
    return dict(_VERSION.findall(page))


def _answer(visitor: Visitor, public_id: str, answer: str, **fields: str) -> Response:
    path = f"/quality/calls/{public_id}"
    versions = _versions(visitor.get(path).text)
    return visitor.send(path, {**versions, "answer": answer, **fields})


def _start(visitor: Visitor) -> str:
    response = visitor.send("/quality/calls", {})
    assert response.status_code == 303
    return str(response.headers["location"]).rsplit("/", 1)[-1]


def _record(app: FastAPI, public_id: str) -> ResourceRecord:
    with app.state.parts.database.session() as session:
        return get_resource(session, STAFF, public_id).record


def test_every_figure_of_the_board_leads_to_as_many_entries(csw: Visitor) -> None:
    page = csw.get("/quality").text
    figures = re.findall(
        r'<a href="(/quality/list\?[^"]*)"><span>[^<]*</span><span class="doubts__number">(\d+)<', page
    )
    figures += re.findall(r'<td><a href="(/quality/list\?[^"]*)">(\d+)</a>', page)
    assert len(figures) >= 6
    for link, number in figures:
        listed = csw.get(html.unescape(link)).text
        assert f"<strong>{number}</strong>件" in listed, link


def test_a_contractors_board_does_not_count_what_it_may_not_see(
    app: FastAPI, visitors: Callable[[], Visitor], csw: Visitor
) -> None:
    with app.state.parts.database.session() as session:
        for row in session.exec(select(Resource)):
            row.visibility = "internal"
    guest = visitors()
    guest.sign_in("contractor", PASSWORDS["contractor"])
    assert "参加先 <strong>0</strong>件" in guest.get("/quality").text
    assert "参加先 <strong>5</strong>件" in csw.get("/quality").text


NOTED = {"same": "変わりなし", "absent": "連絡がつかない", "changed": "状態の変更", "ended": "終了していた"}


def test_calls_are_answered_one_after_the_other_until_nobody_is_left(
    app: FastAPI, csw: Visitor, moving_clock: MovingClock
) -> None:
    old = replace(OPEN_PLACE, confirmed_on=None)
    ids = add_entries(app, moving_clock, *(replace(old, name=f"サロン{n}") for n in "甲乙丙丁"))
    heard = {"openings": "0", "capacity": "８", "status": "full", "remarks": "電話で聞いた"}
    current = _start(csw)
    outcomes: list[str] = []
    for answer in ("same", "absent", "changed", "ended"):
        fields = heard if answer == "changed" else {}
        assert current in ids
        outcomes.append(current)
        location = str(_answer(csw, current, answer, **fields).headers["location"])
        assert f"を記録しました（{NOTED[answer]}）" in csw.get(location).text
        current = urlsplit(location).path.rsplit("/", 1)[-1]
    assert current == "calls"
    assert sorted(outcomes) == sorted(ids)
    same, absent, changed, ended = (_record(app, public_id) for public_id in outcomes)
    assert same.confirmed_on is not None
    assert absent.confirmed_on is None
    assert (changed.openings, changed.capacity, changed.status) == (0, 8, "full")
    assert changed.remarks == "電話で聞いた"
    assert (changed.phone, changed.contact_person) == ("", OPEN_PLACE.contact_person)
    assert ended.status == "retired"
    history = csw.get(f"/resources/{outcomes[2]}").text
    assert "空き</span> 3 → 0" in history
    assert "cswさん" in history


def test_two_callers_get_different_entries_and_a_taken_one_is_not_answered(
    app: FastAPI, csw: Visitor, visitors: Callable[[], Visitor], moving_clock: MovingClock
) -> None:
    old = replace(OPEN_PLACE, confirmed_on=None)
    add_entries(app, moving_clock, old, replace(old, name="乙"))
    with app.state.parts.database.session() as session:
        account = NewAccount("csw2", "二人目", "csw", "hashiru-kame-8", None)
        add_account(session, account, now=moving_clock.now())
    colleague = visitors()
    colleague.sign_in("csw2", "hashiru-kame-8")
    mine, theirs = _start(csw), _start(colleague)
    assert mine != theirs
    page = colleague.get(f"/quality/calls/{mine}").text
    assert "ほかの人がいまこの登録を確認しています" in page
    assert 'value="same"' not in page
    version = _versions(csw.get(f"/quality/calls/{mine}").text)["version"]
    answer = {"version": version, "answer": "same"}
    assert colleague.send(f"/quality/calls/{mine}", answer, page="/quality").status_code == 409


def test_a_wrong_field_is_said_and_nothing_is_stored(
    app: FastAPI, csw: Visitor, moving_clock: MovingClock
) -> None:
    (entry,) = add_entries(app, moving_clock, replace(OPEN_PLACE, confirmed_on=None))
    response = _answer(csw, entry, "changed", openings="たくさん", status="open")
    assert response.status_code == 422
    assert "空きは数字で入れてください。" in response.text
    assert _record(app, entry).openings == OPEN_PLACE.openings
    assert _answer(csw, entry, "nonsense").status_code == 422
    assert csw.send(f"/quality/calls/{entry}", {"answer": "same"}).status_code == 422


def test_weekday_and_hours_are_put_right_in_the_call_itself(
    app: FastAPI, csw: Visitor, moving_clock: MovingClock
) -> None:
    (entry,) = add_entries(app, moving_clock, replace(OPEN_PLACE, confirmed_on=None))
    assert "火・木曜 13:00〜17:00" in csw.get(f"/quality/calls/{entry}").text
    for wrong in ("そのうちいつか", "毎週火曜 17:00〜13:00"):
        response = _answer(csw, entry, "changed", status="open", schedule=wrong)
        assert response.status_code == 422
        assert "文章のまま残す" in response.text
    assert _answer(csw, entry, "changed", status="open", capacity="2", openings="3").status_code == 422
    assert _record(app, entry).schedule == OPEN_PLACE.schedule
    said = "毎週 火・木曜 13:00〜17:00\n毎週土曜 10:00〜12:00"
    assert _answer(csw, entry, "changed", status="open", schedule=said).status_code == 303
    kept, added = _record(app, entry).schedule
    assert kept == OPEN_PLACE.schedule[0]
    assert (added.weekdays, added.start, added.end) == (("sat",), 600, 720)


def test_a_volunteers_telephone_is_neither_shown_nor_lost_in_the_phone_round(
    app: FastAPI, csw: Visitor, public_ids: dict[str, str]
) -> None:
    volunteer = public_ids["傾聴ボランティア こだま"]
    assert "0770-00-0009" not in csw.get(f"/quality/calls/{volunteer}").text
    _answer(csw, volunteer, "changed", status="paused", phone="")
    with app.state.parts.database.session() as session:
        assert session.exec(select(VolunteerPerson.phone)).one() == "0770-00-0009"


def test_a_worker_confirms_on_the_entrys_page_and_does_no_more(
    app: FastAPI, worker: Visitor, public_ids: dict[str, str]
) -> None:
    entry = public_ids["夜の将棋クラブ"]
    page = worker.get(f"/resources/{entry}").text
    assert "変わりなし（今日確認した）" in page
    done = worker.send(f"/resources/{entry}/confirm", _versions(page), page=f"/resources/{entry}")
    assert done.status_code == 303
    page = worker.get(f"/resources/{entry}").text
    assert "<strong>変わりなし</strong>（workerさん）" in page
    assert "2026年11月21日（workerさん）" in page
    for path in (
        "/quality/calls",
        f"/quality/calls/{entry}",
        "/quality/check",
        "/quality/pair",
        "/quality/limits",
    ):
        assert worker.send(path, {"version": "1"}, page="/").status_code == 403, path
    assert worker.get("/quality/calls").status_code == 403


def test_a_contractor_sees_no_button_for_an_entry_that_is_not_its_own(
    visitors: Callable[[], Visitor], public_ids: dict[str, str]
) -> None:
    guest = visitors()
    guest.sign_in("contractor", PASSWORDS["contractor"])
    entry = public_ids["夜の将棋クラブ"]
    page = guest.get(f"/resources/{entry}").text
    assert "変わりなし（今日確認した）" not in page
    assert f"/resources/{entry}/edit" not in page
    sent = guest.send(f"/resources/{entry}/confirm", {"version": "1"}, page="/")
    assert sent.status_code == 404


def test_a_pair_is_found_merged_leads_on_and_is_undone(
    app: FastAPI, csw: Visitor, public_ids: dict[str, str], moving_clock: MovingClock
) -> None:
    cafe = public_ids["ふらっとカフェ"]
    (twin,) = add_entries(
        app, moving_clock, replace(OPEN_PLACE, name="ﾌﾗｯﾄｶﾌｪ", capacity=12, confirmed_on=None)
    )
    assert csw.send("/quality/check", {}, page="/quality").status_code == 303
    listed = csw.get("/quality/duplicates").text
    assert "<strong>1</strong>組" in listed
    link = html.unescape(re.findall(r'href="(/quality/pair\?[^"]*)"', listed)[0])
    page = csw.get(link).text
    assert "違う" in page
    fields = dict(re.findall(r'name="([ab])" value="(\w+)"', page))
    of_twin = next(side for side, key in fields.items() if key == twin)
    keep = "b" if of_twin == "a" else "a"
    choice = {**fields, **_versions(page), "answer": "same", "keep": keep, "take-capacity": of_twin}
    merged = csw.send("/quality/pair", choice, page=link)
    assert merged.headers["location"] == f"/resources/{cafe}"
    assert _record(app, cafe).capacity == 12
    assert csw.get(f"/resources/{twin}").headers["location"] == f"/resources/{cafe}"
    assert "<strong>0</strong>組" in csw.get("/quality/duplicates").text
    assert cafe not in csw.get("/quality/list?cause=duplicate").text
    undo = html.unescape(re.findall(r'href="(/quality/merge\?[^"]*)"', csw.get(f"/resources/{cafe}").text)[0])
    page = csw.get(undo).text
    assert (
        csw.send("/quality/merge", {"merge": undo.split("=")[1], **_versions(page)}, page=undo).status_code
        == 303
    )
    assert _record(app, cafe).capacity == OPEN_PLACE.capacity
    assert _record(app, twin).capacity == 12
    assert "<strong>1</strong>組" in csw.get("/quality/duplicates").text


def test_a_pair_that_was_told_apart_is_never_proposed_again(
    app: FastAPI, csw: Visitor, public_ids: dict[str, str], moving_clock: MovingClock
) -> None:
    cafe = public_ids["ふらっとカフェ"]
    (twin,) = add_entries(app, moving_clock, replace(OPEN_PLACE, name="フラットカフェ"))
    for _ in range(2):
        csw.send("/quality/check", {}, page="/quality")
        csw.send("/quality/pair", {"a": cafe, "b": twin, "answer": "different"}, page="/quality")
        assert "<strong>0</strong>組" in csw.get("/quality/duplicates").text
    with app.state.parts.database.session() as session:
        ready = app.state.parts.snapshots.current(session, Scope.operator())
        assert ready.snapshot.told_apart == {(min(cafe, twin), max(cafe, twin))}
        assert check_state(session).is_current
    assert (
        csw.send("/quality/pair", {"a": cafe, "b": twin, "answer": "same"}, page="/quality").status_code
        == 422
    )


def test_an_undo_that_would_take_back_an_edit_asks_first(
    app: FastAPI, csw: Visitor, public_ids: dict[str, str], moving_clock: MovingClock
) -> None:
    cafe = public_ids["ふらっとカフェ"]
    (twin,) = add_entries(app, moving_clock, replace(OPEN_PLACE, capacity=12))
    page = csw.get(f"/quality/pair?a={cafe}&b={twin}").text
    choice = {"a": cafe, "b": twin, **_versions(page), "answer": "same", "keep": "a", "take-capacity": "b"}
    csw.send("/quality/pair", choice, page="/quality")
    _answer(csw, cafe, "changed", capacity="20", openings="3", status="open", phone=OPEN_PLACE.phone)
    undo = html.unescape(re.findall(r'href="(/quality/merge\?[^"]*)"', csw.get(f"/resources/{cafe}").text)[0])
    page = csw.get(undo).text
    assert "定員: いま 20 → 戻すと 8" in page
    fields = {"merge": undo.split("=")[1], **_versions(page)}
    assert csw.send("/quality/merge", fields, page=undo).status_code == 409
    assert csw.send("/quality/merge", {**fields, "even_if_edited": "1"}, page=undo).status_code == 303
    assert _record(app, cafe).capacity == 8


def test_a_name_that_is_closed_to_a_reader_stands_in_no_pair(
    app: FastAPI, worker: Visitor, csw: Visitor, public_ids: dict[str, str], moving_clock: MovingClock
) -> None:
    add_entries(app, moving_clock, replace(OPEN_PLACE, name="ふらっとカフェ別室"))
    csw.send("/quality/check", {}, page="/quality")
    with app.state.parts.database.session() as session:
        for entry in list_entries(session, STAFF, list(public_ids.values())):
            key = session.exec(select(Resource.id).where(Resource.public_id == entry.record.key)).one()
            session.add(FieldVisibility(resource_id=key or 0, field_code="name", visibility="internal"))
    page = worker.get("/quality/duplicates").text
    assert "<strong>1</strong>組" in page
    assert NAMELESS in page
    assert "ふらっとカフェ " not in page


def test_a_limit_that_is_set_shows_at_once_in_figures_and_lists(csw: Visitor) -> None:
    page = csw.get("/quality/limits").text
    assert 'value="180"' in page
    assert 'value="365"' in page
    before = csw.get("/quality/list?cause=stale").text
    assert "<strong>0</strong>件" in before
    sent = csw.send("/quality/limits", {"other-other": "90", "kind-third_place": "30"})
    assert sent.status_code == 303
    assert "<strong>1</strong>件" in csw.get("/quality/list?cause=stale").text
    assert "<strong>5</strong>件" in csw.get("/resources?stale=1").text
    wrong = csw.send("/quality/limits", {"other-other": "", "kind-third_place": "３日"})
    assert wrong.status_code == 422
    assert "そのほかの日数を入れてください。" in wrong.text


def test_an_answer_to_a_page_that_is_out_of_date_is_refused(
    csw: Visitor, worker: Visitor, public_ids: dict[str, str]
) -> None:
    entry = public_ids["夜の将棋クラブ"]
    versions = _versions(csw.get(f"/quality/calls/{entry}").text)
    token = csw.form_token(f"/quality/calls/{entry}")
    worker.send(f"/resources/{entry}/confirm", versions, page=f"/resources/{entry}")
    late = csw.client.post(
        f"/quality/calls/{entry}",
        data={"form_token": token, **versions, "answer": "ended"},
        headers=OWN_PAGE,
    )
    assert late.status_code == 409
