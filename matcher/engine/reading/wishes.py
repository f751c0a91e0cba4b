"""What follows from the concepts of a note: kinds of place, stage of participation, company."""

from __future__ import annotations

from collections import defaultdict

from matcher.engine.profile import FORM, Item, concepts_of
from matcher.engine.reading.signs import CANNOT
from matcher.engine.vocabulary import vocabulary

# A situation points to kinds less firmly than a spoken aim does.
_SITUATION_SHARE = 0.6
# Where the form names aims, those read from the note are second to them.
_NOTE_SHARE = 0.4
# No single sign is certain.
_SURENESS = 0.8
_WORK_AIMS = frozenset({"work_trial", "job"})


def wanted_kinds(aims: tuple[Item, ...], situations: tuple[Item, ...]) -> tuple[tuple[str, float], ...]:
    """(kind, weight) with the heaviest at 1, combined as 1 − Π(1 − w) over all that points to a kind."""
    form_speaks = any(item.evidence.source == FORM for item in aims)
    unlike: defaultdict[str, float] = defaultdict(lambda: 1.0)
    for item in (*aims, *situations):
        share = _SITUATION_SHARE
        if item in aims:
            share = _NOTE_SHARE if form_speaks and item.evidence.source != FORM else 1.0
        concept = vocabulary().concepts.get(item.concept)
        for kind, weight in concept.kinds if concept else ():
            unlike[kind] *= 1.0 - _SURENESS * share * weight
    heaviest = max((1.0 - value for value in unlike.values()), default=1.0)
    weights = [(kind, round((1.0 - value) / heaviest, 6)) for kind, value in unlike.items()]
    return tuple(sorted(weights, key=lambda pair: (-pair[1], pair[0])))


def wanted_stage(aims: tuple[Item, ...], situations: tuple[Item, ...], read: tuple[Item, ...]) -> str | None:
    """A careful guess from the aims and the situation, else None. Who cannot work now is not sent to work."""
    hoped = set(concepts_of(aims))
    impossible = {item.concept for item in read if item.polarity == CANNOT}
    if (_WORK_AIMS & hoped) - impossible:
        return "work"
    if "volunteer" in hoped:
        return "role"
    if "hikikomori" in concepts_of(situations) or "home_visit_aim" in hoped:
        return "connect"
    return None


def wanted_company(cares: tuple[str, ...]) -> str | None:
    """ "small" when the note cannot bear crowds; else None."""
    return "small" if "few_people" in cares else None
