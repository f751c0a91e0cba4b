"""Words of the note that were not understood, given their meaning by hand: a concept from the vocabulary."""

from __future__ import annotations

from collections import Counter
from functools import cache

from api.web.form_state import FormState
from api.web.sent_corrections import Key
from matcher.engine.reading import Correction
from matcher.engine.vocabulary import vocabulary
from resources.folding import fold_text

WORDS, CONCEPT, POLARITY, ADD = "add_words", "add_concept", "add_polarity", "add"
ADD_FIELDS = (WORDS, CONCEPT, POLARITY, ADD)
POLARITIES = (
    ("want", "希望"),
    ("cannot", "できない"),
    ("will_not", "しない"),
    ("dislike", "苦手"),
    ("used_to", "以前"),
    ("fact", "事実"),
)
_LONGEST = 100
_FACETS = {
    "situation": "状況",
    "activity": "活動",
    "occupation": "仕事",
    "aim": "求めること",
    "care": "配慮",
}


@cache
def concept_choices() -> dict[str, str]:
    """Label → code of every concept; where two share a label, the facet tells them apart."""
    concepts = vocabulary().concepts.values()
    shared = Counter(concept.label for concept in concepts)
    return {
        concept.label
        if shared[concept.label] == 1
        else f"{concept.label}（{_FACETS.get(concept.facet, concept.facet)}）": concept.code
        for concept in concepts
    }


def added(form: FormState, note: str, known: frozenset[Key]) -> Correction | None:
    """What was added, or None with the errors in `form`. Words that stand there twice: the first not yet read."""
    words = form.value(WORDS).strip()[:_LONGEST]
    starts = [place for place in range(len(note)) if words and note.startswith(words, place)]
    if not words:
        form.add_error(WORDS, "メモの中のことばを入れてください。")
    elif not starts:
        form.add_error(WORDS, "このことばは、メモの中にありません。メモのとおりに入れてください。")
    code = _concept(form.value(CONCEPT))
    if code is None:
        form.add_error(CONCEPT, "意味は、一覧から選んでください。")
    if not starts or code is None:
        return None
    action = form.value(POLARITY)  # "" is the first of the list
    read = [range(start, end) for start, end, _code in known]
    start = next((place for place in starts if not any(place in span for span in read)), starts[0])
    return Correction(
        start, start + len(words), code, action if action in dict(POLARITIES) else POLARITIES[0][0], words
    )


def without_added(form: FormState) -> FormState:
    """The form after the words were added: their fields are empty again."""
    return FormState({name: v for name, v in form.values.items() if name not in ADD_FIELDS}, form.errors)


def _concept(typed: str) -> str | None:
    """The code of a label; also of any other word for one concept (電車 for 鉄道)."""
    typed = typed.strip()[:_LONGEST]
    if typed in concept_choices():
        return concept_choices()[typed]
    folded = fold_text(typed)
    codes = {
        code
        for hit in vocabulary().notes.find(folded)
        if hit.end - hit.start == len(folded)
        for code in hit.concepts
    }
    return codes.pop() if len(codes) == 1 else None
