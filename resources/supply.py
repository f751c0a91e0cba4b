"""From the catalogue to supply: which places count for a planner's question, with sessions and seats a week.

A place counts when it is 公開中 or 満員 (its seats are there, and taken), can be visited (来所, or no 提供方法 is stated: unknown never excludes), is of one of
the kinds, its stated ages overlap those asked for, and, where a weekday or hours are asked for, it states such a day
(and hours that overlap). ボランティア人材 and what is only 訪問 or オンライン are supply of their own and never a place
(architecture.md, "Supply").
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import numpy as np
import numpy.typing as npt

from geo.supply import Supply
from resources.code_lists import code_list
from resources.opening_hours import MIDNIGHT
from resources.quality.limits import default_limits
from resources.records import ResourceRecord, ScheduleRule
from resources.snapshot import Snapshot

BoolArray = npt.NDArray[np.bool_]
FloatArray = npt.NDArray[np.float64]

_WEEKS_OF_A_YEAR = 52
_OLDEST = 100.0  # the oldest age that counts as a year of life when shares of age ranges are compared


@dataclass(frozen=True)
class SupplyQuestion:
    """What a planner asks for. Codes of resource_kind.csv and weekday.csv.

    `age_low`/`age_high`: both included, None = no limit. No weekdays = any day, also none stated.
    `start`/`end`: minutes since midnight; a place must be open for more than 0 minutes of it.
    """

    kinds: tuple[str, ...]
    age_low: int | None = None
    age_high: int | None = None
    weekdays: tuple[str, ...] = ()
    start: int | None = None
    end: int | None = None


def supply_of(snapshot: Snapshot, question: SupplyQuestion, *, on: date) -> Supply:
    """The places of `snapshot` that answer `question`, in the order of their keys."""
    rows = _answering(snapshot, question, "open", "full")
    records = [snapshot.records[row] for row in rows.tolist()]
    seats = [np.nan if record.capacity is None else record.capacity for record in records]
    days = on.toordinal() - snapshot.confirmed_ordinal[rows]
    good_for = np.array([default_limits().of(record) for record in records], dtype=np.float64)
    good_for = np.round(good_for * snapshot.confirmation_span[rows])  # the days that the city has set
    return Supply(
        keys=snapshot.keys[rows],
        names=np.array([record.name for record in records], dtype=np.str_),
        district_ids=snapshot.district[rows],
        positions=np.column_stack([snapshot.lat[rows], snapshot.lon[rows]]),
        sessions=np.array([sessions_per_week(record, question) for record in records], dtype=np.float64),
        seats=np.array(seats, dtype=np.float64),
        days_since_confirmed=days,
        stale=np.isnan(days) | (days > good_for),
        aimed=_aimed(snapshot.age_min[rows], snapshot.age_max[rows], question),
    )


def paused_districts(snapshot: Snapshot, question: SupplyQuestion) -> npt.NDArray[np.str_]:
    """The district of every place that would count if it were not 休止中."""
    return np.asarray(snapshot.district[_answering(snapshot, question, "paused")])


def sessions_per_week(record: ResourceRecord, question: SupplyQuestion) -> float:
    """Sessions a week on the days and hours asked for, over the rules that state how often.

    NaN where none does: all are irregular (随時), or no day is stated.
    """
    stated = [len(days_asked(rule, question)) * _sessions_per_day(rule) for rule in record.schedule]
    return float(np.nansum(stated)) or np.nan


def days_asked(rule: ScheduleRule, question: SupplyQuestion) -> list[str]:
    """The weekdays of a rule that were asked for, with hours that overlap those asked for.

    A session belongs to the day on which it begins. Unknown hours never overlap: they are not "open then".
    A rule for 祝日 or school holidays only is no answer for an ordinary week.
    """
    if rule.occasion:
        return []
    known = code_list("weekday").codes
    days = [day for day in rule.weekdays if day in known and day in (question.weekdays or known)]
    if question.start is None and question.end is None:
        return days
    if rule.start is None or rule.end is None:
        return []
    ends = rule.end if rule.end > rule.start else rule.end + MIDNIGHT
    begin, finish = question.start or 0, MIDNIGHT if question.end is None else question.end
    return days if min(ends, finish) > max(rule.start, begin) else []


def _answering(snapshot: Snapshot, question: SupplyQuestion, *statuses: str) -> npt.NDArray[np.int64]:
    """Rows of the places with one of these statuses that answer the question."""
    low = -np.inf if question.age_low is None else question.age_low
    high = np.inf if question.age_high is None else question.age_high
    visited = snapshot.delivery.has("on_site") | (snapshot.delivery.bits == 0)
    chosen = np.isin(snapshot.status, statuses) & visited
    chosen &= np.isin(snapshot.kind, [kind for kind in question.kinds if kind != "volunteer_person"])
    chosen &= (snapshot.age_min <= high) & (snapshot.age_max >= low)
    rows = np.flatnonzero(chosen)
    if not question.weekdays and question.start is None and question.end is None:
        return rows
    then = [
        any(days_asked(rule, question) for rule in snapshot.records[row].schedule) for row in rows.tolist()
    ]
    return rows[np.array(then, dtype=np.bool_)]


def _aimed(low: FloatArray, high: FloatArray, question: SupplyQuestion) -> BoolArray:
    """Whether at least half of the ages that a place states are among those asked for.

    A place that states no ages is open to everybody and aimed at nobody; without ages in the question every
    place is aimed.
    """
    if question.age_low is None and question.age_high is None:
        return np.ones(len(low), dtype=np.bool_)
    asked_low = 0.0 if question.age_low is None else float(question.age_low)
    asked_high = _OLDEST if question.age_high is None else float(question.age_high)
    stated = np.isfinite(low) | np.isfinite(high)
    first, last = np.maximum(low, 0.0), np.minimum(high, _OLDEST)
    common = np.minimum(last, asked_high) - np.maximum(first, asked_low) + 1.0
    return np.asarray(stated & (common * 2.0 >= last - first + 1.0))


def _sessions_per_day(rule: ScheduleRule) -> float:
    """Sessions a week for one stated weekday; NaN for 随時. A weekday without a frequency is weekly.

    Named weeks of the month (第1・3・5) and months count exactly: weeks × months / 52.
    """
    known = code_list("frequency").codes.get(rule.frequency or "weekly")
    stated = known.extra["sessions_per_week_per_day"] if known else ""
    if not stated:
        return np.nan
    year = len(rule.months) or 12
    if rule.weeks:
        return len(rule.weeks) * year / _WEEKS_OF_A_YEAR
    above, _, below = stated.partition("/")
    return float(above) / float(below or 1) * year / 12
