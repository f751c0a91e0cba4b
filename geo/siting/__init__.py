"""Where 1 … p more places, seats or weekdays would help most, how sure that is, and what does nearly as well.

`places`: people covered (`cover_most`) or minutes (`shorten_most`); `capacity`: covering with limited room;
`seats`: more seats or weekdays; `effects`: before and after by district. Not re-exported: scipy.optimize loads slowly.
"""
