"""The office as it is now, on top of what the last build knew of it: only what has changed is read and judged again.

Most customers' files are what they were. Where that can't be told, or an office is not plain (a file at no good place,
a share scheme as the official one), all of it is read and judged the long way, through `model` and `grade`, which gives
the same.
"""
