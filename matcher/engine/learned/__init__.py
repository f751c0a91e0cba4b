"""What judged people taught: how well facets of a person go with facets of a place.

The tables say what words mean; this part says which places an experienced worker offers to whom. It is linear, so
every part of a value can be traced to one facet of the person and one of the place, and it is data
(`data/learned.npz`), fitted by `python -m bench.learning` on judged people of cities that may be read.

    value(person, place) = Σ_a Σ_b person_a · W[a, b] · place_b
"""
