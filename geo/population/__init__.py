"""People per mesh cell or 町丁目: reading the official tables, ages, sharing over 250 m cells."""
