from pathlib import Path

import pytest

from generator.site.docs import Changes, write_docs
from tests.site.handmade import files

PAGES: dict[str, str | bytes] = {
    "index.md": "首页",
    "customers/a.md": "一",
    "customers/b.md": "二",
    "assets/fenji.css": b"\x00",
}


@pytest.fixture
def docs(tmp_path: Path) -> Path:
    folder = tmp_path / "docs"
    write_docs(folder, PAGES)
    return folder


def test_the_folder_holds_exactly_the_pages(docs: Path) -> None:
    assert {path: (docs / path).read_bytes() for path in files(docs)} == {
        path: content.encode() if isinstance(content, str) else content for path, content in sorted(PAGES.items())
    }


def test_only_changed_files_are_written(docs: Path) -> None:
    before = {path: (docs / path).stat() for path in PAGES}
    assert write_docs(docs, PAGES | {"customers/a.md": "一一"}) == Changes(written=1, removed=0)
    changed = [path for path in PAGES if (docs / path).stat().st_ino != before[path].st_ino]
    assert changed == ["customers/a.md"]
    untouched = [path for path in PAGES if (docs / path).stat().st_mtime_ns == before[path].st_mtime_ns]
    assert untouched == ["index.md", "customers/b.md", "assets/fenji.css"]


def test_what_is_no_page_any_more_goes_away(docs: Path) -> None:
    (docs / "customers/.fenji-new").write_text("left by a killed build")
    (docs / "old/deep").mkdir(parents=True)
    (docs / "old/deep/x.md").write_text("x")
    assert write_docs(docs, {"index.md": "首页"}) == Changes(written=0, removed=3)
    assert list(docs.iterdir()) == [docs / "index.md"]


def test_a_page_may_become_a_folder_and_a_folder_a_page(docs: Path) -> None:
    write_docs(docs, {"index.md/x.md": "x", "customers": "y"})
    assert sorted(files(docs)) == ["customers", "index.md/x.md"]


@pytest.mark.parametrize("where", ["", "customers"])
def test_a_link_to_a_folder_is_replaced_not_followed(docs: Path, tmp_path: Path, where: str) -> None:
    elsewhere = tmp_path / "elsewhere"
    (docs / where).rename(elsewhere)
    (docs / where).symlink_to(elsewhere)
    before = files(elsewhere)
    write_docs(docs, dict.fromkeys(PAGES, "neu"))
    assert files(elsewhere) == before
    assert not (docs / where).is_symlink()
    assert (docs / "customers/a.md").read_text(encoding="utf-8") == "neu"


@pytest.mark.parametrize("link", ["symlink_to", "hardlink_to"])
def test_a_file_that_leads_elsewhere_is_replaced_not_written_through(docs: Path, tmp_path: Path, link: str) -> None:
    elsewhere = tmp_path / "elsewhere.md"
    elsewhere.write_text("mine")
    (docs / "customers/a.md").unlink()
    getattr(docs / "customers/a.md", link)(elsewhere)
    write_docs(docs, PAGES)
    assert elsewhere.read_text() == "mine"
    assert (docs / "customers/a.md").read_text(encoding="utf-8") == "一"


@pytest.mark.parametrize(
    "path", ["/etc/x", "../x", "a/../../x", "a//b", "", "a/./b", "a\\b", "a\x00b", "a\nb", "customers/\u202e.md"]
)
def test_a_path_that_would_leave_the_folder_is_refused(docs: Path, path: str) -> None:
    before = files(docs)
    with pytest.raises(ValueError, match="not a path of a page"):
        write_docs(docs, PAGES | {path: "x"})
    assert files(docs) == before
