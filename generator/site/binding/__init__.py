"""Pages and theme → the site: what `mkdocs build` does, in several processes and only for the pages that changed.

A program of its own (`python -m generator.site.binding`). It binds the ordinary site: the theme Material, its search,
pages of ready HTML. Any other configuration may look at all pages at once, and goes to `mkdocs build` as it is. The
bytes are the same either way; tests/site/test_binding.py compares them.
"""

WHOLE = b"whole\n"
"""What the program says when the site is whole."""
