"""The version of the engine's code: written into every result and into every stored catalogue."""

ENGINE_VERSION = "2"
