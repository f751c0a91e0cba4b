"""Keeping the catalogue true: every change that a person makes to an entry, and its history."""
