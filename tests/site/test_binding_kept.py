"""What the binder keeps of pages spares reading them for as long as both files are as they were, and no longer."""

import os
import time
from pathlib import Path

import pytest
from mkdocs.structure.files import File

from generator.site.binding.assets import Asset, Assets
from generator.site.binding.book import Bound
from generator.site.binding.kept import NAME, Kept, Leaf, load, save
from generator.site.binding.taking import Taken, lasting
from generator.site.binding.texts import Text, Texts, state
from generator.store import digest
from tests.site.handmade import files
from tests.site.test_binding import bind, plain, with_pages

SECOND = 1_000_000_000
LIE = Text("not its digest", ready=True, weight=7)


def test_a_text_is_not_read_while_its_file_is_as_it_was(tmp_path: Path) -> None:
    page = tmp_path / "customers/a.md"
    page.parent.mkdir()
    page.write_text("x", encoding="utf-8")
    kept = {"customers/a.md": (state(page.stat()), LIE)}
    texts = Texts(tmp_path, kept)
    assert texts["customers/a.md"] == LIE
    assert texts.again() == []
    assert texts["customers/a.md"] == LIE
    page.touch()
    assert texts["customers/a.md"] == LIE, "nobody has looked"
    assert texts.again() == ["customers/a.md"]
    assert texts["customers/a.md"].digest == digest(b"x")
    assert Texts(tmp_path, kept)["customers/a.md"].digest == digest(b"x")
    assert Texts(tmp_path, {"customers/a.md": ((), LIE)})["customers/a.md"].digest == digest(b"x")


@pytest.mark.parametrize("how", ["same", "touched", "another file", "unknown"])
def test_a_page_that_stands_is_not_read_while_it_is_as_it_was(tmp_path: Path, how: str) -> None:
    site, lie = tmp_path / "site", digest(b"not its bytes")
    site.mkdir()
    page = site / "a.html"
    page.write_text("x", encoding="utf-8")
    kept = lasting(str(page)) if how != "unknown" else ()
    os.link(page, tmp_path / "another name")  # as every build does: it changes no byte
    if how == "touched":
        os.utime(page, ns=(0, 0))
    if how == "another file":
        aside = site / "aside"
        aside.write_text("y", encoding="utf-8")
        os.utime(aside, ns=(0, page.stat().st_mtime_ns))
        aside.replace(page)
    taken = Taken(site, tmp_path / "new")
    assert taken.take("a.html", lie, kept) == (how == "same")
    assert (tmp_path / "new/a.html").exists() == (how == "same")
    assert taken.built() == ({"a.html": kept} if how == "same" else {})


def test_the_state_of_a_file_that_may_still_change_unseen_is_not_kept(tmp_path: Path) -> None:
    now = 1_795_348_800 * SECOND + 7

    def leaf(written: int, built: int) -> Leaf:
        return Leaf(LIE, Bound("its digest", []), (1, 2, 3, written, written), (1, 2, 3, built))

    old, young, coarse = now - SECOND, now - SECOND // 20, (now - 7) - SECOND
    pages = {"old": leaf(old, old), "young": leaf(young, now), "coarse": leaf(coarse, old), "half": leaf(old, young)}
    save(tmp_path / NAME, Kept("key", pages))
    found = load(tmp_path / NAME)
    assert {name: (bool(one.written), bool(one.built)) for name, one in found.pages.items()} == {
        "old": (True, True),
        "young": (False, False),
        "coarse": (False, True),
        "half": (True, False),
    }
    assert found.pages["old"] == pages["old"]


def test_the_theme_s_files_are_taken_over_and_only_while_they_are_as_they_were(tmp_path: Path) -> None:
    root, cache = with_pages(tmp_path), tmp_path / "cache"
    cache.mkdir()
    assert bind(root, "build/site", cache) == 0
    time.sleep(0.2)  # what stands can be told from what comes
    assert bind(root, "new", cache) == 0

    def inodes(place: str) -> list[int]:
        return [(root / folder / place).stat().st_ino for folder in ("build/site", "new")]

    theirs = [path.relative_to(root / "new").as_posix() for path in (root / "new/assets/javascripts").glob("*.js")]
    assert theirs
    for place in theirs:
        first, second = inodes(place)
        assert first == second, place
    assert "fenji" not in " ".join(load(cache / NAME).assets), "names of the office's own files may be secret"
    (root / "build/site" / theirs[0]).write_bytes(b"spoilt")
    assert bind(root, "newest", cache) == 0
    assert files(root / "newest") == plain(root)


def test_a_file_of_the_theme_that_is_another_one_now_is_copied(tmp_path: Path) -> None:
    theme, site, kept = tmp_path / "theme", tmp_path / "site", dict[str, Asset]()
    theme.mkdir()
    for name in ("a.js", "b.js", "far.txt"):
        (theme / name).write_text(name)
    (theme / "c.js").symlink_to("far.txt")
    theirs = [File(path, str(theme), "", use_directory_urls=False) for path in ("a.js", "b.js", "c.js")]
    for changed, taken in (("", set[str]()), ("b.js", {"a.js", "c.js"}), ("far.txt", {"a.js", "b.js"})):
        if changed:
            (theme / changed).write_text("another")
        new = tmp_path / f"after {changed}"
        assets = Assets(new, Taken(site, new), kept)
        assets.lay(theirs)
        texts = {path.name: path.read_text() for path in new.iterdir()}
        assert texts == {path.name: path.read_text() for path in theme.glob("*.js")}
        assert {name for name in texts if (site / name).exists() and (site / name).samefile(new / name)} == taken
        kept, site = dict(assets.laid), new


def test_a_file_of_the_theme_that_is_laid_once_more_leaves_the_site_that_stands_alone(tmp_path: Path) -> None:
    theme, site, new = tmp_path / "theme", tmp_path / "site", tmp_path / "new"
    theme.mkdir()
    (theme / "a.js").write_text("a")
    theirs = [File("a.js", str(theme), "", use_directory_urls=False)]
    first = Assets(site, Taken(tmp_path / "none", site), {})
    first.lay(theirs)
    assets = Assets(new, Taken(site, new), first.laid)
    assets.lay(theirs)
    assert (new / "a.js").samefile(site / "a.js")
    (theme / "a.js").write_text("b")
    assets.lay(theirs)
    assert (new / "a.js").read_text() == "a", "nobody has asked for it again"
    assets.forget(["a.js"])
    assets.lay(theirs)
    assert ((new / "a.js").read_text(), (site / "a.js").read_text()) == ("b", "a")


@pytest.mark.parametrize("back", [False, True])
def test_a_page_of_the_site_that_was_changed_in_place_is_put_right(tmp_path: Path, *, back: bool) -> None:
    root, cache = with_pages(tmp_path), tmp_path / "cache"
    cache.mkdir()
    assert bind(root, "build/site", cache) == 0
    newest = root / "build/docs/rules.md"
    os.utime(newest, ns=(0, newest.stat().st_mtime_ns + 10 * SECOND))  # so that no other page is young
    assert bind(root, "again", cache) == 0
    page = root / "build/site/customers/c3.html"
    status = page.stat()
    assert load(cache / NAME).pages["customers/c3.md"].built == lasting(str(page)), "it would not be read"
    page.write_bytes(page.read_bytes().replace(b"<h1>", b"<h2>"))
    if back:
        os.utime(page, ns=(0, status.st_mtime_ns - 5 * SECOND))
    assert page.stat().st_size == status.st_size
    assert bind(root, "new", cache) == 0
    assert files(root / "new") == plain(root)
