"""How two entries are compared: folded facts, candidate pairs, features, the learned model, words for a person."""
