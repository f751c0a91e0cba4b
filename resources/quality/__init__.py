"""Is the catalogue true? Duplicates, stale entries, contradictions: pure functions on records."""
