"""The program that binds pages to a site gives the bytes of `mkdocs build`, whatever it takes over or shares out."""

import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import jieba
import pytest
from jinja2 import Environment, FileSystemLoader
from mkdocs.structure.files import Files

from generator.site.binding import texts
from generator.site.binding.kept import NAME, load
from generator.site.binding.taking import Taken, lasting
from generator.site.binding.theme import Theme
from generator.site.binding.words import Words
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
GO = CLOCK["SOURCE_DATE_EPOCH"].encode() + b"\ngo\n"


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


def bind(root: Path, new: str, cache: Path | str = "", processes: int = 2, order: bytes = GO) -> int:
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
    for order in (b"", GO.partition(b"go")[0]):
        assert bind(root, "one", order=order) == 1
    assert not (root / "one").exists()


def retold(root: Path) -> None:
    """Write a page of the menu anew, with another title."""
    write_docs(root / "build/docs", many() | {"pool.md": page("pool.md").replace('"公海"', '"公海二"')})


def more_and_fewer(root: Path) -> None:
    """Add a customer, and let another go."""
    found = many() | {"customers/new.md": page("customers/7k3qf.md"), "assets/images/new.png": b"1"}
    del found["customers/c9.md"], found["assets/images/favicon.png"]
    write_docs(root / "build/docs", found)


def damaged(root: Path) -> None:
    """Write to a page and to another file of the site that stands, which the new one has taken over."""
    site = root / "build/site"
    for file in (site / "customers/c1.html", next((site / "assets/javascripts").glob("*.js"))):
        file.write_text("spoilt")
    write_docs(root / "build/docs", many() | {"customers/c2.md": page("customers/7k3qf.md").replace("认购", "签约")})


def searched(root: Path) -> None:
    """Write words on searched pages that the last build has not cut."""
    found = many()
    for path in ("pool.md", "approvals.md", "consultants/li-na.md"):
        found[path] = page(path).replace("不是强调", f"{path} 青花瓷瓶里插着一枝腊梅")
    write_docs(root / "build/docs", found | {"assets/fenji.css": b"a {}"})


def dressed(root: Path) -> None:
    """Put another file in the place of one of the theme's, which the new site has by now."""
    theirs = next((root / "new/assets/javascripts").glob("*.js"))
    write_docs(root / "build/docs", many() | {f"assets/javascripts/{theirs.name}": b"own"})


@pytest.mark.parametrize("edit", [retold, more_and_fewer, damaged, searched, dressed])
def test_what_changes_after_pages_were_taken_over_is_seen(tmp_path: Path, edit: Callable[[Path], None]) -> None:
    root, cache = with_pages(tmp_path), tmp_path / "cache"
    cache.mkdir()
    assert bind(root, "build/site", cache) == 0
    paths = [str(root / path) for path in ("mkdocs.yml", "new", "build/site")]
    command = [sys.executable, "-m", "generator.site.binding", *paths, str(cache), "2"]
    with subprocess.Popen(command, cwd=root, env={**os.environ, **CLOCK}, stdin=subprocess.PIPE) as program:
        assert program.stdin is not None
        program.stdin.write(GO.partition(b"\n")[0] + b"\n")
        program.stdin.flush()
        theirs, until = root / "new/assets/javascripts", time.monotonic() + 60  # after the pages
        while not list(theirs.glob("*.js")) and time.monotonic() < until:
            time.sleep(0.01)
        assert (root / "new/weeks/index.html").exists(), "what stands is taken over before the word comes"
        assert list(theirs.glob("*.js"))
        edit(root)
        stands = files(root / "build/site")
        program.communicate(b"go\n")
    assert program.returncode == 0
    assert files(root / "new") == plain(root)
    assert files(root / "build/site") == stands, "nothing is written to it by its other name"


def test_once_the_site_is_whole_whoever_waits_may_move_it(tmp_path: Path) -> None:
    root, cache = with_pages(tmp_path), tmp_path / "cache"
    cache.mkdir()
    assert bind(root, "build/site", cache) == 0
    time.sleep(0.2)  # what stands can be told from what comes
    write_docs(root / "build/docs", many() | {"customers/c4.md": page("customers/7k3qf.md")})
    program = f"""
        import os, sys; from pathlib import Path; from generator.site.binding.bindery import Order, main
        order = Order(*map(Path, {[str(root / name) for name in ("mkdocs.yml", "new", "build/site", "cache")]}), 2)
        sys.exit(main(order, lambda: os.rename("new", "moved")))
    """
    assert run(root, "-c", "\n".join(map(str.strip, program.splitlines())), stdin=b"go\n").returncode == 0
    assert files(root / "moved") == plain(root)
    kept = load(cache / NAME).pages
    assert kept.keys() == {path for path in many() if path.endswith(".md")}
    asked = {path: lasting(str(root / "moved" / path.replace(".md", ".html"))) for path in kept}
    assert {path for path, leaf in kept.items() if leaf.built != asked[path]} == {"customers/c4.md"}, "it is too young"


def test_what_mkdocs_says_of_pages_that_stand_is_said_once_and_aborts(tmp_path: Path) -> None:
    root, cache = with_pages(tmp_path, "validation: {nav: {omitted_files: warn}}\n"), tmp_path / "cache"
    cache.mkdir()
    assert bind(root, "build/site", cache) == 0
    write_docs(root / "build/docs", many() | {"alone.md": page("pool.md")})
    paths = [str(root / path) for path in ("mkdocs.yml", "new", "build/site")]
    done = run(root, "-m", "generator.site.binding", *paths, str(cache), "1", stdin=GO)
    assert done.returncode == 1
    assert done.stderr.count(b"alone.md") == 1
    assert b"Aborted with 1 warnings" in done.stderr


def test_words_that_the_search_index_holds_are_not_cut_again(monkeypatch: pytest.MonkeyPatch) -> None:
    jieba.initialize()
    runs = ["置业顾问", "认购以后再看样板房", "张", "々〇", "青花瓷瓶"]
    cut = {run: tuple(jieba.dt.cut(run)) for run in runs}

    def indexed(*between: str) -> str:  # as Material's plugin writes it
        sign = "\u200b"
        return "".join(
            f"{sign}{sign.join(cut[run])}{sign}{after}" for run, after in zip(runs, between, strict=True)
        ).strip(sign)

    words = Words(lambda: [indexed(" ", "3-1201", "\u200b", "<b>", "")], None)
    monkeypatch.setattr(words, "load", lambda: pytest.fail("the dictionary is not needed"))
    assert {run: words.cut(run.encode()) for run in runs} == cut
    with pytest.raises(pytest.fail.Exception):
        words.cut("置业")


def test_jieba_is_loaded_where_something_of_it_is_asked_for(tmp_path: Path) -> None:
    program = """
        import sys; import generator.site.binding.bindery; from material.plugins.search import plugin
        assert "jieba.finalseg" not in sys.modules
        from generator.site.binding import cutting
        assert cutting.seen is plugin.jieba
        import jieba.analyse
        assert plugin.jieba.lcut("置业顾问") == jieba.lcut("置业顾问") == ["置业", "顾问"]
        assert jieba is cutting.loaded() is not cutting.seen
        assert "pkg_resources" not in sys.modules or sys.modules["pkg_resources"] is not None
    """
    done = run(tmp_path, "-P", "-c", "\n".join(map(str.strip, program.splitlines())))
    assert done.returncode == 0, done.stderr.decode()


def test_the_theme_s_files_are_those_that_mkdocs_finds(tmp_path: Path) -> None:
    root = with_pages(tmp_path)
    theme = Theme(root / "mkdocs.yml", root / "new")
    theme.prepare(None)
    expected = Files([])
    expected.add_files_from_theme(Environment(loader=FileSystemLoader(theme.config.theme.dirs)), theme.config)  # noqa: S701
    (root / "build/docs/assets/images/favicon.png").unlink()
    found = [file.src_uri for file in theme.files() if file.src_dir != theme.config.docs_dir]
    assert found == [file.src_uri for file in expected]
    assert len(found) > 20


def test_a_file_is_taken_over_as_it_is_not_as_it_was(tmp_path: Path) -> None:
    site, new = tmp_path / "site", tmp_path / "new"
    site.mkdir()
    digests = {f"customers/{name}.html": digest(name.encode()) for name in "abcdef"}
    write_docs(site, {path: path[-6] for path in digests if path != "customers/d.html"})
    (site / "customers/c.html").unlink()
    (site / "customers/c.html").symlink_to("a.html")
    (site / "customers/b.html").write_text("x")  # as long as before
    taken = Taken(site, new)

    def all_taken() -> str:
        return "".join(path[-6] for path, sha256 in digests.items() if taken.take(path, sha256))

    assert all_taken() == "aef"
    (site / "customers/e.html").write_text("x")  # the same file by its other name
    (new / "customers/f.html").unlink()
    assert all_taken() == "aef", "nobody has looked"
    taken.again()
    assert all_taken() == "af"
    assert not taken.take("customers/a.html", digest(b"another"))
    taken.keep({"customers/f.html"})
    assert [path.name for path in new.rglob("*.html")] == ["f.html"]


def test_a_file_that_takes_its_place_while_its_folder_is_listed_is_none(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    page, aside, listed = tmp_path / "a.md", tmp_path / ".1-new", os.scandir
    page.write_text("x", encoding="utf-8")
    aside.write_text("y", encoding="utf-8")

    @contextmanager
    def scandir(folder: str) -> Iterator[Iterator[os.DirEntry[str]]]:
        with listed(folder) as found:
            entries = [*found]
        aside.replace(page)
        yield iter(entries)

    monkeypatch.setattr(os, "scandir", scandir)
    found = texts.states(tmp_path)
    assert list(found) == ["a.md"]
    assert found["a.md"] == texts.state(page.stat())
