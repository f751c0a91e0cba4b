"""The one output layer for personal data: what leaves the house, in which form, through which channel."""

from resources.disclosure.person_count import PersonCount
from resources.disclosure.suppression import SMALLEST_SHOWN, ShownCount, ShownTable, shown_counts

__all__ = ["SMALLEST_SHOWN", "PersonCount", "ShownCount", "ShownTable", "shown_counts"]
