"""jieba, which cuts Chinese texts into words, loaded where there is one to cut, and in a third of the time.

Its tables take long to load, and Material's search plugin loads it whether there is anything to cut or not. So another
module stands in its place, which has no more than the function ``cut`` that is set here; whoever asks it for something
else gets jieba's own.
"""

from __future__ import annotations

import logging
import sys
from functools import cache
from types import ModuleType
from typing import Any

_NAME = "jieba"
# It asks for pkg_resources to open its own files by, and loading that takes 0.2 s. Where setuptools is not installed it
# opens them by their path.
_ASKED = "pkg_resources"


class _StandIn(ModuleType):
    def __getattr__(self, name: str) -> Any:
        return getattr(loaded(), name)


@cache
def loaded() -> Any:
    """Return jieba itself."""
    if isinstance(sys.modules.get(_NAME), _StandIn):
        del sys.modules[_NAME]
    sys.modules.setdefault(_ASKED, None)  # type: ignore[arg-type] # as importlib means it: not to be found
    try:
        import jieba  # noqa: PLC0415 - see above
    finally:
        if sys.modules[_ASKED] is None:
            del sys.modules[_ASKED]
    jieba.setLogLevel(logging.WARNING)
    return jieba


seen: Any = sys.modules.setdefault(_NAME, _StandIn(_NAME))
"""What the search plugin finds under jieba's name."""
