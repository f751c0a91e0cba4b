"""The demo city 瑞浜市: an invented city with judgements, shipped as package data."""

from __future__ import annotations

from importlib.resources import files
from pathlib import Path


def demo_city() -> Path:
    """The collection folder of the demo city (see its README.md). つなぎて is installed unpacked, never as a zip."""
    return Path(str(files("resources.demo"))) / "mizuhama"
