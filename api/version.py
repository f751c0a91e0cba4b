"""The version of this program, as its package says it."""

from __future__ import annotations

from importlib.metadata import PackageNotFoundError, version


def app_version() -> str:
    """0.1.0, or "開発中" in a checkout that is not installed."""
    try:
        return version("tsunagite")
    except PackageNotFoundError:
        return "開発中"
