"""What the command line prints: nothing of the data is ever obeyed by a terminal, or hidden from its reader."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from pathlib import Path

import pytest

from generator.report.plan.markdown import JOINER
from tests.cli.running import Done, Fenji
from tests.hostile.corpus import READABLE, VALUES
from tests.hostile.office import BRANCH, id_of, make
from tests.offices import CUSTOMER, OFFICE, RULES, VISIT, write

# Control characters but the line end, and what changes the direction of a text or is not seen at all.
OBEYED = re.compile(
    "[\x00-\x09\x0b-\x1f\x7f-\x9f\u00ad\u061c\u200b-\u200c\u200e\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb"
    "\U000e0000-\U000e007f]"
)

COMMANDS = (
    *((command,) for command in ("check", "grade", "todo", "roster", "commission")),
    *(("check", "--format", form) for form in ("json", "github", "gitlab")),
    *(("grade", "--format", form) for form in ("json", "csv")),
    *(("todo", "--format", form) for form in ("json", "markdown")),
    *(
        ("diff", "HEAD~45", "HEAD", "--allow-mass-change", "--format", form)
        for form in ("text", "json", "markdown", "github")
    ),
    *(("report", "2026-W46", "--format", form) for form in ("text", "json", "markdown")),
    *(("explain", id_of(number)) for number in range(12)),
    ("explain", id_of(0), "--format", "json"),
    ("commission", "--format", "json"),
    ("roster", "--format", "json"),
    ("diff", "HEAD~30", BRANCH),
)
# What people type may come from elsewhere, too: a name of a branch, an id of a file.
TYPED = tuple(value for value in VALUES if "\0" not in value and "\ud800" not in value)[::7]


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("office") / "data"
    make(root, lambda number: READABLE[number % len(READABLE)], lambda number: VALUES[number % len(VALUES)])
    for refused_file in root.glob("customers/*/visits/*:*"):  # a file of such a name stops every command but check
        refused_file.unlink()
    return root


def obeyed(done: Done) -> list[str]:
    """What a terminal would obey of an output, with what stands around it."""
    return [said[max(at.start() - 20, 0) : at.end() + 20] for said in done[1:] for at in OBEYED.finditer(said)]


@pytest.mark.parametrize("command", COMMANDS, ids=" ".join)
def test_a_terminal_obeys_nothing_of_the_data(command: tuple[str, ...], fenji: Fenji, office: Path) -> None:
    done = fenji(office, *command)
    assert done.code in {0, 1}
    assert done.out
    assert obeyed(done._replace(out=done.out.replace(JOINER, ""))) == []
    assert "Traceback" not in done.err
    if command[-1] in {"json", "gitlab"}:
        json.loads(done.out)


def test_the_calendar_is_lines_as_the_standard_wants_them(fenji: Fenji, office: Path) -> None:
    done = fenji(office, "todo", "--format", "ics")
    assert done.out.startswith("BEGIN:VCALENDAR")
    assert obeyed(Done(0, done.out.replace("\r\n", "\n"), done.err)) == []


@pytest.mark.parametrize("value", TYPED)
def test_what_is_typed_wrongly_is_repeated_as_text(value: str, fenji: Fenji, office: Path) -> None:
    for command in (
        ("explain", "--", value),
        ("diff", "--", value),
        ("grade", "--rev", value),
        ("report", "--", value),
    ):
        done = fenji(office, *command)
        assert done.code in {1, 2}, command
        assert obeyed(done) == [], command


@pytest.mark.parametrize("place", ["name", "note", "rules", "office", "key", "file"])
def test_what_the_reader_refuses_is_told_as_text(place: str, fenji: Fenji, tmp_path: Path) -> None:
    for number, value in enumerate(VALUES[::2]):
        if "\ud800" in value:
            continue
        root = tmp_path / str(number)
        write(root, refused(place, value))
        done = fenji(root, "check", "--as-of", "2026-11-22")
        assert done.code in {0, 1}
        assert obeyed(done) == [], value


def refused(place: str, value: str) -> Mapping[str, str]:
    """The small office with a value, quoted or bare, where it may not stand."""
    quoted = json.dumps(value)
    name = "".join(char for char in value if char not in "/\0")[:60] or "x"
    return {
        "name": {"customers/7k3qf/customer.yaml": CUSTOMER.replace("li-na", quoted).replace("walk_in", quoted)},
        "note": {"customers/7k3qf/visits/1.yaml": VISIT.replace("看了三房", value)},
        "rules": {
            "rules.yaml": RULES.replace("lowest", quoted).replace("undecided, from: A", f"{quoted}, from: {quoted}")
        },
        "office": {"office.yaml": OFFICE.replace("何静, role: planner", f"何静, role: {quoted}")},
        "key": {"customers/7k3qf/visits/1.yaml": f"{VISIT}{quoted}: 1\n"},
        "file": {f"customers/7k3qf/visits/{name}.yaml": VISIT, f"customers/7k3qf/{name}": "x"},
    }[place]
