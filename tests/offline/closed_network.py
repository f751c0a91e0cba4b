"""Visit the pages and a map file in a network namespace that has nothing but its own loopback.

python -m tests.offline.closed_network DATABASE_URL MAP_FILE CHROMIUM     (inside `unshare -rn`)

Prints what was seen as JSON. It is a program of its own because a namespace is entered by a process.
"""

from __future__ import annotations

import errno
import fcntl
import json
import os
import socket
import struct
import subprocess
import sys
import time
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit
from urllib.request import urlopen

from playwright.sync_api import Browser, BrowserContext, sync_playwright

from api.accounts.demo import DEMO_ACCOUNTS

PORT = 8099
ADDRESS = f"http://127.0.0.1:{PORT}"
_SIOCGIFFLAGS, _SIOCSIFFLAGS, _IFF_UP = 0x8913, 0x8914, 0x1
NOTE = "静かな場所がいい。人前で話すのは苦手。編み物が好き。"


def bring_loopback_up() -> None:
    """`ip link set lo up`, for machines without the ip command."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as control:
        asked = struct.pack("16sh14x", b"lo", 0)
        flags = struct.unpack("16sh14x", fcntl.ioctl(control, _SIOCGIFFLAGS, asked))[1]
        fcntl.ioctl(control, _SIOCSIFFLAGS, struct.pack("16sh14x", b"lo", flags | _IFF_UP))


def outside_is_unreachable() -> bool:
    """Whether the namespace really is closed (192.0.2.1 is reserved for documentation)."""
    with socket.socket() as probe:
        probe.settimeout(2)
        return probe.connect_ex(("192.0.2.1", 80)) == errno.ENETUNREACH


def wait_for_server(server: subprocess.Popen[bytes]) -> None:
    """Until the sign-in page answers; at most 30 seconds."""
    for _ in range(300):
        if server.poll() is not None:
            raise SystemExit("the server ended")
        try:
            with urlopen(f"{ADDRESS}/sign-in", timeout=1):
                return
        except OSError:
            time.sleep(0.1)
    raise SystemExit("the server does not answer")


def visit_pages(context: BrowserContext, seen: dict[str, Any]) -> None:
    """Sign in, follow every link of our own, ask for suggestions."""
    page = context.new_page()
    page.goto(f"{ADDRESS}/sign-in")
    page.get_by_label("利用者名").fill(DEMO_ACCOUNTS[0].sign_in_name)
    page.locator("input[type=password]").fill(DEMO_ACCOUNTS[0].password)
    page.locator("main button[type=submit]").click()
    page.wait_for_load_state("networkidle")
    waiting, done = ["/"], set()
    while waiting and len(done) < 25:
        path = waiting.pop(0)
        if path in done:
            continue
        done.add(path)
        page.goto(ADDRESS + path, wait_until="networkidle")
        seen["pages"][path] = page.locator("h1").count() == 1 and page.locator("footer").count() == 1
        links = [
            urlsplit(link) for link in page.eval_on_selector_all("a[href]", "all => all.map(a => a.href)")
        ]
        waiting += [link.path for link in links if link.netloc == urlsplit(ADDRESS).netloc]
    page.goto(f"{ADDRESS}/suggestions")
    page.locator("textarea").first.fill(NOTE)
    page.locator("main button[type=submit]").first.click()
    page.wait_for_load_state("networkidle")
    seen["suggestions_text"] = page.locator("main").inner_text()
    seen["map_shapes"] = page.locator(".leaflet-container path").count()


def visit_map_file(context: BrowserContext, file: Path, seen: dict[str, Any]) -> None:
    """Open the map as a file, as somebody does who got it by mail."""
    page = context.new_page()
    page.goto(file.as_uri(), wait_until="networkidle")
    seen["map_file_shapes"] = page.locator(".leaflet-container path").count()


def recorded_context(browser: Browser, seen: dict[str, Any]) -> BrowserContext:
    """A browser context that writes down what goes wrong in it."""
    context = browser.new_context(locale="ja-JP")
    context.set_default_timeout(15_000)
    context.on("requestfailed", lambda request: seen["failed"].append(request.url))
    context.on(
        "console",
        lambda message: seen["console"].append(message.text) if message.type == "error" else None,
    )
    context.on("weberror", lambda error: seen["console"].append(str(error.error)))
    return context


def main(database: str, map_file: Path, chromium: str) -> None:
    bring_loopback_up()
    seen: dict[str, Any] = {"closed": outside_is_unreachable(), "pages": {}, "failed": [], "console": []}
    command = [sys.executable, "-c", "from api.cli.main import run; run()"]
    server = subprocess.Popen([*command, "serve", "--port", str(PORT), "--database", database])
    try:
        wait_for_server(server)
        with sync_playwright() as playwright:
            unconfined = ["--no-sandbox"] if os.geteuid() == 0 else []
            browser = playwright.chromium.launch(
                executable_path=chromium,
                args=["--disable-gpu", "--disable-background-networking", *unconfined],
            )
            context = recorded_context(browser, seen)
            visit_pages(context, seen)
            visit_map_file(context, map_file, seen)
            browser.close()
    finally:
        server.terminate()
        server.wait(10)
    sys.stdout.write("\n" + json.dumps(seen, ensure_ascii=False) + "\n")


if __name__ == "__main__":
    main(sys.argv[1], Path(sys.argv[2]), sys.argv[3])
