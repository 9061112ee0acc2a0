"""What the fault tests of the site run: a build without MkDocs, and what a reader would see of it."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from generator.failure import Failure
from generator.site.docs import write_docs
from generator.site.publish import build_folder

PAGES = 4


def publish(root: Path, arguments: Sequence[str]) -> int:
    """Write pages and publish a site whose every file holds one word."""
    (word,) = arguments
    try:
        with build_folder(root) as folder:
            write_docs(folder.docs, {f"weeks/{number}.md": word for number in range(PAGES)})
            (folder.fresh / "weeks").mkdir(parents=True)
            for number in range(PAGES):
                (folder.fresh / f"weeks/{number}.html").write_text(word, encoding="utf-8")
            folder.publish()
    except (Failure, OSError):  # the command line makes a message of either
        return 2
    return 0


def tidy(root: Path) -> int:
    """Hold build/ and let go: a build that fails at once."""
    with build_folder(root):
        return 0


def again(root: Path) -> int:
    """Build the next site."""
    return publish(root, ["next"])


def seen(root: Path) -> dict[str, str]:
    """Return the site as readers see it, and in one entry the names that lie in build/."""
    site = root / "build/site"
    files = {path.relative_to(site).as_posix(): path.read_text(encoding="utf-8") for path in site.rglob("*.html")}
    return {**files, "build": " ".join(sorted(path.name for path in (root / "build").iterdir()))}
