"""取り込み on the pages: look first, then one button."""

from __future__ import annotations

import csv
from collections.abc import Callable
from io import BytesIO, StringIO

import pytest
from fastapi import FastAPI
from openpyxl import Workbook
from sqlmodel import select

from api.accounts.tables import PendingFile, PendingImport
from resources.publishing.conditions import layer_may_leave
from resources.tables import ImportSource, Resource
from tests.api.conftest import MovingClock
from tests.api.import_pages import FACILITIES, decide, upload, uploaded
from tests.api.page_forms import ReadPage
from tests.api.sample_city import PASSWORDS
from tests.api.visitor import OWN_PAGE, Visitor


@pytest.fixture
def keeper(visitors: Callable[[], Visitor]) -> Visitor:
    """A CSW of the municipality, signed in."""
    browser = visitors()
    browser.sign_in("csw", PASSWORDS["csw"])
    return browser


def names(app: FastAPI) -> set[str]:
    with app.state.parts.database.session() as session:
        return set(session.exec(select(Resource.name)))


def test_a_known_list_is_in_the_catalogue_after_a_look_and_one_button(keeper: Visitor, app: FastAPI) -> None:
    page = uploaded(keeper, ("公民館.csv", FACILITIES))
    preview = keeper.get(page).text
    for said in (
        "公共施設一覧など（推奨データセット）",
        "見出しは1行目、2行",
        "UTF-8",
        "本町公民館",
        "公民館",
        "会場候補",
    ):
        assert said in preview, said
    assert "本町公民館" not in names(app)  # looking changes nothing
    response = decide(keeper, page, "apply")
    assert response.headers["location"] == page
    assert {"本町公民館", "港町公民館"} <= names(app)
    done = keeper.get(page).text
    assert "取り込みました" in done
    assert "/resources/" in done
    with app.state.parts.database.session() as session:
        assert session.exec(select(PendingFile)).all() == []  # the files are gone, what was done is kept
        assert session.exec(select(ImportSource)).one().imported_by == "cswさん"


def test_the_same_file_again_has_nothing_to_take_in(keeper: Visitor) -> None:
    decide(keeper, uploaded(keeper, ("公民館.csv", FACILITIES)), "apply")
    again = keeper.get(uploaded(keeper, ("公民館.csv", FACILITIES))).text
    assert "登録されている内容と同じです" in again
    assert "出典だけを記録する" in again
    assert ">取り込む<" not in again


def test_a_list_is_published_from_the_day_its_licence_is_stated(keeper: Visitor, app: FastAPI) -> None:
    def left() -> set[str]:
        with app.state.parts.database.session() as session:
            return set(session.exec(select(Resource.name).where(layer_may_leave())))

    page = uploaded(keeper, ("公民館.csv", FACILITIES))
    assert "外には公開しません" in keeper.get(page).text
    decide(keeper, page, "apply")
    assert "本町公民館" not in left()
    again = uploaded(keeper, ("公民館.csv", FACILITIES))
    shown = dict(ReadPage.of(keeper.get(again).text).fields[again])
    said = {
        "action": "apply",
        "source_name": "架空市",
        "source_edition": "令和8年",
        "source_licence": "CC BY 4.0",
    }
    too_long = shown | said | {"source_licence": "あ" * 201}
    refused = keeper.client.post(again, data=too_long, headers=OWN_PAGE)
    assert refused.status_code == 422
    assert "200文字まで" in refused.text
    assert "架空市" in refused.text
    keeper.client.post(again, data=shown | said, headers=OWN_PAGE)
    assert "本町公民館" in left()
    with app.state.parts.database.session() as session:
        row = session.exec(select(ImportSource)).one()
        assert (row.name, row.edition, row.licence) == ("架空市", "令和8年", "CC BY 4.0")
    third = keeper.get(uploaded(keeper, ("公民館.csv", FACILITIES))).text
    assert 'value="CC BY 4.0"' in third  # what was said last time
    assert 'value="令和8年"' not in third


def test_a_changed_list_shows_what_changes_field_by_field(keeper: Visitor) -> None:
    decide(keeper, uploaded(keeper, ("公民館.csv", FACILITIES)), "apply")
    changed = FACILITIES.replace("0770-00-0011", "0770-00-9911")
    page = uploaded(keeper, ("公民館.csv", changed))
    preview = keeper.get(page).text
    assert "登録の変わるところ（1件）" in preview
    assert "0770-00-0011" in preview
    assert "0770-00-9911" in preview
    decide(keeper, page, "apply")
    assert "更新" in keeper.get(page).text


def test_times_that_change_are_said_in_words(keeper: Visitor) -> None:
    header = "整理番号,名称,種別,所在地,対象年齢_下限,利用条件,規模,開催日時"
    place = "A1,本町の会,サロン,架空市本町1,,,,偶数月の第2火曜 10時～12時"
    decide(keeper, uploaded(keeper, ("会.csv", f"{header}\n{place}\n")), "apply")
    changed = place.replace("偶数月", "奇数月")
    preview = keeper.get(uploaded(keeper, ("会.csv", f"{header}\n{changed}\n"))).text
    assert "偶数月 第2火曜 10:00〜12:00" in preview
    assert "奇数月 第2火曜 10:00〜12:00" in preview


def test_what_the_new_edition_no_longer_has_is_named_and_stays(keeper: Visitor, app: FastAPI) -> None:
    decide(keeper, uploaded(keeper, ("公民館.csv", FACILITIES)), "apply")
    without_the_second = (
        "\n".join(FACILITIES.splitlines()[:2]) + "\n999999,3,浜町公民館,架空市浜町6,,公民館\n"
    )
    page = uploaded(keeper, ("公民館.csv", without_the_second))
    for shown in (keeper.get(page).text, decide(keeper, page, "apply") and keeper.get(page).text):
        assert "前の版にあって、今回のファイルにない所（1件）" in shown
        assert "港町公民館" in shown.split("前の版にあって")[1].split("気づいたこと")[0]
    with app.state.parts.database.session() as session:
        hall = session.exec(select(Resource).where(Resource.name == "港町公民館")).one()
        assert hall.status == "open"
        hall.status = "retired"
        session.add(hall)
    assert (
        "今回のファイルにない所" not in keeper.get(uploaded(keeper, ("公民館.csv", without_the_second))).text
    )


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (FACILITIES.splitlines()[0] + "\n", "中身の行があるか確かめてください"),
        (
            FACILITIES.splitlines()[0] + "\n999999,4,,架空市港町8,,\n",
            "下の「気づいたこと」を確かめてください",
        ),
    ],
)
def test_a_file_without_a_usable_row_is_not_said_to_be_known_already(
    keeper: Visitor, content: str, said: str
) -> None:
    shown = keeper.get(uploaded(keeper, ("公民館.csv", content))).text
    assert "取り込める行がありません" in shown
    assert said in shown
    assert "登録されている内容と同じ" not in shown


def test_what_a_person_corrected_stays_and_is_shown_beside_the_files_word(
    keeper: Visitor, app: FastAPI
) -> None:
    decide(keeper, uploaded(keeper, ("公民館.csv", FACILITIES)), "apply")
    with app.state.parts.database.session() as session:
        hall = session.exec(select(Resource).where(Resource.name == "本町公民館")).one()
        hall.remarks = "人が直した備考"
        session.add(hall)
    page = uploaded(keeper, ("公民館.csv", FACILITIES.replace("0770-00-0011,公民館", "0770-00-0011,図書室")))
    preview = keeper.get(page).text
    assert "人が直した内容を残します" in preview
    assert "いまの登録: 人が直した備考" in preview
    assert "ファイル: 図書室" in preview


def test_when_the_catalogue_changed_meanwhile_the_result_says_so(keeper: Visitor) -> None:
    first = uploaded(keeper, ("公民館.csv", FACILITIES))
    second = uploaded(keeper, ("公民館.csv", FACILITIES))
    shown_before = keeper.get(second).text.split('name="numbers" value="')[1].split('"')[0]
    decide(keeper, first, "apply")
    token = keeper.form_token(second)
    data = {"form_token": token, "action": "apply", "numbers": shown_before}
    keeper.client.post(second, data=data, headers=OWN_PAGE)
    assert "件数が確認の画面と違います" in keeper.get(second).text
    assert "件数が確認の画面と違います" not in keeper.get(first).text


def test_pressing_twice_imports_once(keeper: Visitor, app: FastAPI) -> None:
    page = uploaded(keeper, ("公民館.csv", FACILITIES))
    token = keeper.form_token(page)
    for _ in range(2):
        data = {"form_token": token, "action": "apply", "numbers": ""}
        assert keeper.client.post(page, data=data, headers=OWN_PAGE).status_code == 303
    with app.state.parts.database.session() as session:
        assert len(session.exec(select(ImportSource)).all()) == 1


def test_giving_up_forgets_the_file_at_once(keeper: Visitor, app: FastAPI) -> None:
    page = uploaded(keeper, ("公民館.csv", FACILITIES))
    assert decide(keeper, page, "discard").headers["location"] == "/imports"
    assert keeper.get(page).status_code == 404
    with app.state.parts.database.session() as session:
        assert session.exec(select(PendingImport)).all() == []
        assert session.exec(select(PendingFile)).all() == []


def test_a_doubt_names_row_column_and_remedy_and_the_report_is_safe_to_open(keeper: Visitor) -> None:
    doubtful = FACILITIES + "999999,3,=1+1,架空市港町9,電話,公民館\n999999,4,,架空市港町8,,\n"
    page = uploaded(keeper, ("公民館.csv", doubtful))
    refused = keeper.get(f"{page}?severity=refused").text
    assert "5行目" in refused
    assert "名称がありません。" in refused
    report = keeper.get(f"{page}/report.csv")
    rows = list(csv.reader(StringIO(report.content.decode("utf-8-sig"))))
    assert rows[0] == ["ファイル", "行", "列", "区分", "内容", "対処"]
    assert ["公民館.csv", "5"] in [row[:2] for row in rows]
    assert keeper.get(f"{page}?severity=nonsense&page=99999").status_code == 200


NO_LISTS = [
    ("空.csv", b"", "ファイルが空です"),
    ("絵.csv", b"\x89PNG\r\n\x1a\n" + b"\x00" * 40, "絵.csv"),
    ("こわれた.xlsx", b"PK\x03\x04 nothing", "壊れているか"),
    ("鍵つき.xlsx", bytes.fromhex("d0cf11e0a1b11ae1") + b"\x00" * 600, "鍵つき.xlsx"),
    ("手紙.txt", "拝啓\nお元気ですか\n".encode(), "知っている形式の見出しが見つかりません"),
]


def test_a_file_that_is_no_list_is_refused_in_words_and_nothing_is_kept(
    keeper: Visitor, app: FastAPI
) -> None:
    for name, data, said in NO_LISTS:
        response = upload(keeper, (name, data))
        assert response.status_code == 422, name
        assert said in response.text, name
    with app.state.parts.database.session() as session:
        assert session.exec(select(PendingImport)).all() == []


def test_no_file_and_too_many_files_are_refused_in_words(keeper: Visitor) -> None:
    assert "ファイルを選んでください。" in upload(keeper).text
    many = upload(keeper, *[(f"{n}.csv", FACILITIES) for n in range(11)])
    assert many.status_code == 400
    assert "項目が多すぎます" in many.text


def test_a_file_beyond_the_limit_is_refused_before_it_is_read(keeper: Visitor) -> None:
    response = upload(keeper, ("大きい.csv", b"x" * 21_000_000))
    assert response.status_code == 413
    assert "合わせて20 MBまで" in response.text


HOSTILE_NAMES = [
    *("../../etc/passwd.csv", "C:\\Temp\\一覧.csv", "<script>.csv"),
    *("\u202evsc.exe.csv", "." * 300 + ".csv"),
]


def test_a_hostile_file_name_reaches_no_folder_and_no_page_as_code(keeper: Visitor) -> None:
    for name in HOSTILE_NAMES:
        response = keeper.get(uploaded(keeper, (name, FACILITIES)))
        assert response.status_code == 200, name
        for part in ("<script>", "etc/", "Temp", "\u202e"):
            assert part not in response.text, (name, part)


def test_two_files_of_one_name_are_two_files(keeper: Visitor) -> None:
    other = FACILITIES.replace("本町公民館", "山手公民館").replace("港町公民館", "浜公民館")
    text = keeper.get(uploaded(keeper, ("a.csv", FACILITIES), ("a.csv", other))).text
    assert "本町公民館" in text
    assert "山手公民館" in text


def test_nobody_else_sees_or_touches_a_pending_import(
    keeper: Visitor, visitors: Callable[[], Visitor], app: FastAPI, moving_clock: MovingClock
) -> None:
    from api.accounts.repository import NewAccount, add_account

    page = uploaded(keeper, ("公民館.csv", FACILITIES))
    with app.state.parts.database.session() as session:
        account = NewAccount("csw2", "別のCSW", "csw", PASSWORDS["csw"], None)
        add_account(session, account, now=moving_clock.now())
    colleague = visitors()
    colleague.sign_in("csw2", PASSWORDS["csw"])
    for path in (page, f"{page}/report.csv", f"{page}/columns/0", f"{page}/kinds/0"):
        assert colleague.get(path).status_code == 404, path
    token = colleague.form_token("/imports")
    for path in (page, f"{page}/columns/0", f"{page}/kinds/0"):
        data = {"form_token": token, "action": "apply"}
        assert colleague.client.post(path, data=data, headers=OWN_PAGE).status_code == 404, path
    assert "公民館.csv" not in colleague.get("/imports").text
    assert "公民館.csv" in keeper.get("/imports").text
    assert "本町公民館" not in names(app)


def test_a_worker_and_a_contractor_do_not_import(worker: Visitor, visitors: Callable[[], Visitor]) -> None:
    contractor = visitors()
    contractor.sign_in("contractor", PASSWORDS["contractor"])
    for visitor in (worker, contractor):
        assert visitor.get("/imports").status_code == 403
        assert 'href="/imports"' not in visitor.get("/").text


def test_after_a_day_the_files_are_gone(keeper: Visitor, app: FastAPI, moving_clock: MovingClock) -> None:
    page = uploaded(keeper, ("公民館.csv", FACILITIES))
    moving_clock.forward(hours=24)
    keeper.sign_in("csw", PASSWORDS["csw"])
    assert keeper.get(page).status_code == 404
    uploaded(keeper, ("別の.csv", FACILITIES))
    with app.state.parts.database.session() as session:
        assert [file.file_name for file in session.exec(select(PendingFile))] == ["別の.csv"]


def test_what_waits_is_encrypted(keeper: Visitor, app: FastAPI) -> None:
    uploaded(keeper, ("公民館.csv", FACILITIES))
    with app.state.parts.database.engine.connect() as connection:
        stored = connection.exec_driver_sql("select file_name, content from pending_file").one()
    assert all(text.startswith("v1:") for text in stored)


def test_a_form_without_its_token_uploads_nothing(keeper: Visitor, app: FastAPI) -> None:
    files = [("files", ("a.csv", FACILITIES.encode()))]
    response = keeper.client.post("/imports", data={"form_token": "x"}, files=files, headers=OWN_PAGE)
    assert response.status_code == 403
    with app.state.parts.database.session() as session:
        assert session.exec(select(PendingImport)).all() == []


def test_files_are_taken_on_no_other_route(keeper: Visitor) -> None:
    token = keeper.form_token("/")
    files = [("files", ("a.csv", b"a"))]
    response = keeper.client.post("/suggestions", data={"form_token": token}, files=files, headers=OWN_PAGE)
    assert response.status_code == 400


def test_a_workbook_with_several_sheets_says_which_it_read(keeper: Visitor) -> None:
    book = Workbook()
    for number, title in enumerate(("本町", "港町")):
        sheet = book.create_sheet(title)
        for line in FACILITIES.splitlines():
            sheet.append(
                [
                    cell + (title if place == 2 and number else "")
                    for place, cell in enumerate(line.split(","))
                ]
            )
        sheet.cell(1, 3, "名称")
    book.create_sheet("表紙").append(["ごあいさつ", "です"])
    del book["Sheet"]
    stream = BytesIO()
    book.save(stream)
    text = keeper.get(uploaded(keeper, ("二枚.xlsx", stream.getvalue()))).text
    for said in ("二枚.xlsx[本町]", "二枚.xlsx[港町]", "Excel", "表紙"):
        assert said in text, said
