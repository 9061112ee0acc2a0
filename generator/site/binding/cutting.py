"""jieba, which cuts Chinese texts into words, loaded in a third of the time."""

import sys

# It asks for pkg_resources to open its own files by, and loading that takes 0.2 s. Where setuptools is not installed it
# opens them by their path.
_ASKED = "pkg_resources"
sys.modules.setdefault(_ASKED, None)  # type: ignore[arg-type] # as importlib means it: not to be found

import jieba  # noqa: E402

if sys.modules[_ASKED] is None:
    del sys.modules[_ASKED]

__all__ = ["jieba"]
