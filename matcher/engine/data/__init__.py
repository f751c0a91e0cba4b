"""Tables of the engine: vocabulary, rules of reading, weights. Data, not code."""
