"""How much a file may hold; all of it is asked before a value is made of anything, so that no input fills the memory.

The size in bytes is `tree.MAX_BYTES`, the number of files `tree.MAX_FILES`.
"""

from __future__ import annotations

from generator.read.tree import CUSTOMERS

MAX_DEPTH = 20
"""Lists and mappings inside each other; the deepest of the presets has eleven."""

RECORD_NODES, OTHER_NODES = 2_000, 20_000
"""Keys and values of one file: a record has about forty, the largest rules.yaml of the presets 1,250."""


def most_nodes(path: str) -> int:
    """Return how many keys and values the file at ``path`` may have: a record, or anything else (rules, a mapping)."""
    return RECORD_NODES if path.startswith(CUSTOMERS) else OTHER_NODES
