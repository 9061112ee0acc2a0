"""The page of the records: every example is read, and every key and word is on it, explained as editors explain it."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from generator.cli.main import COMMANDS
from generator.model.loading import load
from generator.model.schema import KINDS, schema
from generator.model.shape import keys_of
from generator.read.parsing import parse
from generator.texts import translator

DOCS = Path(__file__).parents[2] / "docs"
PAGES = {"en": DOCS / "records.md", "zh": DOCS / "records.zh-CN.md"}
RECORDS = ("customer", "visit", "decision", "deal")
FENCE = re.compile(r"^```yaml record=(\w+)\n(.*?)^```$", re.MULTILINE | re.DOTALL)


def keys(node: dict[str, Any], prefix: str = "") -> Iterator[tuple[str, bool, dict[str, Any]]]:
    for name, inner in node.get("properties", {}).items():
        yield prefix + name, name in node.get("required", ()), inner
        yield from keys(inner, f"{prefix}{name}.")


@pytest.mark.parametrize("language", PAGES)
def test_every_example_is_read_and_shows_every_key(language: str) -> None:
    examples = FENCE.findall(PAGES[language].read_text(encoding="utf-8"))
    assert tuple(kind for kind, _text in examples) == RECORDS
    for kind, text in examples:
        document, problems = parse("example.yaml", text.encode())
        assert document is not None, problems
        record, problems = load(document, KINDS[kind].model)
        assert problems == []
        assert record is not None
        assert set(document.plain()) == set(keys_of(KINDS[kind].model))  # type: ignore[call-overload]


@pytest.mark.parametrize("kind", RECORDS)
@pytest.mark.parametrize("language", PAGES)
def test_every_key_and_word_is_explained(language: str, kind: str) -> None:
    page = PAGES[language].read_text(encoding="utf-8")
    start = page.index(f"record={kind}")
    section = page[start : page.index("\n## ", start)]
    expected: list[str] = []
    words: list[str] = []
    for name, required, node in keys(schema(kind, translator(language))):
        needed = {"en": "yes", "zh": "是"}[language] if required else ""
        expected.append(f"| `{name}` | {needed} | {node['description']} |")
        words += [
            f"| `{w}` | {h} |" for w, h in zip(node.get("enum", ()), node.get("enumDescriptions", ()), strict=True)
        ]
    rows = [line for line in section.splitlines() if line.startswith("| `")]
    assert rows == [row for row in rows if row in expected + words]
    assert [row for row in rows if row in expected] == expected
    assert sorted(set(rows) - set(expected)) == sorted(set(words) - set(expected))


@pytest.mark.parametrize("language", PAGES)
def test_the_commands_on_the_page_exist(language: str) -> None:
    page = PAGES[language].read_text(encoding="utf-8")
    named = set(re.findall(r"`fenji (\w+)", page))
    assert {"new", "visit", "decide", "deal", "check", "schema"} <= named <= set(COMMANDS)
