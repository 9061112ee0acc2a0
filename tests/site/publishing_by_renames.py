"""The same where the system can't exchange two folders."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from generator.site import publish as module
from tests.site import publishing


def _refused(one: Path, other: Path) -> bool:
    return False


def publish(root: Path, arguments: Sequence[str]) -> int:
    """Publish by two renames."""
    module.exchange = _refused
    return publishing.publish(root, arguments)
