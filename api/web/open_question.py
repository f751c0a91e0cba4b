"""The search form of the public page: the part of the catalogue's form that asks only for what is public."""

from __future__ import annotations

from collections.abc import Sequence
from urllib.parse import urlencode

from api.web import catalogue_question
from api.web.form_state import FormState
from resources.searching.question import CatalogueQuestion
from resources.tables import District

PATH = "/open"
FIELDS = ("q", "kind", "district", "free", "day", "from", "to", "age", "max_fee", "access", "order")
MORE_FIELDS = ("day", "from", "to", "age", "max_fee", "access", "order")
ORDERS = (("fresh", "情報が新しい順"), ("name", "名前の順"))

ORDER_RULES = {
    "fit": "さがした言葉が名前にあるところ、時間が合うところ、空いているところ、情報が新しいところを、先に出しています。",
    "fresh": "情報を確かめた日が新しい順です。",
    "name": "名前の読みの順です。",
}


def shown(asked: Sequence[tuple[str, str]]) -> FormState:
    """The form as the address fills it; what is not of this form is not there."""
    orders = {code for code, _ in ORDERS}
    return catalogue_question.shown(
        [(name, value) for name, value in asked if name in FIELDS and (name != "order" or value in orders)]
    )


def read_question(form: FormState, districts: Sequence[District]) -> CatalogueQuestion:
    """The question of the form; what cannot be read asks nothing and is said at its field."""
    return catalogue_question.read_question(form, districts)


def address(form: FormState, page: int = 1, path: str = PATH) -> str:
    """The address of a page of this search, or of `path` with the search to lead back to."""
    asked = [(name, value) for name, value in form.filled(except_for=()) if name in FIELDS]
    asked += [("page", str(page))] if page > 1 else []
    return path + (f"?{urlencode(asked)}" if asked else "")
