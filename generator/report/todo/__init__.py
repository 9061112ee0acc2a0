"""The day's work: what is to be done today and why, as lists, data and calendar."""
