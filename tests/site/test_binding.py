"""The program that binds pages to a site gives the bytes of `mkdocs build`, whatever it takes over or shares out."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from generator.site.binding.kept import looked_at, take_over
from generator.site.docs import write_docs
from generator.site.policy import guard
from generator.store import digest
from tests.site.handmade import body, files, office, page, pages

CLOCK = {
    "SOURCE_DATE_EPOCH": "1795348800",
    "PYTHONHASHSEED": "0",
    "NO_MKDOCS_2_WARNING": "1",
    "PYTHONWARNINGS": "ignore",
}


def many() -> dict[str, str | bytes]:
    """So many customers that frames are taken from the first ones; one title is what a theme might change."""
    found = pages()
    for number in range(12):
        title = "two  spaces" if number == 7 else f"客户 {number} & \\\\1"
        text = page("customers/7k3qf.md").replace("王女士", title)
        found[f"customers/c{number}.md"] = text if number != 5 else text.replace("<h1>", "<p>").replace("</h1>", "</p>")
    found["assets/images/favicon.png"] = b"in the place of the theme's own"
    return found


def run(root: Path, *command: str, stdin: bytes = b"") -> subprocess.CompletedProcess[bytes]:
    return subprocess.run(
        [sys.executable, *command], cwd=root, env={**os.environ, **CLOCK}, input=stdin, capture_output=True, check=False
    )


def bind(root: Path, new: str, cache: Path | str = "", processes: int = 2, order: bytes = b"go\n") -> int:
    """Bind the pages of a folder; the site that stands is build/site."""
    paths = [str(root / path) for path in ("mkdocs.yml", new, "build/site")]
    return run(root, "-m", "generator.site.binding", *paths, str(cache), str(processes), stdin=order).returncode


def plain(root: Path) -> dict[str, str]:
    """What `mkdocs build` makes of the same pages, with the policy."""
    done = run(root, "-m", "mkdocs", "build", "--strict", "--site-dir", "plain")
    assert done.returncode == 0, done.stderr
    guard(root / "plain")
    return files(root / "plain")


def with_pages(tmp_path: Path, more: str = "") -> Path:
    root = office(tmp_path)
    with (root / "mkdocs.yml").open("a", encoding="utf-8") as file:
        file.write(more)
    (root / "build").mkdir()
    write_docs(root / "build/docs", many())
    return root


@pytest.mark.parametrize("more", ["", "site_url: https://example.com/office/\n"])
def test_the_bytes_are_those_of_mkdocs_in_one_process_and_in_three(tmp_path: Path, more: str) -> None:
    root = with_pages(tmp_path, more)
    assert (bind(root, "one", processes=1), bind(root, "three", processes=3)) == (0, 0)
    assert files(root / "one") == files(root / "three") == plain(root)


def test_a_configuration_that_may_look_at_all_pages_goes_to_mkdocs_itself(tmp_path: Path) -> None:
    root = with_pages(tmp_path, "extra_templates: [assets/list.html]\n")
    (root / "build/docs/assets/list.html").write_text("{% for file in pages %}{{ file.url }}\n{% endfor %}")
    assert bind(root, "one") == 0
    assert files(root / "one") == plain(root)
    assert "customers/c3.html" in (root / "one/assets/list.html").read_text()


def test_pages_that_stand_are_taken_over_and_only_those(tmp_path: Path) -> None:
    root = with_pages(tmp_path)
    cache = root / "cache"
    cache.mkdir()
    assert bind(root, "build/site", cache) == 0
    (root / "build/site/customers/c2.html").write_text("spoilt")
    (root / "build/site/customers/c3.html").unlink()
    changed = body("customers/7k3qf.md").replace("认购以后", "签约以后")
    (root / "build/docs/customers/c4.md").write_text(f'---\ntitle: "x"\n---\n<!-- ready html -->\n{changed}\n')
    (root / "build/docs/customers/c6.md").unlink()
    assert bind(root, "new", cache) == 0
    assert files(root / "new") == plain(root)
    same = [(root / place / "customers/c8.html").stat().st_ino for place in ("new", "build/site")]
    assert same[0] == same[1]
    assert "签约以后" in (root / "new/customers/c4.html").read_text(encoding="utf-8")


@pytest.mark.parametrize("fault", [b"", b"{}", b"0\n{}", b"\xff" * 9])
def test_a_cache_that_can_not_be_used_is_as_good_as_none(tmp_path: Path, fault: bytes) -> None:
    root = with_pages(tmp_path)
    cache = root / "cache"
    cache.mkdir()
    (cache / "pages.json").write_bytes(fault)
    assert bind(root, "build/site", cache) == 0
    assert files(root / "build/site") == plain(root)


def test_without_the_word_nothing_is_written(tmp_path: Path) -> None:
    root = with_pages(tmp_path)
    assert bind(root, "one", order=b"") == 1
    assert not (root / "one").exists()


def test_a_page_is_taken_over_as_it_is_not_as_it_was_when_it_was_looked_at(tmp_path: Path) -> None:
    site, new = tmp_path / "site", tmp_path / "new"
    site.mkdir()
    write_docs(site, {f"customers/{name}.html": name for name in ("a", "b", "c")})
    seen = looked_at(site)
    assert seen.keys() == {"customers/a.html", "customers/b.html", "customers/c.html"}
    (site / "customers/b.html").write_text("x")  # as long as before
    (site / "customers/c.html").unlink()
    (site / "customers/c.html").symlink_to("a.html")

    def taken(name: str) -> bool:
        path = f"customers/{name}.html"
        return take_over(site / path, new / path, digest(name.encode()), seen.get(path))

    assert [taken(name) for name in ("a", "b", "c", "d")] == [True, False, False, False]
    assert sorted(path.name for path in new.rglob("*.html")) == ["a.html"]
