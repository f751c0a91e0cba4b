"""How unequal something is among people, and whether it clusters on the map."""
