"""Doubts: what a place says in prose, or asks for, that speaks against this person coming, and excludes nobody.

The hard reasons (matcher.engine.constraints) are what columns state. Beyond them 対象者 names ages, people or a 学区 in
words, and a note tells of days, certificates and what is refused. Such a reading may be wrong, so it excludes nobody:
each doubt lowers one component of the score (components.reception.no_doubt) by its strength in `data/doubts.csv`, and
the cautions say it (explaining.doubting). Where both sides are known
(`sets_aside`: the person's age or refusal of visits, the place's words), the place only fills the end of a short list (ordering), and
whoever asks for it is told why (standing). A certificate that nobody spoke of is unknown and sets nothing aside.
"""

from matcher.engine.doubts.raised import raised_by, set_aside, without_doubt, without_plain_doubt
from matcher.engine.doubts.what import hardships, refusal_of_visits
from matcher.engine.doubts.who import known_situations, member_concepts, wants_role

__all__ = [
    "hardships",
    "known_situations",
    "member_concepts",
    "raised_by",
    "refusal_of_visits",
    "set_aside",
    "wants_role",
    "without_doubt",
    "without_plain_doubt",
]
