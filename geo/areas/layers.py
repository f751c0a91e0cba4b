"""Every layer of a file, whatever its shapes are: what a background is made of."""

from __future__ import annotations

from pathlib import Path

from geo.areas.features import Features
from geo.areas.reading import read_features, require_file


def read_layers(path: Path) -> list[Features]:
    """The layers of a GeoJSON, a shapefile, a GeoPackage or a zip. Raises AreaFileError."""
    suffix = path.suffix.lower()
    if suffix == ".gpkg":
        from geo.areas.vector_files import read_geopackage_layers  # GDAL takes a second to load

        require_file(path)
        return read_geopackage_layers(path, name=path.name)
    if suffix == ".zip":
        from geo.areas.archive import read_zip_layers

        require_file(path)
        return read_zip_layers(path, name=path.name)
    return [read_features(path)]
