"""The routes of the public feed: who may ask them, and which of them are questions although they are POST.

They are open to everybody where the operator publishes, always answer what is public and never look at who asks:
that is why a question by POST needs neither our own page behind it nor a form token.
"""

from __future__ import annotations

from resources.errors import AppError

FEED_PREFIX = "/hsds/"
_LISTS = ("services", "organizations", "service_at_locations", "taxonomies", "taxonomy_terms")
QUERY_PATHS = frozenset(f"{FEED_PREFIX}{name}" for name in _LISTS)
"""HSDS 3.1 has POST on its five lists, to keep what is searched for out of addresses."""
QUERY_ROUTES = frozenset(f"query_{name}" for name in _LISTS)
FEED_ROUTES = (
    frozenset({"feed", "feed_openapi", "feed_profile", "feed_patch"})
    | QUERY_ROUTES
    | {f"list_{name}" for name in _LISTS}
    | {f"show_{name}" for name in _LISTS}
)


class UnusableQuestion(AppError):
    """A parameter of the feed that cannot be answered; the message names it."""
