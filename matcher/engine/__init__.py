"""The matching engine: pure functions from a need and a catalogue snapshot to explained suggestions."""
