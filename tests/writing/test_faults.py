"""Whatever cuts a write short, and wherever: the old records or the new ones, never a mix, and nothing is left."""

from functools import cache
from pathlib import Path

import pytest

from tests.exchange.office import HEADER, MAP, WANG, ZHAO
from tests.offices import write
from tests.tools.faults import KILLED, Plan, Try, tries

LATER = "customers/2m9xd/visits/2026-11-22.yaml"
COMMANDS = {
    "visit": ["visit", "7k3qf", "--note", "谈了价格"],
    "decide": ["decide", "7k3qf", "transfer", "--to", "wu-di", "--by", "zhou-kai", "--reason", "换人"],
    "import": ["import", "TABLE", "--map", "MAP"],
    "forget": ["forget", "7k3qf", "--by", "chen-wei"],
}


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("faults")
    (folder / "table.csv").write_text(HEADER + WANG + ZHAO, encoding="utf-8")
    (folder / "map.yaml").write_text(MAP, encoding="utf-8")
    return write(folder / "office", {})


def attempt(office: Path, command: str, fault: str, *, lasting: bool = False) -> list[Try]:
    places = {"TABLE": str(office.parent / "table.csv"), "MAP": str(office.parent / "map.yaml")}
    plan = Plan(
        folder=str(office),
        operation="tests.writing.commands:fenji",
        arguments=[places.get(word, word) for word in COMMANDS[command]],
        reading="tests.writing.commands:check",
        writing="tests.writing.commands:later",
        state="tests.writing.commands:records",
        fault=fault,
        lasting=lasting,
    )
    return tries(plan)


def data(files: dict[str, str]) -> dict[str, str]:
    return {path: text for path, text in files.items() if not path.startswith(".fenji/") and path != LATER}


@cache
def before(office: Path) -> dict[str, str]:
    return {path.relative_to(office).as_posix(): path.read_text() for path in office.rglob("*") if path.is_file()}


def settled(office: Path, found: list[Try]) -> None:
    """Assert what holds for every try: old or new once somebody looks, and a next writer finds nothing in the way."""
    old, new = before(office), data(found[-1].after)
    assert found[-1].call == ""
    assert found[-1].code == 0, found[-1].said
    assert old != new
    for one in found:
        assert data(one.read) in (old, new), one.call
        assert one.read_code in {0, 1}, one.read_said
        assert one.read_code == found[-1].read_code if data(one.read) == new else one.read_code == 0, one.read_said
        assert one.write_code == 0, one.call
        assert data(one.written) == data(one.read), one.call
        assert LATER in one.written
        assert {path for path in one.written if path.startswith(".fenji/")} == {".fenji/lock", ".fenji/.gitignore"}


@pytest.mark.parametrize("command", COMMANDS)
def test_killed_at_any_system_call_a_write_is_whole_or_was_never_begun(office: Path, command: str) -> None:
    found = attempt(office, command, "kill")
    settled(office, found)
    assert len(found) > (10 if command == "visit" else 25)
    assert {one.code for one in found[:-1]} == {KILLED}
    states = [data(one.read) == before(office) for one in found]
    assert states == sorted(states, reverse=True), "from one call on it is new, and stays so"
    assert states[0]
    assert not states[-1]


@pytest.mark.parametrize("command", ["visit", "decide", "import"])
def test_killed_half_way_through_a_file_no_half_file_is_taken_for_a_record(office: Path, command: str) -> None:
    found = attempt(office, command, "torn")
    settled(office, found)
    assert len(found) > 2
    assert all(one.call.startswith("write") for one in found[:-1])
    assert all(data(one.read) == before(office) for one in found[:-1])


@pytest.mark.parametrize(
    ("command", "error"), [("visit", "ENOSPC"), ("decide", "EACCES"), ("import", "EROFS"), ("forget", "EIO")]
)
def test_refused_at_any_system_call_a_write_says_so_and_nothing_is_changed(
    office: Path, command: str, error: str
) -> None:
    found = attempt(office, command, error)
    settled(office, found)
    told(office, found)
    assert all((data(one.after) == before(office)) == (one.code != 0) for one in found)


@pytest.mark.parametrize("command", ["visit", "decide"])
def test_a_disk_that_stays_full_is_a_message_and_the_next_command_finds_the_old_records(
    office: Path, command: str
) -> None:
    found = attempt(office, command, "ENOSPC", lasting=True)
    settled(office, found)
    told(office, found)


def told(office: Path, found: list[Try]) -> None:
    """Assert that a refusal is a message, and that the exit code tells whether the change was made."""
    for one in found:
        assert one.code in {0, 2}, one.said
        assert "Traceback" not in one.said
        assert (data(one.read) == before(office)) == (one.code != 0), (one.call, one.said)
        assert one.code == 0 or "Error: " in one.said, one.call
    assert sum(one.code != 0 for one in found) > len(found) / 3, "most calls can't be done without"
