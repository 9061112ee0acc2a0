"""docs/problems.md names every code that `fenji check` can print, with its level; both languages alike."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from generator.model import privacy

ROOT = Path(__file__).parents[2]
ROW = re.compile(r"\| `([a-z-]+)` \| (\*w\*|) ?\| (.+) \|")
STEPS = ("read", "model", "grade", "assignment", "permission")
CODE = re.compile(r"[a-z]+(-[a-z]+)*")
MAKERS = {"Problem", "fault", "_problem", "problem", "_pattern", "add", "report", "_add", "_report"}
# Codes that are handed on as values before a problem is made of them.
HANDED_ON = {"id-number": privacy}


def rows(name: str) -> dict[str, tuple[str, str]]:
    text = (ROOT / "docs" / name).read_text(encoding="utf-8")
    return {match[1]: (match[2], match[3]) for match in map(ROW.fullmatch, text.splitlines()) if match}


def codes() -> Iterator[tuple[str, str]]:
    """Yield every code that is written in the program, with *w* where the same call makes it a warning."""
    for step in STEPS:
        for file in sorted((ROOT / "generator" / step).rglob("*.py")):
            tree = ast.parse(file.read_text(encoding="utf-8"))
            names = dict(_constants(tree))
            for call in (node for node in ast.walk(tree) if isinstance(node, ast.Call)):
                maker = getattr(call.func, "id", getattr(call.func, "attr", ""))
                words = [_word(argument, names) for argument in call.args]
                code = next((word for word in words if word and CODE.fullmatch(word)), None)
                if (maker in MAKERS or (step, maker) == ("model", "Fault")) and code is not None:
                    warning = any("WARNING" in ast.unparse(argument) for argument in call.args)
                    yield code, "*w*" if warning else ""


def _constants(tree: ast.Module) -> Iterator[tuple[str, str]]:
    for node in tree.body:
        if isinstance(node, ast.Assign):
            for target in node.targets:
                pairs = (
                    zip(target.elts, getattr(node.value, "elts", []), strict=False)
                    if isinstance(target, ast.Tuple)
                    else [(target, node.value)]
                )
                for name, value in pairs:
                    if isinstance(name, ast.Name) and isinstance(value, ast.Constant) and isinstance(value.value, str):
                        yield name.id, value.value


def _word(argument: ast.expr, names: dict[str, str]) -> str | None:
    if isinstance(argument, ast.Constant):
        return argument.value if isinstance(argument.value, str) else None
    return names.get(argument.id) if isinstance(argument, ast.Name) else None


@pytest.mark.parametrize("name", ["problems.md", "problems.zh-CN.md"])
def test_every_code_is_documented_and_none_that_is_gone(name: str) -> None:
    assert set(rows(name)) == {code for code, _level in codes()} | HANDED_ON.keys()


def test_both_languages_list_the_same_codes_and_levels_in_the_same_order() -> None:
    english, chinese = rows("problems.md"), rows("problems.zh-CN.md")
    assert [(code, level) for code, (level, _text) in english.items()] == [
        (code, level) for code, (level, _text) in chinese.items()
    ]
    assert all(text.isascii() or "“" in text or "…" in text for _level, text in english.values())
    assert all(re.search(r"[\u4e00-\u9fff]", text) for _level, text in chinese.values())


def test_what_is_always_a_warning_is_marked_as_one() -> None:
    levels: dict[str, set[str]] = {}
    for code, level in codes():
        levels.setdefault(code, set()).add(level)
    always = {code for code, found in levels.items() if found == {"*w*"}}
    marked = {code for code, (level, _text) in rows("problems.md").items() if level}
    assert always <= marked


def test_codes_that_are_handed_on_are_still_in_use() -> None:
    for code, module in HANDED_ON.items():
        assert f'"{code}"' in Path(str(module.__file__)).read_text(encoding="utf-8")
