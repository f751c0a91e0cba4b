"""Sentences for a worker: why a place is suggested, what to look out for, why it is not suggested.

A sentence stands only on data: it quotes the person's words and the place's words, or a column. What is unknown
and matters to this person becomes a caution with the question to ask.
"""
