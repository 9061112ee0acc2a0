"""Settings that are kept say what their files say, as long as these hold the same bytes, and need no YAML."""

from __future__ import annotations

import subprocess
import sys
import textwrap
from collections.abc import Callable
from pathlib import Path

import pytest

from generator import store
from generator.grade.check import rule_problems
from generator.grade.compiling import compile_rules
from generator.grade.settings import Settings
from generator.model.office import Office
from generator.model.snapshot import Snapshot, snapshot
from generator.packing import pack
from generator.read.tree import Tree
from generator.values import replace
from tests.offices import OFFICE, RULES

FILES = {"office.yaml": OFFICE, "rules.yaml": RULES}
EDITS: list[dict[str, str]] = [
    {},
    {"office.yaml": OFFICE.replace("李娜", "李小娜")},
    {"rules.yaml": RULES + "# 一句话\n"},
    {"rules.yaml": RULES.replace("official:", "official: nowhere #")},
    {"rules.yaml": RULES + "unknown: 1\n"},
    {"office.yaml": "name: [\n"},
]


def said(settings: Settings | None, edit: dict[str, str]) -> tuple[object, ...]:
    """Return all that is made of the settings, without what only another object could tell."""
    files = {path: text.encode() for path, text in {**FILES, **edit}.items()}
    found: Snapshot = snapshot(Tree(files, None, dirty=False), None if settings is None else settings.memory)
    document, whole = found.rules_document, replace(found, rules_document=None)
    if found.rules is None:
        return (whole,)
    places = [] if document is None else [document.place(loc, key=key) for loc in LOCS for key in (True, False)]
    plain = None if document is None else document.plain()
    return whole, places, plain, compile_rules(found.rules, document), rule_problems(found.rules, document)


LOCS = [(), ("official",), ("schemes",), ("examples", 0), ("examples", 1, "expect"), ("follow_up", "A"), ("none", 3)]


@pytest.mark.parametrize("before", range(len(EDITS)))
def test_what_was_kept_says_the_same_as_the_files(tmp_path: Path, before: int) -> None:
    for edit in EDITS:
        first = Settings(tmp_path / "settings", "me")
        said(first, EDITS[before])
        first.save()
        assert said(Settings(tmp_path / "settings", "me"), edit) == said(None, edit)


def test_what_is_the_same_is_neither_read_nor_compiled_nor_kept_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = Settings(tmp_path / "settings", "me")
    said(first, {})
    first.save()
    again = Settings(tmp_path / "settings", "me")
    written: list[Path] = []
    for refused in ("generator.grade.compiling._compiled", "generator.grade.check._afresh"):
        monkeypatch.setattr(refused, lambda *_asked: pytest.fail("it is known"))
    monkeypatch.setattr("generator.model.snapshot._parsed", lambda *_asked: pytest.fail("it is known"))
    monkeypatch.setattr(store, "write", lambda file, *_more: written.append(file))
    said(again, {})
    again.save()
    assert written == []


def test_what_is_the_same_needs_no_yaml(tmp_path: Path) -> None:
    for path, text in FILES.items():
        (tmp_path / path).write_text(text, encoding="utf-8")
    program = textwrap.dedent("""
        import sys
        from pathlib import Path
        from generator.grade.compiling import compile_rules
        from generator.grade.settings import Settings
        from generator.model.snapshot import snapshot
        from generator.read.tree import Tree
        files = {path: Path(path).read_bytes() for path in ("office.yaml", "rules.yaml")}
        settings = Settings(Path("settings"), "me")
        found = snapshot(Tree(files, None, dirty=False), settings.memory)
        compile_rules(found.rules, found.rules_document)
        settings.save()
        print("yaml" in sys.modules)
    """)
    run = [sys.executable, "-c", program]
    told = [subprocess.run(run, cwd=tmp_path, capture_output=True, text=True, check=True).stdout for _run in range(2)]
    assert told == ["True\n", "False\n"]


SPOILT: list[Callable[[bytes], bytes]] = [
    lambda _data: b"",
    lambda data: data[: len(data) // 2],
    lambda data: data[:-1] + bytes([data[-1] ^ 1]),
    lambda data: data + data,
]


@pytest.mark.parametrize("spoil", SPOILT)
def test_what_is_damaged_is_as_good_as_none(tmp_path: Path, spoil: Callable[[bytes], bytes]) -> None:
    file = tmp_path / "settings"
    first = Settings(file, "me")
    said(first, {})
    first.save()
    file.write_bytes(spoil(file.read_bytes()))
    assert said(Settings(file, "me"), {}) == said(None, {})


def test_what_another_program_kept_or_something_else_altogether_is_as_good_as_none(tmp_path: Path) -> None:
    file = tmp_path / "settings"
    first = Settings(file, "another")
    said(first, EDITS[1])
    first.save()
    assert Settings(file, "me").memory.value(Office) is None
    for body in (pack(("a", 1)), pack(None), b"noise"):
        store.write(file, body, "me")
        assert said(Settings(file, "me"), {}) == said(None, {})


def test_without_a_file_or_without_anything_read_nothing_is_kept(tmp_path: Path) -> None:
    nowhere, unasked = Settings(None, ""), Settings(tmp_path / "settings", "me")
    said(nowhere, {})
    nowhere.save()
    unasked.save()
    assert list(tmp_path.iterdir()) == []
