"""The Japan profile: HSDS 3.1 plus exactly the additions of additions.json, as JSON Merge Patch files (RFC 7386)."""

from __future__ import annotations

import json
from functools import cache
from importlib.resources import files
from typing import Any

HSDS_VERSION = "3.1"
PROFILE_URI = "urn:tsunagite:hsds-profile:jp:1"


@cache
def additions() -> dict[str, dict[str, Any]]:
    """HSDS object → added field → its JSON Schema."""
    text = files("resources.hsds").joinpath("additions.json").read_text(encoding="utf-8")
    found: dict[str, dict[str, Any]] = json.loads(text)
    return found


def merge_patch(name: str) -> dict[str, Any] | None:
    """The patch for the HSDS schema of this object, None for an object that the profile leaves as it is."""
    return {"properties": additions()[name]} if name in additions() else None


def profile_index() -> dict[str, Any]:
    """What the profile is, for whoever asks for it without a name."""
    return {
        "profile": PROFILE_URI,
        "title": "つなぎて 日本プロファイル（参加支援の地域資源）",
        "hsds_version": HSDS_VERSION,
        "patches": {name: f"{name}.json" for name in additions()},
    }
