"""Headless chromium for the end-to-end tests, a server for an app, and what every page is asked.

Playwright's own loop lives as long as a module's tests, so that other tests may use asyncio afterwards.
"""

from __future__ import annotations

import os
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
import uvicorn
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, Request, Route, sync_playwright

from tools.browser import complaint, find_browser, skipped
from tools.node import NODE_MODULES

CHROMIUM_OPTIONS = (
    *("--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking"),
    *("--disable-component-update", "--disable-sync", "--disable-dev-shm-usage"),
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1, EXCLUDE localhost",
)
AXE_RULES = ("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa")
SILENT = ("data", "blob", "about")  # schemes of addresses that ask nobody


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    if not skipped():
        return
    for item in items:
        if "browser" in item.keywords:
            item.add_marker(pytest.mark.skip(reason="BROWSER=skip"))


@pytest.fixture(scope="session")
def chromium() -> Path:
    """The browser's path; without one every browser test fails with the command that brings it."""
    found = find_browser()
    if found is None:
        pytest.fail(str(complaint()), pytrace=False)
    return found


@pytest.fixture(scope="module")
def browser(chromium: Path) -> Iterator[Browser]:
    """A running headless chromium that resolves no name but this machine's."""
    unconfined = ["--no-sandbox"] if os.geteuid() == 0 else []
    with sync_playwright() as playwright:
        running = playwright.chromium.launch(
            executable_path=str(chromium), args=[*CHROMIUM_OPTIONS, *unconfined]
        )
        yield running
        running.close()


@dataclass
class RecordedPage:
    """A page together with everything that went wrong on it."""

    page: Page
    allowed: str
    console_errors: list[str] = field(default_factory=list)
    failed_requests: list[str] = field(default_factory=list)
    external_requests: list[str] = field(default_factory=list)

    def complaints(self, *, expected: Sequence[str] = ()) -> list[str]:
        """All that was recorded, without the console lines that hold one of `expected`.

        A page that answers 422 on purpose logs one such line: `expected=["422"]`.
        """
        unexpected = [line for line in self.console_errors if not any(part in line for part in expected)]
        return [*unexpected, *self.failed_requests, *self.external_requests]

    def on_console(self, message: ConsoleMessage) -> None:
        if message.type == "error":
            self.console_errors.append(f"console: {message.text} ({message.location.get('url', '')})")

    def on_failed(self, request: Request) -> None:
        cut_off = "ERR_ABORTED" in str(request.failure) and request.url.endswith("/icon.svg")
        if self.is_allowed(request.url) and not cut_off:  # the next page came before the mark of the last one
            self.failed_requests.append(f"failed: {request.url} ({request.failure})")

    def on_route(self, route: Route) -> None:
        if self.is_allowed(route.request.url):
            route.continue_()
        else:
            self.external_requests.append(f"external: {route.request.url}")
            route.abort()

    def is_allowed(self, url: str) -> bool:
        """Whether the request stays with the page's own host, or its own file."""
        address, own = urlsplit(url), urlsplit(self.allowed)
        if address.scheme in SILENT:
            return True
        same_place = own.scheme != "file" or address.path == own.path
        return (address.scheme, address.netloc) == (own.scheme, own.netloc) and same_place


@pytest.fixture
def page_recorder(browser: Browser) -> Iterator[Callable[..., RecordedPage]]:
    """`page_recorder(address, width=1280, java_script=True)`: an empty page that may ask only `address`'s host.

    For a file:// address it may ask for that one file. Each page has a fresh profile (no cookies).
    """
    with ExitStack() as closing:

        def record(
            address: str, *, width: int = 1280, height: int = 900, java_script: bool = True, **options: Any
        ) -> RecordedPage:
            context: BrowserContext = browser.new_context(
                viewport={"width": width, "height": height},
                locale="ja-JP",
                timezone_id="Asia/Tokyo",
                java_script_enabled=java_script,
                service_workers="block",
                **options,
            )
            closing.callback(context.close)
            page = context.new_page()
            page.set_default_timeout(15_000)
            recorded = RecordedPage(page, address)
            context.route("**/*", recorded.on_route)
            page.on("console", recorded.on_console)
            page.on("pageerror", lambda error: recorded.console_errors.append(f"script: {error}"))
            page.on("requestfailed", recorded.on_failed)
            page.on("websocket", lambda socket: recorded.external_requests.append(f"socket: {socket.url}"))
            return recorded

        yield record


@pytest.fixture(scope="session")
def axe() -> Callable[[Page], list[str]]:
    """`axe(page)`: what axe-core has to say against WCAG 2.2 A and AA, one line per element; [] is clean."""
    script = NODE_MODULES / "axe-core" / "axe.min.js"
    if not script.is_file():
        pytest.fail("axe-core がありません。make test を実行してください。", pytrace=False)
    source = script.read_text(encoding="utf-8")

    def violations(page: Page) -> list[str]:
        for frame in page.frames:  # axe asks the copy of itself in each frame
            frame.evaluate(source)
        options = {"runOnly": {"type": "tag", "values": list(AXE_RULES)}}
        found = page.evaluate("options => axe.run(document, options)", options)
        return [
            f"{rule['id']}: {rule['help']}: {node['html'][:160]} ({node['failureSummary']})"
            for rule in found["violations"]
            for node in rule["nodes"]
        ]

    return violations


@contextmanager
def running_server(app: Any) -> Iterator[str]:
    """Serve an ASGI app from a thread on a free port; gives its address, leaves nothing behind."""
    server = uvicorn.Server(
        uvicorn.Config(
            app, host="127.0.0.1", port=0, log_level="critical", ws="none", timeout_graceful_shutdown=3
        )
    )
    thread = threading.Thread(target=server.run, name="served app")
    thread.start()
    try:
        deadline = time.monotonic() + 30
        while not server.started:
            if not thread.is_alive() or time.monotonic() > deadline:
                pytest.fail("the app did not start", pytrace=False)
            time.sleep(0.01)
        port = server.servers[0].sockets[0].getsockname()[1]
        yield f"http://127.0.0.1:{port}"
    finally:
        server.should_exit = True
        thread.join(15)
    assert not thread.is_alive(), "the served app does not stop"


@pytest.fixture(scope="module")
def serve() -> Iterator[Callable[[Any], str]]:
    """`serve(app)`: its address, without a slash at the end; the app is served until the module is done."""
    with ExitStack() as servers:
        yield lambda app: servers.enter_context(running_server(app))
