"""What all tests share."""

from hypothesis import settings

# The same cases on every run and every machine; `--hypothesis-profile=search` looks for new ones.
settings.register_profile("same", derandomize=True, deadline=None, database=None)
settings.register_profile("search", deadline=None, max_examples=1000)
settings.load_profile("same")
