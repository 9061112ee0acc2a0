"""The page of an address that is not there speaks the reader's language."""

from pathlib import Path

import pytest

from generator.site.build import template_folders
from generator.site.environment import environment
from generator.site.missing import tell_missing
from generator.texts import translator
from tests.cli.running import Fenji
from tests.offices import write

THEIRS = "<html><body><nav>menu</nav>\n  <h1>404 - Not found</h1>\n</body></html>"


@pytest.mark.parametrize(("language", "heading"), [("zh", "没有这个页面"), ("en", "There is no such page")])
def test_a_built_site_says_so_in_the_language_of_the_site(
    tmp_path: Path, fenji: Fenji, language: str, heading: str
) -> None:
    folder = write(tmp_path / "office", {})
    assert fenji(folder, "build", language=language).code == 0
    page = (folder / "build/site/404.html").read_text(encoding="utf-8")
    assert f"<h1>{heading}</h1>" in page
    assert "Not found" not in page
    assert "Content-Security-Policy" in page
    assert sorted(path.name for path in (folder / "build/site").glob(".*")) == []
    fenji(folder, "build", language=language)
    assert (folder / "build/site/404.html").read_text(encoding="utf-8") == page


def test_the_office_s_own_words_win(tmp_path: Path) -> None:
    own = tmp_path / "office/site_templates/pages"
    own.mkdir(parents=True)
    (own / "missing.html.j2").write_text("<h1>找不到</h1>", encoding="utf-8")
    (tmp_path / "404.html").write_text(THEIRS, encoding="utf-8")
    tell_missing(tmp_path, environment(template_folders(tmp_path / "office"), translator("zh")))
    assert (tmp_path / "404.html").read_text(encoding="utf-8") == THEIRS.replace("404 - Not found", "找不到")


def test_a_theme_that_has_words_of_its_own_keeps_them_and_the_old_site_its_file(tmp_path: Path) -> None:
    page, old = tmp_path / "404.html", tmp_path / "old.html"
    page.write_text(THEIRS.replace("404 - Not found", "Nichts da"), encoding="utf-8")
    tell_missing(tmp_path, environment(template_folders(tmp_path), translator("zh")))
    assert "Nichts da" in page.read_text(encoding="utf-8")
    page.write_text(THEIRS, encoding="utf-8")
    old.hardlink_to(page)
    tell_missing(tmp_path, environment(template_folders(tmp_path), translator("zh")))
    assert old.read_text(encoding="utf-8") == THEIRS
