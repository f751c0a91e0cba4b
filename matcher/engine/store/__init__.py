"""A catalogue made ready for matching, kept in a folder: plain arrays that are mapped into memory, no pickle.

`folder/CURRENT` names the sub-folder in use, so that a reader sees a whole catalogue or the one before, never a part.
A stored catalogue is only used by the engine, dictionary and vocabulary that wrote it.
"""

from matcher.engine.store.kept import kept_catalogue
from matcher.engine.store.loading import load
from matcher.engine.store.manifest import UnusableStore
from matcher.engine.store.saving import save

__all__ = ["UnusableStore", "kept_catalogue", "load", "save"]
