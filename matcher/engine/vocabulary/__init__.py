"""The vocabulary of the field: concepts, the words that name them, and the kinds of place they point to.

The tables of `data/concepts` have one row per concept. `surfaces` are words used by notes and by places, `note_only`
and `place_only` by one side; `dreaded` words (大勢, 大声) name the opposite of a care: who cannot bear it wishes for
the care, a place that says it disappoints; `note_dreaded` words do so in notes only (説教され, 詮索; of an aim what is
lacking: 一人で飯). Facets: `situation` (what the person lives with, and whom a place is
for), `activity` (what is done), `occupation` (work, now or before), `aim` (what is hoped for), `care` (how a place
receives people), `safety` (words after which a worker makes sure of the person first), and the circumstances
`stage`, `company`, `reach`, `time`, `money`, `language`, `hold`, `body`. `data/not_words.csv` are phrases that only
look like a word. `data/concept_kinds.csv` says which 種別 answers a concept, with a weight in (0, 1].
"""

from matcher.engine.vocabulary.concept_tables import (
    CIRCUMSTANCES,
    FACETS,
    ConceptTableError,
    vocabulary_digest,
)
from matcher.engine.vocabulary.concepts import (
    Concept,
    Vocabulary,
    age_groups,
    languages,
    specific_situations,
    vocabulary,
)
from matcher.engine.vocabulary.lexicon import Hit, Lexicon
from matcher.engine.vocabulary.morphemes import dictionary_version

__all__ = [
    "CIRCUMSTANCES",
    "FACETS",
    "Concept",
    "ConceptTableError",
    "Hit",
    "Lexicon",
    "Vocabulary",
    "age_groups",
    "dictionary_version",
    "languages",
    "specific_situations",
    "vocabulary",
    "vocabulary_digest",
]
