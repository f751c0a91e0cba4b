"""Searching the catalogue: words, conditions, distance, and the one rule of order that the page states."""
