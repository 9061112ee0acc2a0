"""The page of the promises: every test that it names is there, in both languages the same."""

import ast
import re
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PAGES = {"en": ROOT / "docs/trust.md", "zh": ROOT / "docs/trust.zh-CN.md"}
ROW = re.compile(r"^\| (?!-)(.+?) \| (.+?) \|$", re.MULTILINE)
PROOF = re.compile(r"`(tests/[\w/]+\.py)::(\w+)`")


def rows(language: str) -> list[tuple[str, str]]:
    """Return each promise with its proofs as written, without the heads of the tables."""
    found = ROW.findall(PAGES[language].read_text(encoding="utf-8"))
    return [row for row in found if row not in {("promise", "proof"), ("保证", "证明")}]


def proofs(language: str) -> list[tuple[str, str]]:
    return [proof for _promise, named in rows(language) for proof in PROOF.findall(named)]


@cache
def names_in(path: str) -> frozenset[str]:
    if not (ROOT / path).is_file():
        return frozenset()
    tree = ast.parse((ROOT / path).read_text(encoding="utf-8"))
    return frozenset(node.name for node in tree.body if isinstance(node, ast.FunctionDef))


@pytest.mark.parametrize("language", PAGES)
def test_every_promise_names_its_proof_and_every_proof_exists(language: str) -> None:
    assert [promise for promise, named in rows(language) if not PROOF.search(named)] == []
    assert [f"{path}::{name}" for path, name in proofs(language) if name not in names_in(path)] == []
    assert all(name.startswith("test_") for _path, name in proofs(language))


def test_both_languages_make_the_same_promises() -> None:
    assert proofs("en") == proofs("zh")
    assert len(rows("en")) == len(rows("zh")) > 0
    parts = {PAGES[language].read_text(encoding="utf-8").count("\n## ") for language in PAGES}
    assert len(parts) == 1
