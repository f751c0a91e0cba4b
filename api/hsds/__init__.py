"""The HSDS feed under /hsds/: what is public, for programs of other systems."""
