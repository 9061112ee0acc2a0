"""The same work by others in the same run: site builders on the finished pages, git-history on the same weeks."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from importlib.metadata import version
from pathlib import Path

import yaml

from tests.bench import office, year
from tests.bench.measures import BUILD, MKDOCS, Figure
from tests.bench.process import cost

_BIN = Path(sys.executable).parent
_PAGE = '<!doctype html><meta charset="utf-8"><title>{{ .Title }}</title>{{ .Content }}\n'
_HUGO = """\
baseURL = "/"
title = "office"
disableKinds = ["taxonomy", "term", "rss"]
uglyURLs = true
[markup.goldmark.renderer]
unsafe = true
"""


def versions() -> dict[str, str]:
    """Return the versions of everything that is compared."""
    names = ("mkdocs", "mkdocs-material", "zensical", "hugo", "git-history", "pyyaml")
    return {"python": sys.version.split()[0], **{name: version(name) for name in names}}


def figures(folder: Path, scratch: Path, customers: int) -> Iterator[Figure]:
    """Yield what others cost on the pages and the weeks of an office with a year of history."""
    office.forget(folder)
    built = cost(BUILD, folder)
    yield Figure(
        f"{customers} customers, {len(list((folder / 'build/docs').rglob('*.md')))} pages: fenji build",
        built.seconds,
        "s",
    )
    site = cost(_binder(folder), folder, stdin=b"0\ngo\n")
    yield Figure("  pages to site by fenji alone", site.seconds, "s")
    yield Figure("  pages to site by mkdocs build", cost(MKDOCS, folder).seconds, "s")
    shutil.rmtree(folder / "build/alone")
    other = scratch / "zensical"
    shutil.copytree(folder / "build/docs", other / "build/docs")
    shutil.copy(folder / "mkdocs.yml", other)
    yield Figure(
        "  pages to site by zensical build", cost((sys.executable, "-m", "zensical", "build"), other).seconds, "s"
    )
    hugo = _hugo(folder / "build/docs", scratch / "hugo")
    yield Figure(
        "  pages to site by Hugo, a theme of one line", cost((str(_BIN / "hugo"), "--quiet"), hugo).seconds, "s"
    )
    reports = cost((sys.executable, "-m", "tests.bench.reports", str(folder)), office.ROOT)
    yield Figure("  52 weeks replayed and reported by fenji", reports.seconds, "s")
    _one_file(folder, scratch / "one")
    command = (str(_BIN / "git-history"), "file", str(scratch / "one.db"), "customers.json", "--id", "id", "--silent")
    yield Figure("  52 weeks read into a database by git-history", cost(command, scratch / "one").seconds, "s")


def _binder(folder: Path) -> tuple[str, ...]:
    places = [str(folder / path) for path in ("mkdocs.yml", "build/alone", "build/nothing")]
    return (sys.executable, "-m", "generator.site.binding", *places, "", str(len(os.sched_getaffinity(0))))


def _hugo(docs: Path, site: Path) -> Path:
    """Make a Hugo site of the same pages, with the least that a theme can be."""
    for path in docs.rglob("*"):
        if path.is_file():
            place = path.relative_to(docs)
            name = "_index.md" if path.name == "index.md" else path.name
            target = site / ("content" if path.suffix == ".md" else "static") / place.with_name(name)
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(path, target)
    layouts = site / "layouts/_default"
    layouts.mkdir(parents=True)
    for name in ("single.html", "list.html"):
        (layouts / name).write_text(_PAGE, encoding="utf-8")
    (site / "hugo.toml").write_text(_HUGO, encoding="utf-8")
    return site


def _one_file(folder: Path, target: Path) -> None:
    """Make the same weeks as git-history wants them: one file that lists every customer with the last contact."""
    target.mkdir()
    git = ["git", "-C", str(target)]
    subprocess.run([*git, "init", "--quiet", "--initial-branch=main"], check=True)
    days: dict[str, list[tuple[str, Path]]] = {}
    for path in (folder / "customers").rglob("visits/*.yaml"):
        days.setdefault(path.parent.parent.name, []).append((path.stem, path))
    contacts = {name: sorted(found) for name, found in days.items()}
    read = {
        path: yaml.load(path.read_bytes(), Loader=yaml.CSafeLoader) for all_ in contacts.values() for _d, path in all_
    }
    for number in range(year.WEEKS + 1):
        day = (year.LAST - (year.WEEKS - number) * year.WEEK).isoformat()
        last = ((name, [path for at, path in found if at <= day]) for name, found in sorted(contacts.items()))
        rows = [{"id": name, **read[paths[-1]]} for name, paths in last if paths]
        (target / "customers.json").write_text(json.dumps(rows, default=str), encoding="utf-8")
        subprocess.run([*git, "add", "."], check=True)
        identity = ["-c", "user.name=x", "-c", "user.email=x@example.com"]
        subprocess.run([*git, *identity, "commit", "--quiet", "--date", f"{day}T12:00:00", "-m", "weekly"], check=True)
