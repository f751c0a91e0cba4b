"""The operator's own background of maps, from a file that a setting or an option names."""

from __future__ import annotations

from pathlib import Path

from geo.errors import GeoError
from geo.maps.base_layer import BaseLayer, read_base_layer
from resources.errors import BadInput


def load_base_layer(file: Path, source: str) -> BaseLayer:
    """Read it. Raises BadInput naming the file and what to do about it."""
    try:
        return read_base_layer(file, source)
    except GeoError as error:
        raise BadInput(f"地図の背景を読めません。{error}") from error
    except OSError as error:
        raise BadInput(
            f"地図の背景を読めません。{file.name} を開けませんでした。",
            remedy="ファイルの場所と、読み取りの権限を確かめてください。",
        ) from error
