"""What the tests of the commands share."""

from pathlib import Path

import pytest

from tests.offices import write


@pytest.fixture
def office(tmp_path: Path) -> Path:
    return write(tmp_path / "office", {})
