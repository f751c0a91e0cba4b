"""Measurements of the geographic floor beside a peer in the same run; `python -m bench.geo` writes its part."""
