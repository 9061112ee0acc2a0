"""The report of one ISO week: the last commit before its cutoff, judged as of its Sunday (design section 5)."""
