"""Floor 3: from a person's needs to suggestions, and what happens afterwards."""
