"""Measurements beside a peer in the same run; `python -m bench` writes docs/figures.md."""
