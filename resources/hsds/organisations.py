"""An organisation as an HSDS organization. 法人番号 is its identifier where it is known."""

from __future__ import annotations

from typing import Any

from resources.code_lists import code_list
from resources.hsds.ids import hsds_id
from resources.hsds.taxonomies import attributes
from resources.publishing.model import PublishedOrganisation

Object = dict[str, Any]


def organisation_object(organisation: PublishedOrganisation, *, full: bool) -> Object:
    """The organization. HSDS requires a description: it is the kind, or the name again."""
    own_id = hsds_id("organization", organisation.public_id)
    kind = code_list("organisation_kind").label(organisation.kind or "")
    found: Object = {"id": own_id, "name": organisation.name, "description": kind or organisation.name}
    if not full:
        return found
    if kinds := list(attributes(own_id, "organization", "organisation_kind", [organisation.kind])):
        found["attributes"] = kinds
    if organisation.corporate_number:
        found["organization_identifiers"] = [
            {
                "id": hsds_id("organization_identifier", organisation.public_id),
                "organization_id": own_id,
                "identifier_type": "法人番号",
                "identifier": organisation.corporate_number,
            }
        ]
    return found
