"""From a note and a form to a NeedProfile. Replaceable: nothing outside imports more than `read_need`."""

from matcher.engine.reading.reader import read_need

__all__ = ["read_need"]
