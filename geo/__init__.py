"""Floor 1: places on the map. Pure functions on arrays; knows no catalogue, no person, no database."""
