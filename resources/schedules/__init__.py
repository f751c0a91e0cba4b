"""When a place is open: prose to rules, rules to words, to RRULE and to dates."""
