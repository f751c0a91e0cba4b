"""A browser without a screen: keeps cookies, fills in forms, and says where a request comes from."""

from __future__ import annotations

import html
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import TracebackType
from typing import Any, Self

from fastapi import FastAPI
from fastapi.testclient import TestClient
from httpx2 import Response

HOST = "tsunagite.test"
OWN_PAGE = {"Origin": f"http://{HOST}"}
BROWSER = {"Accept": "text/html,application/xhtml+xml"}
_TOKEN = re.compile(r'name="form_token" value="([^"]*)"')

FormData = Mapping[str, str | Sequence[str]]


@dataclass
class Visitor:
    """Wraps a test client that does not follow redirects by itself."""

    client: TestClient

    @classmethod
    def of(cls, app: FastAPI, *, scheme: str = "http") -> Self:
        return cls(TestClient(app, base_url=f"{scheme}://{HOST}", follow_redirects=False, headers=BROWSER))

    def __enter__(self) -> Self:
        self.client.__enter__()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.client.__exit__(kind, error, trace)

    def get(self, path: str, **options: Any) -> Response:
        return self.client.get(path, **options)

    def form_token(self, path: str) -> str:
        """The hidden field of the first form on the page."""
        found = _TOKEN.search(self.get(path).text)
        assert found, f"no form on {path}"
        return html.unescape(found.group(1))

    def send(self, path: str, data: FormData, *, page: str | None = None) -> Response:
        """Fill in the form of `page` (by default the page at `path`) and send it."""
        token = self.form_token(page or path)
        return self.client.post(path, data={"form_token": token, **data}, headers=OWN_PAGE)

    def sign_in(self, name: str, password: str, *, to: str = "/") -> Response:
        response = self.send("/sign-in", {"sign_in_name": name, "password": password, "next": to})
        assert response.status_code == 303, response.text
        return response
