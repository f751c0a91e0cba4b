"""The planner's pages of a collection's city: their templates, styles and policy, without a database."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles

from api.app import STATIC
from api.planning.city import City
from api.web.district_card_view import card_context
from api.web.form_state import FormState
from api.web.headers import SecurityHeaders, content_security_policy
from api.web.matrix_view import matrix_context
from api.web.pages.planning_district import form_with_district
from api.web.planner_form import address_query, form_of
from api.web.rendering import template_environment


def planning_app(city: City) -> Starlette:
    """GET /planning/matrix and /planning/district of this city, under the product's own policy."""
    templates = template_environment()

    def page(request: Request, template: str, form: FormState, context: Mapping[str, object]) -> Response:
        made = templates.get_template(template).render(
            **{"viewer": None, "installation": None, "form_token": "", "path": request.url.path},
            **{"query": address_query(form), "files": ("csv", "xlsx")},
            **context,
        )
        return HTMLResponse(made)

    def matrix(request: Request) -> Response:
        form = form_of(request, first=())
        return page(request, "planning_matrix.html", form, matrix_context(city, form))

    def district(request: Request) -> Response:
        form = form_with_district(request, request.query_params.get("district", ""))
        return page(request, "planning_district.html", form, card_context(city, form))

    views: dict[str, Callable[[Request], Response]] = {
        "/planning/matrix": matrix,
        "/planning/district": district,
    }
    return Starlette(
        routes=[
            *(Route(path, view) for path, view in views.items()),
            Mount("/static", StaticFiles(directory=STATIC)),
        ],
        middleware=[Middleware(SecurityHeaders, policy=content_security_policy(None), tls=False)],
    )
