"""How matcher/engine/data/learned.npz and the fitted weights come to be: judged people in, numbers out.

    python -m bench.learning            fit on every city that may be read, write the data files
    python -m bench.learning --check    leave one city out, print the table, write nothing
    python -m bench.learning.unmet      the weights by which a need is called unmet (also with --check)

Training reads the cities of TSUNAGITE_SHARED that may be read and the towns in `towns/`, written for this project by
people who saw no rule. The scored-only cities are never opened here.
"""
