"""What the tests of the commands share."""

from pathlib import Path

import pytest

from tests.cli.running import Fenji
from tests.offices import write


@pytest.fixture
def fenji(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Fenji:
    for name in ("SOURCE_DATE_EPOCH", "FENJI_DIR", "FENJI_LANG"):
        monkeypatch.delenv(name, raising=False)
    return Fenji(capsys)


@pytest.fixture
def office(tmp_path: Path) -> Path:
    return write(tmp_path / "office", {})
