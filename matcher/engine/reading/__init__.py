"""From a note and a form to a NeedProfile, and from a place's words to a PlaceReading.

Replaceable: nothing outside imports more than these names.
"""

from matcher.engine.reading.corrections import REMOVE, Correction
from matcher.engine.reading.highlights import Highlight, spans_for_page
from matcher.engine.reading.implied import closure
from matcher.engine.reading.place import PlaceReading, first_words, read_place
from matcher.engine.reading.reader import read_need

__all__ = [
    "REMOVE",
    "Correction",
    "Highlight",
    "PlaceReading",
    "closure",
    "first_words",
    "read_need",
    "read_place",
    "spans_for_page",
]
