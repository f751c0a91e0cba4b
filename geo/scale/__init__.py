"""Runs that are too large for one pass in memory: without pairs, or in parts on several processes."""
