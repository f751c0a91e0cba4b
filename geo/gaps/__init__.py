"""Which district is short of what, for whom, and how sure that is."""
