"""The page on claims: every example on it is an office, and every output below is what the command prints there."""

import json
import re
import shlex
from pathlib import Path

import pytest
import yaml

from generator.cli.main import COMMANDS
from generator.model.rules import Commission
from generator.model.shape import shaped
from tests.cli.running import Fenji
from tests.offices import CUSTOMER, OFFICE, SECOND, VISIT, write

DOCS = Path(__file__).parents[2] / "docs"
PAGES = {"en": DOCS / "claims.md", "zh": DOCS / "claims.zh-CN.md"}
FENCE = re.compile(r"^```(yaml|text)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
HEADING = re.compile(r"^(#+) ", re.MULTILINE)
BASE: dict[str, str | bytes | None] = {
    "office.yaml": OFFICE.replace("  zhou-kai:", "  sun-yue: {name: 孙悦, role: consultant}\n  zhou-kai:", 1),
    "customers/7k3qf/customer.yaml": CUSTOMER,
    "customers/2m9xd/customer.yaml": SECOND.replace("li-na", "wu-di"),
    "customers/2m9xd/visits/1.yaml": VISIT.replace("li-na", "wu-di"),
}


def text(page: str) -> str:
    return PAGES[page].read_text(encoding="utf-8")


def office(files: str) -> dict[str, str | bytes | None]:
    """Return the office of the page with the files of an example; a file of the office keeps what is not named."""
    named = yaml.load(files, Loader=yaml.BaseLoader)  # noqa: S506 - it makes nothing but texts, lists and dicts
    changed = dict(BASE)
    for path, record in named.items():
        known = yaml.load(str(BASE.get(path) or "{}"), Loader=yaml.BaseLoader)  # noqa: S506
        changed[path] = json.dumps(_merged(known, record), ensure_ascii=False)
    return changed


def _merged(known: dict[str, object], more: dict[str, object]) -> dict[str, object]:
    result = dict(known)
    for key, value in more.items():
        old = result.get(key)
        result[key] = _merged(old, value) if isinstance(old, dict) and isinstance(value, dict) else value
    return result


def runs(page: str) -> list[tuple[str, list[tuple[str, str]]]]:
    """Return the examples of a page: the files, and the commands with what they print."""
    found: list[tuple[str, list[tuple[str, str]]]] = []
    for kind, body in FENCE.findall(text(page)):
        if kind == "yaml":
            found.append((body, []))
        else:
            for part in re.split(r"^\$ fenji ", body, flags=re.MULTILINE)[1:]:
                command, _end, output = part.partition("\n")
                found[-1][1].append((command, output))
    return found


EXAMPLES = [
    pytest.param(page, files, commands, id=f"{page}-{number}")
    for page in PAGES
    for number, (files, commands) in enumerate(runs(page))
]


@pytest.mark.parametrize(("page", "files", "commands"), EXAMPLES)
def test_every_command_prints_just_what_the_page_says(
    tmp_path: Path, fenji: Fenji, page: str, files: str, commands: list[tuple[str, str]]
) -> None:
    root = write(tmp_path / "office", office(files))
    assert commands
    for command, output in commands:
        done = fenji(root, *shlex.split(command), language=page)
        assert done.out + done.err == output, command


def test_both_pages_have_the_same_examples_under_the_same_headings() -> None:
    english, chinese = runs("en"), runs("zh")
    assert [files for files, _commands in english] == [files for files, _commands in chinese]
    assert [[command for command, _out in some] for _files, some in english] == [
        [command for command, _out in some] for _files, some in chinese
    ]
    assert len(english) >= 5
    levels = [HEADING.findall(FENCE.sub("", text(page))) for page in PAGES]
    assert levels[0] == levels[1]


@pytest.mark.parametrize("page", PAGES)
def test_every_share_and_its_default_is_on_the_page(page: str) -> None:
    rows = dict(re.findall(r"^\| `(\w+)` \| .* \| (\d+) %? ?\|$", text(page), re.MULTILINE))
    assert {name: float(share) for name, share in rows.items()} == {
        one.name: one.default for one in shaped(Commission).keys if one.name != "leaver"
    } | {"leaver": Commission().of_leaver}


@pytest.mark.parametrize("page", PAGES)
def test_the_commands_on_the_page_exist(page: str) -> None:
    named = set(re.findall(r"`fenji (\w+)", text(page)))
    assert {"decide", "transfer", "commission", "new", "check"} <= named <= set(COMMANDS)
