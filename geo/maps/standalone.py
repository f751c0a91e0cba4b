"""A file that stands alone: scripts and styles made fit for inlining, and a check that fails closed.

The check covers what makes a browser ask for something: attributes that hold an address, `@import` and
`url()` of styles, and every literal web address in a script.
"""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Sequence
from html.parser import HTMLParser

from geo.errors import GeoError

_SOURCE_MAP = re.compile(r"^//# sourceMappingURL=.*$", re.MULTILINE)
_LEAFLET_LINK = 'href="https://leafletjs.com"'  # leaflet's own attribution; our pages name leaflet themselves
_IMAGE_URL = re.compile(r"url\(\s*[\"']?images/[^)]*\)")  # marker and layer-switch pictures, not used here
_STYLE_ADDRESS = re.compile(r"@import\b|url\(\s*[\"']?(?!data:|#|[\"'\s])[^)]*", re.IGNORECASE)
_LEADING_COMMENT = re.compile(r"\A\s*/\*.*?\*/", re.DOTALL)
_SCRIPT_ADDRESS = re.compile(r"(?:https?|wss?|ftp):/\S*|[\"'`]//\w\S*", re.IGNORECASE)
_NAMESPACE = re.compile(r"http://www\.w3\.org/(?:2000/svg|1999/xlink|1999/xhtml)\b")
_PLAIN_TAG = re.compile(r"<(?:/?(?:tr|td|th|li|ul|p)|th scope=\"(?:row|col)\")>")
"""Tags that can ask for nothing: nearly all of a long table, and slow to read one by one."""
_ADDRESS_ATTRIBUTES = {
    *("src", "srcset", "href", "xlink:href", "action", "formaction", "poster", "data", "background"),
    *("manifest", "ping", "cite", "archive", "codebase"),
}


def inline_script(text: str) -> str:
    """A script as the content of a script element: no source map, no link to leaflet's home page."""
    if "</script" in text.lower():
        raise GeoError("スクリプトに終了タグが含まれているため、地図に埋め込めません。")
    return _SOURCE_MAP.sub("", text).replace(_LEAFLET_LINK, 'href="#"').strip()


def inline_style(text: str) -> str:
    """A style sheet as the content of a style element, without leaflet's picture files."""
    if "</style" in text.lower():
        raise GeoError("スタイルに終了タグが含まれているため、地図に埋め込めません。")
    return _IMAGE_URL.sub("none", text).strip()


def content_policy(scripts: Sequence[str]) -> str:
    """A Content-Security-Policy under which exactly these inline scripts run and nothing is fetched."""
    hashes = " ".join(f"'sha256-{_digest(script)}'" for script in scripts) or "'none'"
    return (
        f"default-src 'none'; script-src {hashes}; style-src 'unsafe-inline'; img-src data:; "
        "base-uri 'none'; form-action 'none'"
    )


def _digest(script: str) -> str:
    return base64.b64encode(hashlib.sha256(script.encode("utf-8")).digest()).decode("ascii")


def require_standalone(document: str) -> None:
    """Raise GeoError when the HTML document would ask for anything outside itself."""
    reader = _AddressReader()
    # A letter in their place: nothing that stood around a tag is joined to something harmless.
    reader.feed(_PLAIN_TAG.sub("x", document))
    reader.close()
    if reader.found:
        raise GeoError(f"地図ファイルに外部のアドレスが残っています: {reader.found[0][:80]}")


class _AddressReader(HTMLParser):
    """Collects what points outside the document."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []
        self._element = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._element = tag
        for name, value in attrs:
            address = (value or "").strip()
            if name in _ADDRESS_ATTRIBUTES and not address.startswith(("data:", "#")):
                self.found.append(f"{tag} {name}={address}")
            if name == "style":
                self.found += _STYLE_ADDRESS.findall(address)
            if name == "http-equiv" and address.lower() == "refresh":
                self.found.append(f"{tag} {name}={address}")

    def handle_endtag(self, tag: str) -> None:
        if tag == self._element:
            self._element = ""

    def handle_data(self, data: str) -> None:
        if self._element == "style":
            self.found += _STYLE_ADDRESS.findall(data)
        elif self._element == "script":
            code = _NAMESPACE.sub("", _LEADING_COMMENT.sub("", data))
            self.found += _SCRIPT_ADDRESS.findall(code)
