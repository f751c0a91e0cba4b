"""Who imports on the pages: the municipality's own keepers of the catalogue."""

from __future__ import annotations

from typing import Annotated

from fastapi import Depends

from api.accounts.sessions import Viewer
from api.web.admission import Keeper
from resources.errors import NotPermitted


def importing_keeper(viewer: Keeper) -> Viewer:
    """An import changes entries of every organisation, so a contractor's keeper does not start one."""
    if not viewer.scope.is_own:
        raise NotPermitted("一覧を取り込めるのは、市のCSWか管理者です。")
    return viewer


Importer = Annotated[Viewer, Depends(importing_keeper)]


def organisation_of(viewer: Viewer) -> int:
    """The organisation whose saved mappings this account uses."""
    assert viewer.scope.organisation_id is not None
    return viewer.scope.organisation_id
