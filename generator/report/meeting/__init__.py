"""The sheets of the meetings, to be printed: the evening meeting (F3, F6) and the weekly one (F4, F7, F9)."""
