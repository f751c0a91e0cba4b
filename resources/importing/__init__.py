"""Reading files that others wrote into records, with a finding for every doubt."""

from resources.importing.area_checks import KnownDistricts
from resources.importing.findings import Finding
from resources.importing.headers import HeaderMapping, read_mapping
from resources.importing.reading import read_resource_files, read_resources
from resources.importing.result import ReadResult

__all__ = [
    "Finding",
    "HeaderMapping",
    "KnownDistricts",
    "ReadResult",
    "read_mapping",
    "read_resource_files",
    "read_resources",
]
