"""取り込み of home-made lists: a person says once what the columns are."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from fastapi import FastAPI
from sqlmodel import select

from resources.tables import Resource, SavedMapping
from tests.api.import_pages import HOME_MADE, decide, preselected, send_selects, uploaded
from tests.api.sample_city import PASSWORDS
from tests.api.visitor import OWN_PAGE, Visitor


@pytest.fixture
def keeper(visitors: Callable[[], Visitor]) -> Visitor:
    browser = visitors()
    browser.sign_in("csw", PASSWORDS["csw"])
    return browser


def columns_page(keeper: Visitor) -> str:
    page = uploaded(keeper, ("ふれあい.csv", HOME_MADE))
    assert page.endswith("/columns/0")
    return page


def test_an_unknown_list_leads_to_its_columns_with_the_likely_fields_chosen(keeper: Visitor) -> None:
    page = columns_page(keeper)
    text = keeper.get(page).text
    assert "見出しは2行目として読んでいます" in text
    assert "毎月第2・4火曜日" in text  # a sample, for its owner
    chosen = preselected(keeper, page)
    fields = [chosen[f"column-{index}"] for index in range(6)]
    assert fields == ["name", "category", "address", "hours_note", "phone", "fee"]
    assert chosen["save_name"] == "ふれあい"


def test_three_confirmations_bring_a_home_made_list_into_the_catalogue(keeper: Visitor, app: FastAPI) -> None:
    page = columns_page(keeper)
    kinds = send_selects(keeper, page, {"operator": "架空市社会福祉協議会"}).headers["location"]
    assert kinds.endswith("/kinds/0")
    words = keeper.get(kinds).text
    assert "サロン活動" in words
    first = preselected(keeper, kinds)
    assert "salon" in first.values()
    workshop = next(name for name, kind in first.items() if name.startswith("kind-") and kind != "salon")
    preview = send_selects(keeper, kinds, {workshop: "hobby_culture"}).headers["location"]
    text = keeper.get(preview).text
    for said in ("保存した読み方「ふれあい」", "サロン", "趣味・文化", "第2・4火曜"):
        assert said in text, said
    decide(keeper, preview, "apply")
    with app.state.parts.database.session() as session:
        kinds_of = {row.name: row.kind for row in session.exec(select(Resource))}
        assert (kinds_of["ひだまりの会"], kinds_of["つくえの会"]) == ("salon", "hobby_culture")
        assert session.exec(select(SavedMapping)).one().used_at is not None


def test_the_next_edition_is_read_by_itself_whatever_the_order_of_its_columns(keeper: Visitor) -> None:
    kinds = send_selects(keeper, columns_page(keeper), {}).headers["location"]
    send_selects(keeper, kinds, {})
    reordered = "\n".join(",".join(reversed(line.split(","))) for line in HOME_MADE.splitlines()[1:]).replace(
        "つくえの会", "いすの会"
    )
    preview = uploaded(keeper, ("令和9年度.csv", reordered))
    assert "/columns/" not in preview
    text = keeper.get(preview).text
    assert "保存した読み方「ふれあい」で読みました" in text
    assert "いすの会" in text


def test_an_edition_under_another_name_updates_the_same_entries(keeper: Visitor, app: FastAPI) -> None:
    kinds = send_selects(keeper, columns_page(keeper), {}).headers["location"]
    decide(keeper, send_selects(keeper, kinds, {}).headers["location"], "apply")
    preview = uploaded(keeper, ("来年の一覧.csv", HOME_MADE.replace("100円", "200円")))
    text = keeper.get(preview).text
    assert "登録の変わるところ（1件）" in text
    assert "200" in text
    decide(keeper, preview, "apply")
    with app.state.parts.database.session() as session:
        assert list(session.exec(select(Resource.name))).count("ひだまりの会") == 1


def test_without_a_name_nothing_is_saved_and_the_file_is_read_all_the_same(
    keeper: Visitor, app: FastAPI
) -> None:
    page = columns_page(keeper)
    kinds = send_selects(keeper, page, {"save_name": ""}).headers["location"]
    preview = send_selects(keeper, kinds, {}).headers["location"]
    assert "この画面で決めた読み方" in keeper.get(preview).text
    with app.state.parts.database.session() as session:
        assert session.exec(select(SavedMapping)).all() == []


def test_the_name_is_needed_and_a_field_is_chosen_once(keeper: Visitor) -> None:
    page = columns_page(keeper)
    response = send_selects(keeper, page, {"column-0": "", "column-5": "phone"})
    assert response.status_code == 422
    assert "「電話」は「連絡先でんわ」の列でも選んでいます" in response.text
    assert "「名称」にしてください" in response.text


def test_a_column_that_is_not_used_is_kept_beside_the_entry_and_read_as_nothing(keeper: Visitor) -> None:
    page = columns_page(keeper)
    kinds = send_selects(keeper, page, {"column-2": ""}).headers["location"]
    preview = send_selects(keeper, kinds, {}).headers["location"]
    text = keeper.get(preview).text
    assert "架空市本町1-2-3" not in text


def test_another_row_can_be_the_header(keeper: Visitor) -> None:
    page = columns_page(keeper)
    text = keeper.get(f"{page}?header=3").text
    assert "見出しは3行目として読んでいます" in text
    assert "つくえの会" in text  # a sample of the column whose header is now ひだまりの会


def test_a_known_list_can_be_read_another_way_too(keeper: Visitor) -> None:
    from tests.api.import_pages import FACILITIES

    preview = uploaded(keeper, ("公民館.csv", FACILITIES))
    columns = f"{preview}/columns/0"
    assert columns in keeper.get(preview).text
    chosen = preselected(keeper, columns)
    assert chosen["column-2"] == "name"
    response = send_selects(keeper, columns, {"kind": "community_hall", "save_name": ""})
    assert response.headers["location"] == preview
    assert "この画面で決めた読み方" in keeper.get(preview).text


def test_saved_mappings_are_renamed_and_deleted(keeper: Visitor, app: FastAPI) -> None:
    send_selects(keeper, columns_page(keeper), {})
    with app.state.parts.database.session() as session:
        saved = session.exec(select(SavedMapping)).one()
        address, version = f"/imports/mappings/{saved.public_id}", str(saved.version)
    token = keeper.form_token("/imports/mappings")
    change = {"form_token": token, "action": "rename", "name": "社協の一覧", "version": version}
    assert keeper.client.post(address, data=change, headers=OWN_PAGE).status_code == 303
    assert "社協の一覧" in keeper.get("/imports/mappings").text
    assert keeper.client.post(address, data=change, headers=OWN_PAGE).status_code == 409  # an old page
    wrong = {**change, "name": " ", "version": str(int(version) + 1)}
    assert keeper.client.post(address, data=wrong, headers=OWN_PAGE).status_code == 422
    gone = {**wrong, "action": "delete"}
    assert keeper.client.post(address, data=gone, headers=OWN_PAGE).status_code == 303
    assert "まだありません" in keeper.get("/imports/mappings").text


def test_a_name_that_another_kind_of_list_has_is_refused(keeper: Visitor) -> None:
    send_selects(keeper, columns_page(keeper), {})
    other = HOME_MADE.replace("参加費用", "参加するお金")
    page = uploaded(keeper, ("ふれあい.csv", other))
    response = send_selects(keeper, page, {})
    assert response.status_code == 422
    assert "ほかの見出しの対応で使っています" in response.text


def test_a_filled_template_goes_in_without_a_question(keeper: Visitor) -> None:
    from io import BytesIO

    from openpyxl import load_workbook

    book = load_workbook(BytesIO(keeper.get("/imports/template.xlsx").content))
    sheet = book["記入用"]
    headers = [cell.value for cell in sheet[1]]
    values = {
        "名称": "みなとの会",
        "種別": "サロン",
        "学区": "港学区",
        "曜日": "火;木",
        "開始時刻": "10:00",
        "終了時刻": "12:00",
    }
    sheet.append([values.get(str(header)) for header in headers])
    stream = BytesIO()
    book.save(stream)
    text = keeper.get(uploaded(keeper, ("一覧.xlsx", stream.getvalue()))).text
    for said in ("みなとの会", "港学区", "毎週 火・木曜 10:00〜12:00", "記入例や説明のシートなので"):
        assert said in text, said
    assert "ひだまりサロン" not in text  # of the example


def test_a_name_that_somebody_took_meanwhile_loses_no_kinds(keeper: Visitor, app: FastAPI) -> None:
    kinds = send_selects(keeper, columns_page(keeper), {}).headers["location"]
    with app.state.parts.database.session() as session:
        taken = session.exec(select(SavedMapping)).one()
        taken.fingerprint = "0" * 64
        session.add(taken)
    chosen = next(name for name in preselected(keeper, kinds) if name.startswith("kind-"))
    preview = send_selects(keeper, kinds, {chosen: "hobby_culture"}).headers["location"]
    text = keeper.get(preview).text
    assert "この画面で決めた読み方" in text
    assert "趣味・文化" in text


def test_a_kind_that_no_list_of_ours_knows_is_none(keeper: Visitor) -> None:
    kinds = send_selects(keeper, columns_page(keeper), {"kind": "made_up"}).headers["location"]
    preview = send_selects(keeper, kinds, {}).headers["location"]
    assert "made_up" not in keeper.get(preview).text
