"""Of whom a word of a note speaks: the person, a relative or friend, or a helper by profession.

A relative with は is the subject of the sentence until another person is named (母は認知症で、父も弱い); with が or の
only of its own clause. A trade is a helper's where the helper acts or is turned to (保健師に相談している). What a relative says in quotation marks is the relative's own when it is a feeling or a word
of danger (母「もう疲れた」), else it is said of the person (母「部屋から出てきません」).
"""

from __future__ import annotations

import re
from bisect import bisect_right
from functools import cache

from matcher.engine.data_tables import read_table
from matcher.engine.profile import OWN
from matcher.engine.reading.clauses import Clause, clauses
from matcher.engine.reading.note_text import NoteText
from matcher.engine.reading.signs import DISLIKE, FACT, GONE, WANT, markers
from matcher.engine.vocabulary import Concept, Hit
from resources.folding import fold_text

_OWN = re.compile("本人|自分|私|わたし|俺|おれ|僕|ぼく|うち(?:は|が|も)|わし")
# The word itself is the wish (働きたい); to wish that somebody does it (働かせたい) speaks of that person.
_WISH = re.compile("(?<!せ)たい$")
_SEEMS = re.compile("みたい|らしい|よう(?:だ|で|な)|そう(?:だ|です)")


# Whoever is named with が in 子どもが学校に行っている間に is the subject of that only: what follows is the person's own.
_MEANWHILE = re.compile(
    "(?<=[るたのく])(?:間|あいだ|うち|とき|時間?)(?:に|は|なら|だけ)+|(?<=[るた])(?:間|あいだ)$"
)
_ALL_ALONG = re.compile("[^、]は")

# Help and company that are for the one they are named with.
_FOR_SOMEBODY = frozenset(
    (
        "place_to_be",
        "out_of_home",
        "talk_partner",
        "friends",
        "go_out",
        "hospital_ride",
        "accompany_desk",
        "home_visit_aim",
        "watched_over",
        "bath_laundry",
        "shopping_aim",
        "housework_help",
        "stamina_aim",
        "companion_outing",
    )
)
_PARTICLE = re.compile("は|が|も")
_PROFESSION = re.compile("(?:[師士員医官]|マネ|マネージャー|先生|ヘルパー|ワーカー)$")
_ACTS = re.compile(
    "(?:さん|たち|の方)*(?:(?:から|より|が|は)|(?:に|と|へ)(?!な[りるっれ]|就|つ[いき]|して|憧|あこがれ|戻|復))"
)
# So many characters before a quotation name its speaker.
_NEAR = 40
# Beyond so many characters nobody is the subject any more; keeps a text without punctuation cheap.
_FARTHEST = 200


class Holders:
    """Asked about the words of one note one by one."""

    def __init__(self, note: NoteText, found: list[Clause] | None = None) -> None:
        self._note = note
        self._clauses = clauses(note.folded) if found is None else found
        self._starts = [clause.start for clause in self._clauses]

    def of(self, hit: Hit, concept: Concept, polarity: str) -> str:
        """本人, or the relative, friend or helper as the note calls them."""
        if concept.about_others:
            return OWN
        if concept.facet == "occupation" and polarity in (FACT, WANT) and self._is_helper(hit):
            return self._note.folded[hit.start : hit.end]
        quoted = self._speaker(hit)
        if quoted:
            return self._of_quoted(hit, quoted, polarity)
        clause = self.clause(hit)
        head = self._own_part(clause, hit)
        if _OWN.search(head):
            return OWN
        # 母の認知症 and 母の趣味 are the mother's; 祖父の畑 is where the person works.
        # So are help and company that she is to have: 母の通院の付き添い, 息子の居場所.
        is_theirs = concept.facet == "situation" or concept.code in _FOR_SOMEBODY
        who = _owner() if is_theirs else _subject()
        named = _last_named(who, head) or _last_named(
            _pastime(), head + self._note.folded[hit.start : hit.end]
        )
        return (
            named or self._in_brackets(clause) or self._before_brackets(clause) or self._topic(clause) or OWN
        )

    def _own_part(self, clause: Clause, hit: Hit) -> str:
        """What the clause says before the word, without another's doings in the meantime."""
        first = max(clause.start, hit.start - _FARTHEST)
        head = self._note.folded[first : hit.start]
        ends = [match.end() - first for match in _MEANWHILE.finditer(self._note.folded, first, hit.end)]
        if not ends:
            return head
        topics = [match.end() for match in _ALL_ALONG.finditer(head[: ends[-1]].removesuffix("は"))]
        return head[: topics[-1] if topics else 0] + head[ends[-1] :]

    def _of_quoted(self, hit: Hit, speaker: str, polarity: str) -> str:
        head = self._note.folded[self._quote_start(hit) : hit.start]
        if _subject().search(head):
            return OWN  # a mother says うちの子は…, a wife says 主人は…
        if _OWN.search(head) and "本人" not in head:
            return speaker
        tail = self._note.folded[hit.end : self._note.sentence_end(hit.end)]
        wishes = bool(_WISH.search(self._note.folded, hit.start, hit.end))
        feels = (wishes or polarity in (WANT, DISLIKE)) and not _SEEMS.search(tail)
        return speaker if feels else OWN

    def _speaker(self, hit: Hit) -> str:
        """The relative who says the quotation that the word stands in, "" without one."""
        quote = self._quote_start(hit)
        if quote < 0:
            return ""
        before = _before_quote().search(self._note.folded, max(0, quote - _NEAR), quote)
        if before:
            return before.group(1)
        close = self._note.folded.find("」", hit.end)
        after = _after_quote().match(self._note.folded, close) if close >= 0 else None
        return after.group(1) if after else ""

    def _quote_start(self, hit: Hit) -> int:
        quote = self._note.folded.rfind("「", 0, hit.start)
        return -1 if quote < 0 or "」" in self._note.folded[quote : hit.start] else quote

    def _in_brackets(self, clause: Clause) -> str:
        before = self._note.folded[: clause.start]
        named = _at_end().search(before[:-1]) if before.endswith("(") else None
        return named.group(1) if named else ""

    def _before_brackets(self, clause: Clause) -> str:
        """The relative that brackets only tell more of: 娘（中学生）は…."""
        if not _PARTICLE.match(self._note.folded, clause.start):
            return ""
        named = _with_brackets().search(self._note.folded, max(0, clause.start - _NEAR), clause.start)
        return named.group(1) if named else ""

    def _topic(self, clause: Clause) -> str:
        """The relative that the sentence has spoken of since it was named with は, "" for nobody."""
        first = self._note.sentence_start(clause.start)
        before = self._note.folded[first : clause.start]
        named = _last_named(_topics(), before)
        return "" if not named or _anybody().search(_since(_topics(), before)) else named

    def _is_helper(self, hit: Hit) -> bool:
        """Whether the word is a profession that acts or is turned to: 看護師さんが来る, but not 看護師になる.

        Or that says what stands before it: …と民生委員。
        """
        folded = self._note.folded
        says = folded[: hit.start].endswith("と") and folded[hit.end : hit.end + 1] in ("。", "")
        is_met = says or bool(_ACTS.match(folded, hit.end))
        return is_met and bool(_PROFESSION.search(folded, hit.start, hit.end))

    def clause(self, hit: Hit) -> Clause:
        """The clause in which the word begins; all that follows where there is none."""
        before = bisect_right(self._starts, hit.start) - 1
        if before >= 0 and self._clauses[before].holds(hit):
            return self._clauses[before]
        return Clause(hit.start, len(self._note.folded))


def _since(pattern: re.Pattern[str], text: str) -> str:
    """What follows the last match, "" without one."""
    ends = [match.end() for match in pattern.finditer(text)]
    return text[ends[-1] :] if ends else ""


def _last_named(pattern: re.Pattern[str], text: str) -> str:
    """The person that `text` named last, "" where it then speaks of the person or says that the other is gone."""
    named = pattern.findall(text)
    since = _since(pattern, text)
    is_over = not named or _OWN.search(since) or any(word in since for word in markers("note", GONE))
    return "" if is_over else str(named[-1])


@cache
def _people() -> str:
    surfaces = (fold_text(row["surface"]) for row in read_table("other_people.csv"))
    return "(" + "|".join(sorted(surfaces, key=len, reverse=True)) + ")"


@cache
def _owner() -> re.Pattern[str]:
    return re.compile(f"(?<![一-龥ァ-ヶ]){_people()}(?:たち|さん)?(?:は|が|も|の)")


@cache
def _subject() -> re.Pattern[str]:
    return re.compile(f"(?<![一-龥ァ-ヶ]){_people()}(?:たち|さん)?(?:は|が|も)")


@cache
def _topics() -> re.Pattern[str]:
    return re.compile(rf"(?<![一-龥ァ-ヶ]){_people()}(?:たち|さん)?(?:\([^()]*\))?は")


@cache
def _with_brackets() -> re.Pattern[str]:
    return re.compile(rf"(?<![一-龥ァ-ヶ]){_people()}(?:たち|さん)?\([^()]*\)$")


@cache
def _pastime() -> re.Pattern[str]:
    return re.compile(
        f"(?<![一-龥ァ-ヶ]){_people()}(?:たち|さん)?の(?:趣味|特技|楽しみ|生きがい|希望|夢|願い|好物|仕事)(?:は|が|も|$)"
    )


@cache
def _anybody() -> re.Pattern[str]:
    """Somebody else becomes the subject."""
    return re.compile(
        f"(?<![一-龥ァ-ヶ]){_people()}(?:たち|さん)?(?:は|が|も)|人暮らし|ひとり暮らし|独居|二人で|2人で"
    )


@cache
def _at_end() -> re.Pattern[str]:
    return re.compile(f"(?<![一-龥ァ-ヶ]){_people()}(?:たち|さん)?$")


@cache
def _before_quote() -> re.Pattern[str]:
    return re.compile(
        f"(?<![一-龥ァ-ヶ]){_people()}(?:たち|さん)?(?:が|は|も|から|の話では|によると|いわく|曰く)?、?[:：]?$"
    )


@cache
def _after_quote() -> re.Pattern[str]:
    return re.compile(f"」と、?{_people()}(?:たち|さん)?(?!に|の|を)")
