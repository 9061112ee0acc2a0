"""What all tests share."""

import pytest
from hypothesis import settings

from tests.cli.running import Fenji

# The same cases on every run and every machine; `--hypothesis-profile=search` looks for new ones.
settings.register_profile("same", derandomize=True, deadline=None, database=None)
settings.register_profile("search", deadline=None, max_examples=1000)
settings.load_profile("same")


@pytest.fixture
def fenji(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Fenji:
    """The command line, as it is called without any setting of this machine."""
    for name in ("SOURCE_DATE_EPOCH", "FENJI_DIR", "FENJI_LANG"):
        monkeypatch.delenv(name, raising=False)
    return Fenji(capsys)


@pytest.hookimpl(trylast=True)
def pytest_sessionfinish(session: pytest.Session) -> None:
    """A skipped test proves nothing, so it fails the run."""
    reporter = session.config.pluginmanager.get_plugin("terminalreporter")
    if reporter is not None and reporter.stats.get("skipped"):
        reporter.write_line("\nskipped tests fail the run", red=True)
        session.exitstatus = pytest.ExitCode.TESTS_FAILED


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--update", action="store_true", help="write the golden pages anew instead of comparing them")
    parser.addoption(
        "--sequences", type=int, default=8, help="so many random sequences of edits for the incremental build"
    )
