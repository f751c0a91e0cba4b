"""Learn to see that two entries are one place: `python -m bench.duplicates [--check | --scan]`.

No list of real duplicates may be used, so pairs are made. A catalogue of one town is made of

1. the entries of a town written to learn from (bench/learning/towns; the demo city to check) and invented ones in the
   same streets (invented.py),
2. look-alikes of some of them that are other places (look_alikes.py): branches of a chain, other offers of one
   operator in one building on one telephone, the same name in another district, a school and its after-school club,
   who helps and who is helped,
3. twins of some of them (misspelling.py): the same place as another list spells it, years ago.

The candidates of that catalogue (resources.quality.pairs) are what the model learns from: a pair is 1 when both entries
come from one place. TRAINED towns train, HELD_OUT towns are only measured. Everything hangs on seeds.
"""
