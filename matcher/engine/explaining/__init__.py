"""Sentences for a worker: why a place is suggested, what to look out for, why it is not suggested.

A sentence stands only on data: it quotes the person's words and the place's words, or a column. What is unknown
and matters to this person becomes a caution with the question to ask. Reasons come from shared words (`likeness`)
and from conditions (`fitting`), cautions from what the place says against the person (`clashes`) and from what
nobody has written down (`unknowns`). Every sentence is known to tests/matcher/sentence_rules.py: a new one needs a
rule there that checks it against the data.
"""
