"""The catalogue's tables. Import this package before the metadata is used, so that every table is known."""

from resources.tables.address import AddressSource, AddressTown
from resources.tables.area import District, PopulationCell, PopulationSource
from resources.tables.base import METADATA, Row, VersionedRow
from resources.tables.change import ResourceChange
from resources.tables.column_mapping import SavedMapping
from resources.tables.installation import CatalogueState, Installation
from resources.tables.organisation import Organisation
from resources.tables.quality import (
    CallClaim,
    CatalogueCheck,
    DuplicateCandidate,
    FoundDoubt,
    ResourceMerge,
    StalenessLimit,
)
from resources.tables.resource import (
    FieldVisibility,
    Resource,
    ResourceContact,
    ResourceFeature,
    ResourceLocation,
    ResourceSchedule,
)
from resources.tables.source import ImportSource, SourceRow
from resources.tables.volunteer import VolunteerPerson

__all__ = [
    "METADATA",
    "AddressSource",
    "AddressTown",
    "CallClaim",
    "CatalogueCheck",
    "CatalogueState",
    "District",
    "DuplicateCandidate",
    "FieldVisibility",
    "FoundDoubt",
    "ImportSource",
    "Installation",
    "Organisation",
    "PopulationCell",
    "PopulationSource",
    "Resource",
    "ResourceChange",
    "ResourceContact",
    "ResourceFeature",
    "ResourceLocation",
    "ResourceMerge",
    "ResourceSchedule",
    "Row",
    "SavedMapping",
    "SourceRow",
    "StalenessLimit",
    "VersionedRow",
    "VolunteerPerson",
]
