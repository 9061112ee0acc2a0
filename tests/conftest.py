"""What all tests share."""

import os
from collections.abc import Iterator

import pytest
from hypothesis import settings
from playwright.sync_api import Browser, sync_playwright

from tests.cli.running import Fenji
from tests.tools.window import launch

# The same cases on every run and every machine; `--hypothesis-profile=search` looks for new ones.
settings.register_profile("same", derandomize=True, deadline=None, database=None)
settings.register_profile("search", deadline=None, max_examples=1000)
settings.load_profile("same")


@pytest.fixture(scope="session", autouse=True)
def _kept_nowhere_else(tmp_path_factory: pytest.TempPathFactory) -> None:
    """Let no test read or write what the user's own runs keep; commands in other processes inherit it."""
    os.environ["XDG_CACHE_HOME"] = str(tmp_path_factory.mktemp("caches"))


@pytest.fixture
def fenji(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Fenji:
    """The command line, as it is called without any setting of this machine."""
    for name in ("SOURCE_DATE_EPOCH", "FENJI_DIR", "FENJI_LANG"):
        monkeypatch.delenv(name, raising=False)
    return Fenji(capsys)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """The browser of all tests of a process: Playwright runs but once in each."""
    with sync_playwright() as playwright:
        browser = launch(playwright)
        yield browser
        browser.close()


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
