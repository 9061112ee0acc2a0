"""Zensical, MkDocs' successor, makes the same pages of the same mkdocs.yml."""

import json
import subprocess
import sys
from pathlib import Path

from generator.site.docs import write_docs
from generator.site.publish import build_folder
from tests.site.handmade import TITLES, body, html, office, pages, publish


def zensical(root: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "zensical", "build", "--strict"], cwd=root, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr


def test_both_builders_make_the_same_pages_with_the_same_bodies(tmp_path: Path) -> None:
    one, two = office(tmp_path / "mkdocs"), office(tmp_path / "zensical")
    assert publish(one, pages()) is None
    with build_folder(two) as folder:
        write_docs(folder.docs, pages())
    zensical(two)
    mkdocs_site, zensical_site = one / "build/site", two / "build/site"
    assert html(mkdocs_site) == html(zensical_site)
    for path, title in TITLES.items():
        for site in (mkdocs_site, zensical_site):
            page = (site / path.replace(".md", ".html")).read_text(encoding="utf-8")
            assert body(path) in page
            assert f"<title>{title} - 云溪府</title>" in page
    index = json.loads((zensical_site / "search.json").read_text(encoding="utf-8"))
    assert {"customers/7k3qf.html", "rules.html"} & {item["location"].partition("#")[0] for item in index["items"]} == {
        "rules.html"
    }
