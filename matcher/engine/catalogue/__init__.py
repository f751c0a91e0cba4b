"""A snapshot made ready for matching: the text index and the concepts of every place. Built once per version."""

from matcher.engine.catalogue.concept_index import ConceptIndex, ConceptView
from matcher.engine.catalogue.model import Catalogue
from matcher.engine.catalogue.place_texts import own_words, place_text
from matcher.engine.catalogue.preparing import prepare, update
from matcher.engine.catalogue.said_words import PlaceWords

__all__ = [
    "Catalogue",
    "ConceptIndex",
    "ConceptView",
    "PlaceWords",
    "own_words",
    "place_text",
    "prepare",
    "update",
]
