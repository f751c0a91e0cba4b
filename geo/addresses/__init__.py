"""Addresses: one spelling for what is written in many ways, and the town (町字) that an address names."""
