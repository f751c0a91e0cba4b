"""The district polygons of a collection folder: no database is needed to read them."""

from __future__ import annotations

from pathlib import Path

from geo.districts import Districts, read_districts
from geo.errors import GeoError
from resources.errors import BadInput


def read_boundaries(path: Path) -> Districts:
    """The district polygons of a collection's GeoJSON file. Raises BadInput in one line."""
    try:
        return read_districts(path)
    except GeoError as error:
        raise BadInput(str(error), file=path.name, remedy="学区の GeoJSON を確かめてください。") from error
    except OSError as error:
        raise BadInput(
            "ファイルを開けません。", file=path.name, remedy="置き場所を確かめてください。"
        ) from error
