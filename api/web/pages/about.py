"""What つなぎて does, its version, its licences and where its data come from."""

from __future__ import annotations

import platform
from importlib.metadata import metadata

from fastapi import APIRouter, Request
from fastapi.responses import Response

from api.web.admission import Db, SignedIn
from api.web.rendering import render
from resources.sources import list_layers, list_sources

router = APIRouter()

COMPONENTS = (
    *("fastapi", "starlette", "uvicorn", "pydantic", "sqlmodel", "sqlalchemy", "alembic", "jinja2"),
    *("argon2-cffi", "cryptography", "numpy", "shapely", "openpyxl", "rapidfuzz", "structlog", "typer"),
)
ASSETS = (
    ("Leaflet", "BSD-2-Clause"),
    ("デジタル庁デザインシステム デザイントークン", "MIT"),
)


@router.get("/about")
def about(request: Request, _viewer: SignedIn, session: Db) -> Response:
    """The page for whoever asks what this is."""
    components = [(name, *_version_and_licence(name)) for name in COMPONENTS]
    return render(
        request,
        "about.html",
        components=components,
        assets=ASSETS,
        sources=list_sources(session),
        layers=list_layers(session),
        python=platform.python_version(),
    )


def _version_and_licence(name: str) -> tuple[str, str]:
    """As the installed package says it; a licence text in place of a name is left out."""
    facts = metadata(name).json
    licence = str(facts.get("license_expression") or facts.get("license") or "")
    if not licence or "\n" in licence or len(licence) > 60:
        classifiers = [str(line) for line in facts.get("classifier", [])]
        named = [line.rsplit(" :: ", 1)[-1] for line in classifiers if line.startswith("License ::")]
        licence = "、".join(named)
    return str(facts["version"]), licence
