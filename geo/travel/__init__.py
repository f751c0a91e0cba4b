"""How long it takes to get somewhere: one interface, the models chosen by name."""

from geo.travel.direct import DETOUR, DirectTravel, haversine_km
from geo.travel.model import Reach, TravelMode, TravelTime
from geo.travel.registry import TravelData, travel_time
from geo.travel.sphere import EARTH_RADIUS_KM

__all__ = [
    "DETOUR",
    "EARTH_RADIUS_KM",
    "DirectTravel",
    "Reach",
    "TravelData",
    "TravelMode",
    "TravelTime",
    "haversine_km",
    "travel_time",
]
