"""Walking, cycling and driving along the streets of an offline OSM extract."""

from geo.travel.network.model import StreetNetwork
from geo.travel.network.osm import read_network
from geo.travel.network.times import NetworkTravel

__all__ = ["NetworkTravel", "StreetNetwork", "read_network"]
