"""What a keeper does on the pages of 取り込み: uploads, looks, decides."""

from __future__ import annotations

from collections.abc import Mapping

from fastapi import FastAPI
from httpx2 import Response
from sqlmodel import select

from api.accounts.pending_imports import HeldFile, hold_files
from api.accounts.tables import Account
from resources.clock import Clock
from resources.importing.column_mapping import ColumnMapping, header_fingerprint
from resources.importing.saved_mappings import save_mapping
from resources.tables import SavedMapping
from tests.api.page_forms import ReadPage
from tests.api.visitor import OWN_PAGE, Visitor

FACILITIES = (
    "都道府県コード又は市区町村コード,NO,名称,住所,電話番号,備考\n"
    "999999,1,本町公民館,架空市本町1-2-3,0770-00-0011,公民館\n"
    "999999,2,港町公民館,架空市港町4-5,0770-00-0012,公民館\n"
)
HOME_MADE = (
    "令和8年度 ふれあい活動の一覧,,,,,\n"
    "会の名まえ,活動の区分,会場の住所,活動する日,連絡先でんわ,参加費用\n"
    "ひだまりの会,サロン活動,架空市本町1-2-3,毎月第2・4火曜日,0770-00-0001,100円\n"
    "つくえの会,ものづくり広場,架空市港町4-5,毎週月曜日,0770-00-0002,無料\n"
)


def upload(keeper: Visitor, *files: tuple[str, bytes | str]) -> Response:
    """Choose these files and send the form."""
    token = keeper.form_token("/imports")
    parts = [("files", (name, data.encode() if isinstance(data, str) else data)) for name, data in files]
    return keeper.client.post("/imports", data={"form_token": token}, files=parts, headers=OWN_PAGE)


def uploaded(keeper: Visitor, *files: tuple[str, bytes | str]) -> str:
    """The page to which an upload leads."""
    response = upload(keeper, *files)
    assert response.status_code == 303, response.text
    return str(response.headers["location"])


def decide(keeper: Visitor, page: str, action: str) -> Response:
    """Press 取り込む or やめる on the preview, and see where it leads."""
    shown = ReadPage.of(keeper.get(page).text)
    return keeper.client.post(page, data=dict(shown.fields[page]) | {"action": action}, headers=OWN_PAGE)


def send_selects(keeper: Visitor, page: str, chosen: Mapping[str, str]) -> Response:
    """Send the form of a page as it is preselected, with some fields chosen otherwise."""
    return keeper.client.post(page, data={**preselected(keeper, page), **chosen}, headers=OWN_PAGE)


def preselected(keeper: Visitor, page: str) -> dict[str, str]:
    """What the form of this page holds when nobody touches it."""
    text = keeper.get(page).text
    shown = ReadPage.of(text)
    return dict(shown.fields[page]) | selects_of(text)


def selects_of(text: str) -> dict[str, str]:
    """The chosen option of every select on a page."""
    found = {}
    for part in text.split("<select ")[1:]:
        name = part.split('name="', 1)[1].split('"', 1)[0]
        options = part.split("</select>", 1)[0].split("<option ")[1:]
        values = [option.split('value="', 1)[1].split('"', 1)[0] for option in options]
        marked = [v for v, option in zip(values, options, strict=True) if " selected" in option.split(">")[0]]
        found[name] = marked[0] if marked else values[0]
    return found


def hold_an_import(app: FastAPI, clock: Clock) -> dict[str, str]:
    """A home-made list that waits for the CSW, with a saved mapping: path parameters of the pages about them."""
    with app.state.parts.database.session() as session:
        account = session.exec(select(Account).where(Account.sign_in_name == "csw")).one()
        headers = {"名まえ": "name", "区分": "category"}
        mapping = ColumnMapping(header_fingerprint([*headers]), headers, name="手作りの一覧")
        save_mapping(
            session,
            account.organisation_id,
            mapping.name,
            mapping,
            created_by="cswさん",
            clock=clock,
        )
        saved = session.exec(select(SavedMapping)).one()
        assert account.id is not None
        data = "名まえ,区分\nひだまりの会,サロン活動\n".encode()
        files = [HeldFile("手作り.csv", data, mapping.to_json())]
        import_id = hold_files(session, account.id, files, now=clock.now())
        return {"import_id": import_id, "mapping_id": saved.public_id, "file_number": "0"}
