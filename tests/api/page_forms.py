"""What a browser without scripts does with a page: read the note, press a button, send the form it belongs to."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from html.parser import HTMLParser

from httpx2 import Response

from tests.api.visitor import OWN_PAGE, Visitor

_VOID = frozenset({"input", "meta", "link", "br", "img"})
_BESIDE_THE_NOTE = ("mark__say", "mark__panel")


@dataclass
class ReadPage(HTMLParser):
    """`fields` by form id; `buttons` are (form, name, value, words); `marks` are (words, what is said of them)."""

    fields: dict[str, list[tuple[str, str]]] = field(default_factory=dict)
    actions: dict[str, str] = field(default_factory=dict)
    buttons: list[tuple[str, str, str, str]] = field(default_factory=list)
    note: str = ""
    marks: list[tuple[str, str]] = field(default_factory=list)

    def __post_init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self._open: list[tuple[str, Mapping[str, str | None]]] = []

    @classmethod
    def of(cls, text: str) -> ReadPage:
        page = cls()
        page.feed(text)
        page.close()
        return page

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        known = dict(attrs)
        if tag == "form":
            form = known.get("id") or known.get("action") or ""
            self.fields[form], self.actions[form] = [], known.get("action") or ""
        if tag == "input" and known.get("name"):
            ticked = known.get("type") not in ("checkbox", "radio") or "checked" in known
            if ticked:
                self.fields[self._form(known)].append((known["name"] or "", known.get("value") or ""))
        if tag == "button" and known.get("name"):
            self.buttons.append((self._form(known), known["name"] or "", known.get("value") or "", ""))
        if known.get("class") == "mark":
            self.marks.append(("", ""))
        if tag not in _VOID:
            self._open.append((tag, known))

    def handle_endtag(self, tag: str) -> None:
        while self._open and self._open.pop()[0] != tag:
            pass

    def handle_data(self, data: str) -> None:
        tags = [tag for tag, _ in self._open]
        classes = [known.get("class") or "" for _, known in self._open]
        if "textarea" in tags:
            name = next(known["name"] or "" for tag, known in self._open if tag == "textarea")
            self.fields[self._form({})].append((name, data.removeprefix("\n")))
        if any(tag == "button" and known.get("name") for tag, known in self._open):
            form, name, value, words = self.buttons[-1]
            self.buttons[-1] = (form, name, value, words + data)
        if any(known.get("id") == "note-text" for _, known in self._open):
            beside = next((name for name in _BESIDE_THE_NOTE if name in classes), None)
            if beside is None:
                self.note += data
            if "mark" in classes and beside != "mark__panel":
                words, said = self.marks[-1]
                self.marks[-1] = (words, said + data) if beside else (words + data, said)

    def _form(self, known: Mapping[str, str | None]) -> str:
        inside = next(
            (known.get("id") or known.get("action") for tag, known in self._open if tag == "form"), ""
        )
        return known.get("form") or inside or ""

    def said_of(self, words: str) -> str:
        """What the page says beside the first mark of these words."""
        return next(said for marked, said in self.marks if marked == words)

    def button(self, label: str, *, holding: str) -> tuple[str, str, str]:
        """(form, name, value) of the first button with this label whose value holds a text."""
        found = [b for b in self.buttons if b[3].startswith(label) and holding in b[2]]
        assert found, (label, holding, self.buttons)
        return found[0][:3]


def press(worker: Visitor, response: Response, label: str, *, holding: str) -> Response:
    """Press a button of the page, as a browser without scripts does."""
    page = ReadPage.of(response.text)
    form, name, value = page.button(label, holding=holding)
    return send_form(worker, response, form, {name: value})


def send_form(worker: Visitor, response: Response, form: str, typed: Mapping[str, str]) -> Response:
    """Send one form of the page with what was typed into it."""
    page = ReadPage.of(response.text)
    data: dict[str, list[str]] = {}
    for name, value in page.fields[form]:
        if name not in typed:
            data.setdefault(name, []).append(value)
    return worker.client.post(page.actions[form], data={**data, **typed}, headers=OWN_PAGE)
