"""追加情報: further meetings of places that stand in another table, joined to their parents.

A publisher's ids are only good inside its own pair of tables, so the parent is looked for in the same workbook,
then in the file whose name the 追加情報 file extends, then in the only list of the set.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from resources.importing.drafts import Entry, FileDraft, Session, SheetDraft

_REMEDY = "親の一覧と一緒に指定するか、IDを合わせてください。"


def join_sessions(drafts: Sequence[FileDraft]) -> None:
    """Add every 追加情報 row to its parent. A row without one cannot be placed and is refused."""
    for draft in drafts:
        for sheet in draft.sheets:
            if sheet.sessions:
                parents = _parents(draft, drafts)
                for session in sheet.sessions:
                    _join(sheet, session, parents)


def _parents(draft: FileDraft, drafts: Sequence[FileDraft]) -> list[Entry]:
    """Entries of the table that the sessions of `draft` belong to, [] when it cannot be told."""
    lists = [other for other in drafts if any(sheet.entries for sheet in other.sheets)]
    if draft in lists:
        return _entries(draft)
    stem = Path(draft.file).stem
    named = [other for other in lists if stem.startswith(Path(other.file).stem)]
    fitting = named or lists
    return _entries(fitting[0]) if len(fitting) == 1 else []


def _entries(draft: FileDraft) -> list[Entry]:
    return [entry for sheet in draft.sheets for entry in sheet.entries]


def _join(sheet: SheetDraft, session: Session, parents: Sequence[Entry]) -> None:
    matching = [entry for entry in parents if session.parent_id and session.parent_id in entry.join_ids]
    if len(matching) == 1:
        matching[0].add_sessions(session.rules, session.extra)
        sheet.joined.add(session.row)
        return
    what = "追加情報の親が見つかりません。" if not matching else "追加情報の親が2つ以上あります。"
    sheet.log.refuse(session.row, sheet.table.header.columns.header("publisher_id"), what, _REMEDY)
