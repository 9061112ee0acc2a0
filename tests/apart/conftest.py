"""The small office, as a repository."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.offices import write
from tests.repositories import commit


@pytest.fixture
def office(tmp_path: Path) -> Path:
    root = write(tmp_path / "office", {})
    commit(root, {})
    return root
