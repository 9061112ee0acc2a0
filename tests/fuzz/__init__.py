"""Hostile input by the million: targets, a corpus that is kept, and the runs of `make fuzz`."""
