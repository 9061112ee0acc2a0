import json
import os
import sys
import time
from pathlib import Path

import pytest

from generator.site.binding.launch import Launched
from generator.site.docs import write_docs
from generator.site.mkdocs import binder, complaints
from generator.site.publish import build_folder
from tests.site.handmade import AS_OF, body, files, html, office, pages, publish


def test_two_builds_of_the_same_pages_are_equal_to_the_byte(tmp_path: Path) -> None:
    one, two = office(tmp_path / "one"), office(tmp_path / "a longer name")
    assert publish(one, pages()) is None
    assert publish(two, pages(), {**os.environ, "TZ": "Asia/Shanghai", "PYTHONHASHSEED": "1", "LC_ALL": "C"}) is None
    assert files(one / "build/site") == files(two / "build/site")


def test_ready_html_arrives_unchanged_and_titles_come_from_the_pages(tmp_path: Path) -> None:
    root = office(tmp_path)
    assert publish(root, pages()) is None
    site = root / "build/site"
    assert body("customers/7k3qf.md") in (site / "customers/7k3qf.html").read_text(encoding="utf-8")
    home = (site / "index.html").read_text(encoding="utf-8")
    tabs = home.split('<nav class="md-tabs"')[1].split("</nav>")[0]
    assert [title in tabs for title in ("本周", "置业顾问", "客户", "待批", "数据质量", "手册", "李娜", "王女士")] == [
        True
    ] * 6 + [False] * 2


def test_customers_are_not_in_the_search_index_and_chinese_words_are_cut(tmp_path: Path) -> None:
    root = office(tmp_path)
    assert publish(root, pages()) is None
    index = json.loads((root / "build/site/search/search_index.json").read_text(encoding="utf-8"))
    found = {entry["location"].partition("#")[0] for entry in index["docs"]}
    assert found == {page for page in html(root / "build/site") if page not in {"404.html", "customers/7k3qf.html"}}
    assert "置业\u200b顾问" in {entry["title"] for entry in index["docs"]}


def test_a_failed_build_keeps_the_old_site_and_says_why(tmp_path: Path) -> None:
    root = office(tmp_path)
    assert publish(root, pages()) is None
    before = files(root / "build/site")
    broken = pages() | {"quality.md": "[there](nowhere.md)"}
    said = publish(root, broken)
    assert said is not None
    assert any("nowhere.md" in line for line in said)
    assert files(root / "build/site") == before
    del broken["quality.md"]
    said = publish(root, broken)
    assert said is not None
    assert any("quality.md" in line for line in said)
    assert files(root / "build/site") == before
    assert publish(root, pages()) is None
    assert sorted(path.name for path in (root / "build").iterdir()) == [".cache", ".lock", "docs", "mkdocs.log", "site"]


def test_a_configuration_that_mkdocs_refuses_is_said(tmp_path: Path) -> None:
    root = office(tmp_path)
    config = root / "mkdocs.yml"
    config.write_text(config.read_text(encoding="utf-8") + "nosuch_extension_key: [1\n", encoding="utf-8")
    assert publish(root, pages())


def test_a_module_in_the_offices_folder_is_not_run(tmp_path: Path) -> None:
    root = office(tmp_path)
    for name in ("mkdocs.py", "jieba.py", "yaml.py", "markdown.py"):
        (root / name).write_text("raise SystemExit('taken')\n")
    assert publish(root, pages()) is None


def in_its_place(monkeypatch: pytest.MonkeyPatch, fake: Path, script: str) -> None:
    """Have a shell script run in the place of the program that binds pages."""
    fake.write_text(f"#!/bin/sh\n{script}\n")
    fake.chmod(0o700)
    monkeypatch.setattr(sys, "executable", str(fake))


@pytest.mark.parametrize(
    ("program", "fails"),
    [
        ("echo whole; sleep 0.3; touch kept; exit 3", False),
        ("sleep 0.1; touch kept", True),
        ("echo wh; touch kept", True),
    ],
)
def test_a_site_counts_from_the_word_that_it_is_whole_and_the_program_is_waited_for(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, program: str, *, fails: bool
) -> None:
    root = office(tmp_path / "office")
    in_its_place(monkeypatch, tmp_path / "python", f"read settled; read time; read go; cd {root}\n{program}")
    with build_folder(root) as folder, binder(root / "mkdocs.yml", folder, os.environ) as started:
        started.begin(AS_OF)
        assert (started.bind() is not None) == fails
    assert (root / "kept").exists(), "its end is waited for"


def test_a_program_that_was_on_its_way_makes_the_same_site_wherever_it_was_started(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    one, two = office(tmp_path / "one"), office(tmp_path / "two")
    assert publish(one, pages()) is None
    monkeypatch.chdir(tmp_path)
    (tmp_path / "mkdocs.py").write_text("raise SystemExit('taken')\n")
    with Launched(os.environ) as launched:
        time.sleep(0.2)  # it may wait before it is told anything
        with build_folder(two) as folder, binder(two / "mkdocs.yml", folder, {}, launched) as program:
            write_docs(folder.docs, pages())
            program.begin(AS_OF)
            assert program.bind() is None
            folder.publish()
    assert files(one / "build/site") == files(two / "build/site")
    log = (two / "build/mkdocs.log").read_text(encoding="utf-8")
    assert log == (one / "build/mkdocs.log").read_text(encoding="utf-8")


def test_a_program_that_nobody_needs_ends_by_itself(tmp_path: Path) -> None:
    with Launched(os.environ) as launched:
        launched.orders.close()
        launched.wait()
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("told", [False, True])
def test_a_program_that_dies_before_it_is_told_anything_has_failed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str], *, told: bool
) -> None:
    root = office(tmp_path / "office")
    in_its_place(monkeypatch, tmp_path / "python", f"exec <&-\necho no memory >&2\ntouch {root}/deaf")
    with build_folder(root) as folder, binder(root / "mkdocs.yml", folder, os.environ) as started:
        until = time.monotonic() + 60
        while not (root / "deaf").exists() and time.monotonic() < until:
            time.sleep(0.01)
        started.begin(AS_OF)
        assert not told or started.bind() == ()
    assert capfd.readouterr().err == "no memory\n", "it had no log yet"


def test_complaints_are_the_lines_that_tell_what_is_wrong() -> None:
    log = "INFO    -  Cleaning\nWARNING -  Doc file 'a.md' contains a link\n\nAborted with 1 warnings in strict mode!\n"
    assert complaints(log) == ("WARNING -  Doc file 'a.md' contains a link", "Aborted with 1 warnings in strict mode!")
    assert complaints("Traceback\n  x\n\nKeyError: 'y'\n") == ("Traceback", "  x", "KeyError: 'y'")


def test_a_build_that_is_given_up_leaves_nothing_that_was_taken_over(tmp_path: Path) -> None:
    root = office(tmp_path)
    assert publish(root, pages()) is None
    with build_folder(root) as folder:
        taken = folder.fresh / "weeks/index.html"
        with binder(root / "mkdocs.yml", folder, os.environ) as program:
            program.begin(AS_OF)
            until = time.monotonic() + 60
            while not taken.exists() and time.monotonic() < until:
                time.sleep(0.01)
            assert taken.exists()
    assert sorted(path.name for path in (root / "build").iterdir()) == [".cache", ".lock", "docs", "mkdocs.log", "site"]
    assert (root / "build/site/weeks/index.html").exists()
