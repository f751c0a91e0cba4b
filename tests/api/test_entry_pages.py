"""Making and changing entries: what a CSW types is what the catalogue says, and nothing that they may not see is lost."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date

import pytest
from fastapi import FastAPI
from sqlmodel import select

from api.web import entry_form
from api.web.form_state import FormState
from api.web.history_view import field_label, value_in_words
from resources.code_lists import code_list
from resources.keeping.changes import list_changes
from resources.keeping.life_cycle import steps_from
from resources.records import ResourceRecord, ScheduleRule
from resources.repository import Entry, get_resource
from resources.scope import Scope
from resources.tables import Resource, VolunteerPerson
from tests.api.conftest import MovingClock
from tests.api.planned_city import give_ground
from tests.api.sample_city import OPEN_PLACE, PASSWORDS
from tests.api.visitor import Visitor

IN_FIRST_DISTRICT = {"lat": "35.01", "lon": "135.94"}
MINIMUM = {"name": "駅前サロン", "kind": "salon", "status": "open", "visibility": "public"}


@pytest.fixture
def keeper(visitor: Visitor) -> Visitor:
    visitor.sign_in("csw", PASSWORDS["csw"])
    return visitor


def stored(app: FastAPI, public_id: str) -> Entry:
    with app.state.parts.database.session() as session:
        return get_resource(session, Scope.operator(), public_id)


def filled(page: str) -> dict[str, list[str]]:
    """What the form on a page would send if nobody touched it."""
    form = page[page.index('class="entry-form"') :]
    sent: dict[str, list[str]] = {}
    for tag in re.findall(r"<input[^>]*>", form):
        name, value = re.search(r'name="([^"]*)"', tag), re.search(r'value="([^"]*)"', tag)
        if name and ('type="checkbox"' not in tag or " checked" in tag):
            sent.setdefault(name[1], []).append(value[1] if value else "")
    for name, text in re.findall(r'<textarea[^>]* name="([^"]*)"[^>]*>\n?(.*?)</textarea>', form, re.DOTALL):
        sent[name] = [text]
    for name, options in re.findall(r'<select[^>]* name="([^"]*)"[^>]*>(.*?)</select>', form, re.DOTALL):
        sent[name] = re.findall(r'<option value="([^"]*)" selected', options)[:1] or [""]
    return sent


def test_a_new_place_needs_a_name_a_kind_and_one_key(keeper: Visitor, app: FastAPI) -> None:
    answer = keeper.send("/resources/new", MINIMUM)
    assert answer.status_code == 303
    entry = stored(app, answer.headers["location"].rsplit("/", 1)[1])
    assert (entry.record.name, entry.record.kind, entry.record.status) == ("駅前サロン", "salon", "open")
    assert entry.record.confirmed_on == date(2026, 11, 21)
    assert entry.record.standing == "participation_place"


def test_a_place_typed_in_with_a_position_lies_in_its_district(
    keeper: Visitor, app: FastAPI, moving_clock: MovingClock
) -> None:
    give_ground(app, moving_clock)
    inside = keeper.send("/resources/new", MINIMUM | IN_FIRST_DISTRICT)
    assert stored(app, inside.headers["location"].rsplit("/", 1)[1]).record.district == "D01"
    chosen = keeper.send("/resources/new", MINIMUM | IN_FIRST_DISTRICT | {"district": "D02"})
    assert stored(app, chosen.headers["location"].rsplit("/", 1)[1]).record.district == "D02"


def test_saving_the_form_untouched_changes_nothing(
    keeper: Visitor, app: FastAPI, public_ids: dict[str, str]
) -> None:
    for name, public_id in public_ids.items():
        before = stored(app, public_id).record
        sent = filled(keeper.get(f"/resources/{public_id}/edit").text)
        sent.pop("form_token")
        assert keeper.send(f"/resources/{public_id}/edit", sent).status_code == 303, name
        assert stored(app, public_id).record == before, name


def test_what_is_typed_is_stored_with_its_history(
    keeper: Visitor, app: FastAPI, public_ids: dict[str, str]
) -> None:
    public_id = public_ids[OPEN_PLACE.name]
    page = f"/resources/{public_id}/edit"
    sent = filled(keeper.get(page).text) | {
        "schedule": ["毎週 火・木曜 13:00〜17:00\n第2・4土曜 10:00〜12:00"],
        "openings": ["２人"],
        "agencies": ["社協（初回の付き添い）"],
        "resource_fields": ["peer_support"],
        "note": ["電話で聞いた"],
    }
    sent.pop("form_token")
    assert keeper.send(page, sent).status_code == 303
    record = stored(app, public_id).record
    assert record.openings == 2
    assert record.agencies == ("社協（初回の付き添い）",)
    assert record.resource_fields == ("peer_support",)
    assert record.schedule[0] == ScheduleRule(("tue", "thu"), 13 * 60, 17 * 60, "weekly")
    assert [rule.weekdays for rule in record.schedule[1:]] == [("sat",)]
    with app.state.parts.database.session() as session:
        change = list_changes(session, Scope.operator(), public_id)[0]
        assert change.action == "edited"
        assert change.note == "電話で聞いた"
        assert change.fields["openings"] == (3, 2)


@pytest.mark.parametrize(
    ("field", "typed", "said"),
    [
        ("name", "", "名称を入れてください"),
        ("kind", "", "種別を選んでください"),
        ("schedule", "気が向いたとき", "読み取れません"),
        ("age_max", "12", "逆になっています"),
        ("openings", "99", "定員"),
        ("lat", "あっち", "緯度と経度"),
        ("district", "D99", "学区は一覧から"),
        ("visibility", "everybody", "公開範囲は一覧から"),
    ],
)
def test_what_cannot_be_true_is_said_at_its_field_and_nothing_is_stored(
    keeper: Visitor, app: FastAPI, public_ids: dict[str, str], field: str, typed: str, said: str
) -> None:
    public_id = public_ids[OPEN_PLACE.name]
    before, page = stored(app, public_id), f"/resources/{public_id}/edit"
    sent = filled(keeper.get(page).text) | {field: [typed]}
    sent.pop("form_token")
    answer = keeper.send(page, sent)
    assert answer.status_code == 422
    assert said in answer.text
    assert f'id="error-{field}"' in answer.text
    assert stored(app, public_id) == before


def test_a_line_that_cannot_be_read_may_stay_as_text(keeper: Visitor, app: FastAPI) -> None:
    answer = keeper.send("/resources/new", MINIMUM | {"schedule": "気が向いたとき", "schedule_as_text": "1"})
    entry = stored(app, answer.headers["location"].rsplit("/", 1)[1])
    assert entry.record.schedule == (ScheduleRule(raw="気が向いたとき"),)


def test_what_somebody_else_stored_meanwhile_is_not_overwritten_unseen(
    keeper: Visitor, app: FastAPI, public_ids: dict[str, str]
) -> None:
    public_id = public_ids[OPEN_PLACE.name]
    page = f"/resources/{public_id}/edit"
    sent = filled(keeper.get(page).text)
    sent.pop("form_token")
    assert keeper.send(page, sent | {"openings": ["1"]}).status_code == 303
    answer = keeper.send(page, sent | {"openings": ["2"], "remarks": ["わたしの言葉"]})
    assert answer.status_code == 409
    assert "ほかの人が先に直しました" in answer.text
    assert "いまの登録を見る" in answer.text
    assert "わたしの言葉" in answer.text
    assert stored(app, public_id).record.openings == 1
    again = filled(answer.text)
    again.pop("form_token")
    assert keeper.send(page, again).status_code == 303
    assert stored(app, public_id).record.openings == 2


def test_who_a_volunteer_is_stays_and_is_on_no_form(
    keeper: Visitor, app: FastAPI, public_ids: dict[str, str]
) -> None:
    public_id = public_ids["傾聴ボランティア こだま"]
    page = f"/resources/{public_id}/edit"
    text = keeper.get(page).text
    for secret in ("0770-00-0009", "港町9-9", "35.0312"):
        assert secret not in text
    sent = filled(text) | {"summary": ["お話を聴きます。手話もできます。"]}
    sent.pop("form_token")
    assert keeper.send(page, sent).status_code == 303
    with app.state.parts.database.session() as session:
        key = session.exec(select(Resource.id).where(Resource.public_id == public_id)).one()
        person = session.exec(select(VolunteerPerson).where(VolunteerPerson.offer_id == key)).one()
        assert (person.phone, person.address) == ("0770-00-0009", "架空市港町9-9")


def test_a_hidden_address_is_gone_from_the_page_of_those_who_may_not_read_it(
    keeper: Visitor, visitors: object, app: FastAPI, public_ids: dict[str, str]
) -> None:
    public_id = public_ids[OPEN_PLACE.name]
    page = f"/resources/{public_id}/edit"
    sent = filled(keeper.get(page).text) | {"reach_address": ["internal"]}
    sent.pop("form_token")
    assert keeper.send(page, sent).status_code == 303
    worker = visitors()  # type: ignore[operator]
    worker.sign_in("worker", PASSWORDS["worker"])
    shown = worker.get(f"/resources/{public_id}").text
    assert "架空市本町1-1" not in shown
    assert "35.01" not in shown


def test_a_worker_changes_no_entry(worker: Visitor, public_ids: dict[str, str]) -> None:
    public_id = public_ids[OPEN_PLACE.name]
    for path in ("/resources/new", f"/resources/{public_id}/edit", "/resources/opening"):
        assert worker.get(path).status_code == 403, path
    sent = {"version": "1", "step": "retire_open"}
    assert worker.send(f"/resources/{public_id}/step", sent, page="/").status_code == 403


def test_an_idea_comes_step_by_step_to_opening(keeper: Visitor, app: FastAPI) -> None:
    answer = keeper.send("/resources/new", MINIMUM | {"status": "idea"})
    public_id = answer.headers["location"].rsplit("/", 1)[1]
    assert "変わりなし（今日" not in keeper.get(f"/resources/{public_id}").text  # nothing is open yet
    for step in ("first_contact", "visit", "agree", "open"):
        version = str(stored(app, public_id).version)
        sent = {"version": version, "step": step, "note": step, "next_on": "2026-12-01", "back": "opening"}
        moved = keeper.send(f"/resources/{public_id}/step", sent, page="/resources/opening")
        assert moved.headers["location"] == "/resources/opening"
    assert stored(app, public_id).record.status == "open"
    with app.state.parts.database.session() as session:
        notes = [change.note for change in list_changes(session, Scope.operator(), public_id)]
        assert "変わりなし（今日" in keeper.get(f"/resources/{public_id}").text
    assert notes == ["open", "agree", "visit", "first_contact", ""]


def test_a_step_that_does_not_follow_is_refused(
    keeper: Visitor, app: FastAPI, public_ids: dict[str, str]
) -> None:
    public_id = public_ids[OPEN_PLACE.name]
    sent = {"version": str(stored(app, public_id).version), "step": "visit"}
    assert keeper.send(f"/resources/{public_id}/step", sent, page="/").status_code == 403
    assert stored(app, public_id).record.status == "open"


def test_a_place_that_fills_has_no_opening_and_one_that_frees_has_some_again(
    keeper: Visitor, app: FastAPI, public_ids: dict[str, str]
) -> None:
    public_id = public_ids[OPEN_PLACE.name]
    for step, status, openings in (("fill", "full", 0), ("free", "open", None)):
        sent = {"version": str(stored(app, public_id).version), "step": step}
        assert keeper.send(f"/resources/{public_id}/step", sent, page="/").status_code == 303
        record = stored(app, public_id).record
        assert (record.status, record.openings) == (status, openings)


def test_every_step_leads_from_a_known_status_to_a_known_one() -> None:
    statuses = code_list("resource_status")
    for step in code_list("status_step"):
        assert step.extra["before"] in statuses
        assert step.extra["after"] in statuses
    assert all(steps_from(status.code) for status in statuses)


def test_the_fields_of_the_form_are_those_of_a_record() -> None:
    known = set(ResourceRecord.__dataclass_fields__)
    assert {*entry_form.TEXTS, *entry_form.CHOICES, *entry_form.CHECKS, *entry_form.NUMBERS} <= known


def test_the_matrix_counts_open_places_by_field_and_district(worker: Visitor) -> None:
    page = worker.get("/resources/fields").text
    row = page[page.index('<th scope="row">') :]
    assert "就労支援・社会参加" in page
    assert re.search(r'href="/resources\?field=work_participation&amp;district=D01"', row)


def test_a_volunteers_offer_is_not_turned_into_a_place_with_the_home_address(
    keeper: Visitor, app: FastAPI, public_ids: dict[str, str]
) -> None:
    public_id = next(key for key in public_ids.values() if stored(app, key).record.kind == "volunteer_person")
    page = f"/resources/{public_id}/edit"
    sent = filled(keeper.get(page).text) | {"kind": ["salon"]}
    sent.pop("form_token")
    answer = keeper.send(page, sent)
    assert answer.status_code == 422
    assert "種別を入れ替えられません" in answer.text
    assert stored(app, public_id).record.kind == "volunteer_person"


def test_a_form_that_nobody_touched_keeps_every_digit_of_a_position_and_words_of_several_lines() -> None:
    exact = replace(
        OPEN_PLACE,
        lat=35.01234567,
        lon=135.98765432,
        schedule=(ScheduleRule(raw="不定期です。\n電話でお尋ね\u3000ください"),),
    )
    form = FormState({**entry_form.shown(exact).values, "standing": (exact.standing,)})
    assert entry_form.read_entry(form, exact, districts=("D01",)) == exact
    assert form.errors == {}


def test_a_change_of_who_may_read_is_said_in_words() -> None:
    assert field_label("visibility") == "公開範囲"
    assert field_label("visibility.capacity_soft").endswith("の公開範囲")
    assert value_in_words("visibility.remarks", "partners", {}) == "関係者"
    assert value_in_words("resource_fields", ["peer_support"], {}) == "ピアサポート活動"


@pytest.mark.parametrize(("old", "new"), [("public", "internal"), ("internal", "public")])
def test_words_written_while_their_field_is_closed_or_opened_stay_closed_when_it_is_opened_later(
    keeper: Visitor, app: FastAPI, public_ids: dict[str, str], old: str, new: str
) -> None:
    public_id = public_ids[OPEN_PLACE.name]
    page = f"/resources/{public_id}/edit"
    for remarks, reach in ((None, old), ("内密の話", old), ("次の話", new), ("いまの話", "public")):
        sent = filled(keeper.get(page).text) | {"reach_remarks": [reach]}
        sent |= {} if remarks is None else {"remarks": [remarks]}
        sent.pop("form_token")
        assert keeper.send(page, sent).status_code == 303
    with app.state.parts.database.session() as session:
        seen = str(list_changes(session, Scope(None, is_own=True, sees="partners"), public_id))
    assert ("内密の話" in seen) == (old == "public")
    assert ("次の話" in seen) == (new == "public")
