"""The browser that the page tests drive: found on this machine, else installed, else a failure with a message.

Run as `python -m tests.tools.browser` it makes sure that there is one, and a font with Chinese characters.
"""

import os
import shutil
import subprocess
import sys
from pathlib import Path

from playwright.sync_api import sync_playwright

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
QUIET = ("--disable-background-networking", "--disable-component-update", "--disable-sync", "--no-first-run")
"""Arguments that keep a Chromium from calling home, so that every request seen in a test is the page's own."""

DEBIAN = Path(__file__).with_name("debian")
HELP = """No browser for the page tests could be found or installed. Any of these helps:
  - install Chromium or Chrome from your system's packages, so that `chromium` or `google-chrome` is on PATH;
  - run `make test` once as a user who may install packages (Debian: root, or sudo without a password);
  - run `.venv/bin/python -m playwright install chromium` on a machine that may download it.
"""


class NoBrowserError(RuntimeError):
    """There is no browser, and the message says how to get one."""

    def __init__(self) -> None:
        super().__init__(HELP)


def executable() -> str:
    """Return the path of the browser; raise NoBrowserError where there is none."""
    found = _on_path() or _of_playwright()
    if found is None:
        raise NoBrowserError
    return found


def _on_path() -> str | None:
    return next((path for name in NAMES if (path := shutil.which(name))), None)


def _of_playwright() -> str | None:
    with sync_playwright() as playwright:
        path = playwright.chromium.executable_path
    return path if Path(path).is_file() else None


def _starts(path: str) -> bool:
    command = [path, "--headless", "--no-sandbox", "--disable-gpu", "--version"]
    return subprocess.run(command, stdin=subprocess.DEVNULL, capture_output=True, check=False).returncode == 0


def _install() -> None:
    if _debian("chromium"):
        return
    with_libraries = ["--with-deps"] if os.geteuid() == 0 and shutil.which("apt-get") else []
    command = [sys.executable, "-m", "playwright", "install", *with_libraries, "chromium"]
    subprocess.run(command, stdin=subprocess.DEVNULL, check=False)


def _debian(package: str) -> bool:
    return subprocess.run([DEBIAN, package], stdin=subprocess.DEVNULL, check=False).returncode == 0


def _has_chinese_font() -> bool:
    lister = shutil.which("fc-list")
    if lister is None:
        return False
    return bool(subprocess.run([lister, ":lang=zh-cn"], capture_output=True, check=False).stdout.strip())


def main() -> int:
    """Install what is missing; return 0 when a browser starts."""
    if _on_path() is None and _of_playwright() is None:
        _install()
    try:
        path = executable()
    except NoBrowserError as error:
        sys.stderr.write(str(error))
        return 1
    if not _starts(path):
        sys.stderr.write(f"The browser {path} does not start.\n{HELP}")
        return 1
    if not _has_chinese_font() and not _debian("fonts-noto-cjk"):
        sys.stderr.write("No font with Chinese characters was found: screenshots will show boxes.\n")
    sys.stdout.write(f"browser for the page tests: {path}\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
