"""Floor 2: the catalogue of community resources (地域資源), its database and its read-only snapshot."""
