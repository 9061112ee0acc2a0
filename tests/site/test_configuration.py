from contextlib import nullcontext
from datetime import date
from html import escape, unescape
from pathlib import Path

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from generator.failure import Failure
from generator.site.configuration import check_folders, configuration, configure
from generator.site.order import Order
from generator.texts import Language, translator
from tests.site.handmade import office, pages, publish

ROOT = Path(__file__).parents[2]
VISIBLE = st.text(st.characters(exclude_categories=["C", "Zl", "Zp"]), min_size=1)


def text(name: str, language: Language = Language.ZH) -> str:
    return configuration(name, language, translator(language))


@given(VISIBLE)
def test_a_name_stays_a_name(name: str) -> None:
    config = yaml.safe_load(text(name))
    assert unescape(config.pop("site_name")) == unescape(escape(name, quote=False))
    ordinary = yaml.safe_load(text("x"))
    ordinary.pop("site_name")
    assert config == ordinary


def test_the_sample_has_the_configuration_that_init_writes() -> None:
    assert (ROOT / "mkdocs.yml").read_text(encoding="utf-8") == text("云溪府")


def test_the_theme_speaks_the_language() -> None:
    assert yaml.safe_load(text("x"))["theme"]["language"] == "zh"
    english = yaml.safe_load(text("x", Language.EN))["theme"]
    assert (english["language"], english["palette"][0]["toggle"]["name"]) == ("en", "Switch to light colours")


def test_a_hostile_name_is_text_on_every_page(tmp_path: Path) -> None:
    name = "</title><script>alert(1)</script>: !ENV [HOME] \" ' # &"
    root = office(tmp_path, name)
    assert publish(root, pages()) is None
    for page in ("index.html", "404.html", "customers/7k3qf.html"):
        built = (root / "build/site" / page).read_text(encoding="utf-8")
        assert "<script>alert" not in built
        assert escape(name, quote=False) in built


@pytest.mark.parametrize(
    ("content", "complaint"),
    [
        ("site_name: x\nsite_dir: build/site\n", "mkdocs.yml:1: write “docs_dir: build/docs”"),
        ("site_name: x\ndocs_dir: docs\nsite_dir: build/site\n", "mkdocs.yml:2: write “docs_dir: build/docs”"),
        ("docs_dir: build/docs\nsite_dir: /srv/www\n", "mkdocs.yml:2: write “site_dir: build/site”"),
        ("docs_dir: [\n", "mkdocs.yml:2: this is not valid YAML"),
        ("", "write “docs_dir: build/docs”"),
        ("- a\n", "write “docs_dir: build/docs”"),
        ("docs_dir: !ENV [X, build/docs]\nsite_dir: build/site\n", "mkdocs.yml:1: write “docs_dir"),
    ],
)
def test_a_configuration_that_reads_or_writes_elsewhere_is_refused(content: str, complaint: str) -> None:
    with pytest.raises(Failure) as caught:
        check_folders(content.encode())
    assert complaint in caught.value.message.text(translator("en"))


def test_a_configuration_that_was_good_is_looked_at_again_when_it_changes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    looked: list[bytes] = []

    def look(data: bytes) -> None:
        looked.append(data)
        check_folders(data)

    monkeypatch.setattr("generator.site.configuration.check_folders", look)
    order = Order(tmp_path, "", date(2026, 11, 22), Language.EN, keep_going=False, environment={})
    file, cache = tmp_path / "mkdocs.yml", tmp_path / "cache"
    cache.mkdir()
    good, bad = "docs_dir: build/docs\nsite_dir: build/site\n", "docs_dir: docs\nsite_dir: build/site\n"
    for content, known in ((good, False), (good, True), (bad, False), (bad, False), (good, True)):
        file.write_text(content)
        looked.clear()
        with pytest.raises(Failure) if content == bad else nullcontext():
            configure(order, file, cache)
        assert looked == ([] if known else [content.encode()])
    (cache / "configuration").write_bytes(bad.encode())
    configure(order, file, cache)
    assert looked == [good.encode()]
    looked.clear()
    configure(order, file)
    assert looked == [good.encode()]


def test_python_names_in_a_configuration_are_left_to_mkdocs() -> None:
    check_folders(b"docs_dir: build/docs/\nsite_dir: build/site\nx: !!python/name:nosuch.module.name\n")
