"""Templates: autoescaped, with no silent blanks, and with what every page's layout needs."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from fastapi import Request
from fastapi.responses import HTMLResponse
from jinja2 import Environment, FileSystemLoader, StrictUndefined

from api.version import app_version
from api.web import wording
from api.web.parts import parts_of

TEMPLATES = Path(__file__).parent / "templates"


def template_environment() -> Environment:
    """Jinja2: a name that is not there is an error, and everything is escaped."""
    environment = Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters.update(wording.FILTERS)
    environment.globals["app_version"] = app_version()
    return environment


def render(request: Request, template: str, *, status: int = 200, **context: Any) -> HTMLResponse:
    """A page. `viewer`, `installation` and `form_token` are there in every template."""
    parts = parts_of(request)
    page = parts.templates.get_template(template).render(
        viewer=getattr(request.state, "viewer", None),
        form_token=getattr(request.state, "form_token", ""),
        installation=parts.installation.facts_or_none(),
        path=request.url.path,
        tile_url=parts.settings.tile_url or "",
        tile_attribution=parts.settings.tile_attribution,
        base_layer=parts.base_map.words,
        **context,
    )
    return HTMLResponse(page, status)
