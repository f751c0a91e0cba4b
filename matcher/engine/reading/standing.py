"""How a word of a note stands: wished or lived with, disliked, denied, or said of somebody else."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache

from matcher.engine.data_tables import read_table
from matcher.engine.reading.clauses import Clause, clauses, markers, negative_clauses
from matcher.engine.vocabulary import Concept, Hit
from resources.folding import fold_text

_OWN = re.compile("本人|自分|私|わたし|俺|おれ|僕|ぼく")


class Standing:
    """The clauses of one folded note, asked about its words one by one."""

    def __init__(self, folded: str, hits: Sequence[Hit]) -> None:
        self._folded = folded
        self._clauses = clauses(folded, hits)
        self.unwanted = negative_clauses(folded, side="note", hits=hits)

    def is_disliked(self, hit: Hit) -> bool:
        """In a clause of dislike or refusal."""
        return any(clause.holds(hit) for clause in self.unwanted)

    def is_liked(self, hit: Hit) -> bool:
        """In a clause that speaks of liking or of not minding."""
        text = self._folded[self._clause(hit).start : self._clause(hit).end]
        return not self.is_disliked(hit) and any(marker in text for marker in markers("note", "liking"))

    def is_denied(self, hit: Hit, concept: Concept) -> bool:
        """Followed at once by "is not so": ひきこもりではない, 運転はもうしない.

        Who says 居場所がない or 仲間はいない lacks it and wishes for it: for an aim or a care that is no denial.
        """
        tail = self._folded[hit.end : self._clause(hit).end]
        meanings = ("denied", "absent") if concept.facet in ("situation", "activity") else ("denied",)
        return any(tail.startswith(marker) for meaning in meanings for marker in markers("note", meaning))

    def is_of_others(self, hit: Hit, concept: Concept) -> bool:
        """Said of a relative or friend who is the subject of the clause, or in the brackets after one."""
        if concept.about_others:
            return False
        clause = self._clause(hit)
        head = self._folded[clause.start : hit.start]
        if _OWN.search(head):
            return False
        # 母の認知症 is the mother's; 祖父の畑 is where the person works.
        owner = _owner() if concept.facet == "situation" else _subject()
        return bool(owner.search(head)) or self._in_brackets_after_another(clause)

    def _in_brackets_after_another(self, clause: Clause) -> bool:
        before = self._folded[: clause.start]
        return before.endswith("(") and bool(_at_end().search(before[:-1]))

    def _clause(self, hit: Hit) -> Clause:
        return next(
            (clause for clause in self._clauses if clause.holds(hit)), Clause(hit.start, len(self._folded))
        )


def is_said_by_others(folded: str, hit: Hit) -> bool:
    """Whether a relative or friend plainly says the words: 母が「…」, 妻は…と言う."""
    quote = folded.rfind("「", 0, hit.start)
    if quote >= 0 and "」" not in folded[quote : hit.start]:
        return bool(re.search(f"(?:{_people()})(?:が|は|も)、?$", folded[:quote]))
    clause = next(clause for clause in clauses(folded) if clause.holds(hit))
    return bool(_subject().search(folded[clause.start : hit.start]))


def _people() -> str:
    surfaces = (fold_text(row["surface"]) for row in read_table("other_people.csv"))
    return "|".join(sorted(surfaces, key=len, reverse=True))


@cache
def _owner() -> re.Pattern[str]:
    return re.compile(f"(?:{_people()})(?:たち|さん)?(?:は|が|も|の)")


@cache
def _subject() -> re.Pattern[str]:
    return re.compile(f"(?:{_people()})(?:たち|さん)?(?:は|が|も)")


@cache
def _at_end() -> re.Pattern[str]:
    return re.compile(f"(?:{_people()})(?:たち|さん)?$")
