"""Files for others: what may leave (`resources.publishing`), in the forms that they read."""
