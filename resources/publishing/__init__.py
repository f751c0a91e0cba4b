"""What may leave the house: the public entries of the catalogue, with nothing in them that is not public."""
