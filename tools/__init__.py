"""What `make` starts: the set-up of a checkout and the test run. Standard library only."""
