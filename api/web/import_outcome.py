"""What an import really did: kept for its owner for a day, without the files."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from sqlmodel import Session

from api.web.import_preview import absent, counts_of
from resources.importing import Finding
from resources.importing.plan import ImportPlan
from resources.stored_entries import load_entries

SHOWN_ENTRIES = 300


@dataclass(frozen=True)
class Outcome:
    """`entries` are (public id, name, created or updated) of at most SHOWN_ENTRIES entries, `absent` (public id, name)."""

    at: datetime
    as_seen: bool
    files: list[dict[str, Any]]
    entries: list[tuple[str, str, str]]
    absent: list[tuple[str, str]]
    findings: list[Finding]


def outcome_json(session: Session, plan: ImportPlan, *, at: datetime, as_seen: bool) -> str:
    """`as_seen`: the numbers are those that the person saw before."""
    files = [{"name": file.result.file, **counts_of(file)} for file in plan.files]
    return json.dumps(
        {
            "at": at.isoformat(),
            "as_seen": as_seen,
            "files": files,
            "entries": _entries(session, plan),
            "absent": absent(session, plan),
            "findings": [asdict(finding) for finding in plan.findings],
        },
        ensure_ascii=False,
    )


def read_outcome(text: str) -> Outcome:
    """The outcome of `outcome_json`."""
    content = json.loads(text)
    return Outcome(
        at=datetime.fromisoformat(content["at"]),
        as_seen=content["as_seen"],
        files=content["files"],
        entries=[(public_id, name, action) for public_id, name, action in content["entries"]],
        absent=[(public_id, name) for public_id, name in content.get("absent", ())],
        findings=[Finding(**finding) for finding in content["findings"]],
    )


def _entries(session: Session, plan: ImportPlan) -> list[tuple[str, str, str]]:
    touched = [
        (row.slot.resource_id, row.action)
        for file in plan.files
        for row in file.rows
        if row.action in ("created", "updated") and row.slot.resource_id is not None
    ][:SHOWN_ENTRIES]
    entries = load_entries(session, [key for key, _ in touched])
    return [(entries[key].resource.public_id, entries[key].record.name, action) for key, action in touched]
