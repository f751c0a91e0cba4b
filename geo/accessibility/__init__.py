"""Who reaches how much: coverage, the nearest place, and floating catchment methods."""
