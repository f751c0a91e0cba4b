"""Failures of the geographic floor. It knows no user: the floors above turn these into a Japanese line."""

from __future__ import annotations


class GeoError(ValueError):
    """A geographic question that cannot be answered as it was put."""


class UnknownTravelTime(GeoError):
    """No travel-time model of that name exists."""


class UnknownTravelMode(GeoError):
    """The travel-time model has no figures for that way of travelling."""
