"""Source and licence of uploaded lists: without a licence nothing of a list is ever published."""

from __future__ import annotations

from sqlmodel import Session

from api.web.form_state import FormState
from geo.sources import Source
from resources.importing.plan import ImportPlan
from resources.importing.stored_history import stated_source

_LONGEST = {"source_name": 300, "source_edition": 100, "source_licence": 200}
_LABELS = {"source_name": "公開元", "source_edition": "版・年度", "source_licence": "利用条件"}


def source_form(session: Session, plan: ImportPlan) -> FormState:
    """The form as it was filled in for the last edition of these lists; the edition itself is a new one."""
    known = stated_source(session, {file.system for file in plan.files})
    return FormState.of({"source_name": [known.name], "source_licence": [known.licence]})


def sent_source(form: FormState) -> Source:
    """What the form says of the source; what is too long is in `form.errors`."""
    said = {name: " ".join(form.value(name).split()) for name in _LONGEST}
    for name, longest in _LONGEST.items():
        if len(said[name]) > longest:
            form.add_error(name, f"{_LABELS[name]}は{longest}文字までで書いてください。")
    return Source(said["source_name"], said["source_edition"], said["source_licence"])
