"""Who may go where: every reason against every place, complete, for each need.

The meaning is the collection's (architecture.md, "Meaning, the same in every collection"). What is not known
never excludes.
"""

from matcher.engine.constraints.exclusions import Exclusions, exclusions, negotiable_codes, reason_codes
from matcher.engine.constraints.rules import comes_or_calls, elsewhere, missing_certificates, reached_anywhere
from matcher.engine.constraints.schedule import minutes_to_opening, shared_minutes

__all__ = [
    "Exclusions",
    "comes_or_calls",
    "elsewhere",
    "exclusions",
    "minutes_to_opening",
    "missing_certificates",
    "negotiable_codes",
    "reached_anywhere",
    "reason_codes",
    "shared_minutes",
]
