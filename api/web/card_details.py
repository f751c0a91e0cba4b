"""What a suggestion's card says beyond the engine's answer: the facts of each place that this reader may see."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlmodel import Session

from api.accounts.sessions import Viewer
from api.web.resource_facts import Fact, fact_groups
from resources.repository import list_entries

_ON_THE_CARD = ("曜日と時間", "学区", "空き")
_FOR_KEEPERS = ("性別", "公開範囲", "区分")


@dataclass(frozen=True)
class CardDetails:
    """`facts` are those of the entry's page without what the card shows anyway."""

    summary: str
    facts: tuple[Fact, ...]


def card_details(
    session: Session, viewer: Viewer, public_ids: Sequence[str], district_names: Mapping[str, str]
) -> dict[str, CardDetails]:
    """Details by public id. Read from the database: the snapshot has no telephone numbers."""
    left_out = (*_ON_THE_CARD, *_FOR_KEEPERS)
    # The snapshot may be older by one change: of an entry that is gone meanwhile there are no details.
    details = {public_id: CardDetails("", ()) for public_id in public_ids}
    for entry in list_entries(session, viewer.scope, public_ids):
        groups = fact_groups(entry, district_names=district_names)
        facts = [fact for _heading, group in groups for fact in group if fact.name not in left_out]
        details[entry.record.key] = CardDetails(entry.record.summary, tuple(facts))
    return details
