"""Nothing leaves except through a channel that is registered and has a place where its data are masked."""

from __future__ import annotations

from importlib import import_module

from fastapi import FastAPI
from fastapi.routing import iter_route_contexts

from api.web.admission import PUBLIC_ROUTES
from resources.disclosure.channels import channels
from resources.exporting.forms import FORMS

WITHOUT_DATA = {
    *("health", "show_sign_in", "sign_in"),
    *("feed", "feed_openapi", "feed_profile", "feed_patch"),
    *("open_districts", "open_sources"),
    *("list_taxonomies", "query_taxonomies", "show_taxonomies"),
}
"""Public routes that hold no entry: what the feed is, and the names of our own lists."""
FILE_PAGES = {"download_export"}


def test_every_route_that_anybody_may_ask_is_a_channel_or_holds_no_entry(app: FastAPI) -> None:
    registered = {name for channel in channels() for name in channel.routes}
    assert registered - FILE_PAGES == PUBLIC_ROUTES - WITHOUT_DATA
    assert registered <= {context.name for context in iter_route_contexts(app.routes)}


def test_every_form_of_file_is_a_channel() -> None:
    files = {channel.name.removeprefix("file_") for channel in channels() if channel.name.startswith("file_")}
    assert files == set(FORMS)


def test_every_channel_has_a_hook_that_exists_and_says_who_reads_it() -> None:
    assert len({channel.name for channel in channels()}) == len(channels())
    for channel in channels():
        assert import_module(channel.hook).__doc__, channel.name
        assert channel.reader
        assert channel.what_leaves
