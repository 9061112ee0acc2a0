"""Memory saves parsing and changes nothing else; what lies on disk is not trusted and may go at any time."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

import generator.model.snapshot
import generator.read.memory
from generator.model.snapshot import Snapshot, snapshot
from generator.read.document import parse
from generator.read.folder import working_tree
from generator.read.memory import FOLDER, Memory, content_id, memory_of
from generator.read.revision import tree_at
from tests.offices import CUSTOMER, VISIT, write
from tests.repositories import commit, git

BROKEN = "customers/7k3qf/visits/2.yaml"


@pytest.fixture
def office(tmp_path: Path) -> Path:
    root = write(
        tmp_path / "office", {BROKEN: VISIT.replace("visit", "到访"), "customers/7k3qf/visits/3.yaml": "a: [\n"}
    )
    commit(root, {})
    return root


class Counting:
    """Counts the records that are parsed (rules and office apart)."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.paths: list[str] = []
        monkeypatch.setattr(generator.model.snapshot, "parse", self)

    def __call__(self, path: str, data: bytes) -> Any:
        if path.startswith("customers/"):
            self.paths.append(path)
        return parse(path, data)


@pytest.fixture
def parsed(monkeypatch: pytest.MonkeyPatch) -> Counting:
    return Counting(monkeypatch)


def read(office: Path, memory: Memory | None = None) -> Snapshot:
    found = snapshot(working_tree(office), memory)
    if memory is not None:
        memory.save()
    return found


def same(one: Snapshot, other: Snapshot) -> bool:
    return (one.dossiers, one.problems, one.office, one.rules) == (
        other.dossiers,
        other.problems,
        other.office,
        other.rules,
    )


def parts(office: Path) -> list[Path]:
    return sorted((office / FOLDER).glob("*.json"))


def test_a_remembered_file_is_not_parsed_again_and_reads_the_same(office: Path, parsed: Counting) -> None:
    plain = read(office)
    memory = memory_of(office)
    assert same(read(office, memory), plain)
    parsed.paths.clear()
    assert same(read(office, memory), plain)
    assert same(read(office, memory_of(office)), plain)
    assert set(parsed.paths) == {BROKEN, "customers/7k3qf/visits/3.yaml"}  # faults are found anew, with their places


def test_only_a_changed_file_is_parsed(office: Path, parsed: Counting) -> None:
    read(office, memory_of(office))
    (office / BROKEN).write_text(VISIT.replace("price: B", "price: C"), encoding="utf-8")
    (office / "customers/7k3qf/visits/3.yaml").write_text(VISIT, encoding="utf-8")
    parsed.paths.clear()
    assert same(read(office, memory_of(office)), read(office))
    assert parsed.paths[0] == BROKEN
    assert parsed.paths[1:].count(BROKEN) == 1  # by the reading without memory


def test_the_same_text_in_two_files_keeps_two_paths(office: Path) -> None:
    memory = Memory()
    dossiers = read(office, memory).dossiers
    assert {visit.path for dossier in dossiers.values() for visit in dossier.visits} == {
        "customers/7k3qf/visits/1.yaml",
        "customers/2m9xd/visits/1.yaml",
    }
    assert content_id(CUSTOMER.encode()) != content_id(VISIT.encode())


def test_one_text_may_be_two_kinds_of_record(tmp_path: Path) -> None:
    root = write(tmp_path, {"customers/7k3qf/deals/1.yaml": VISIT, "customers/7k3qf/decisions/1.yaml": CUSTOMER})
    memory = memory_of(root)
    assert same(read(root, memory), read(root))
    assert same(read(root, memory_of(root)), read(root))


def test_memory_without_a_folder_writes_nothing(office: Path) -> None:
    read(office, Memory())
    assert not (office / "build").exists()


def test_the_id_of_a_content_is_that_of_git(tmp_path: Path) -> None:
    git(tmp_path, "init", "--quiet", "--object-format=sha256")
    (tmp_path / "a").write_bytes(b"x\n")
    assert content_id(b"x\n") == git(tmp_path, "hash-object", "a")


def damage(part: Path, how: str) -> None:
    header, _line, body = part.read_bytes().partition(b"\n")
    changes = {
        "empty": b"",
        "cut": part.read_bytes()[:-20],
        "bit": header + b"\n" + body.replace(b"li-na", b"wu-di"),
        "noise": b"\xff\x00" * 50,
        "deep": header + b"\n" + b"[" * 100_000,
        "version": header.replace(b'"program": "', b'"program": "9') + b"\n" + body,
        "format": header.replace(b'"format": 1', b'"format": 99') + b"\n" + body,
        "list": b"[]\n[]",
    }
    part.write_bytes(changes[how])


@pytest.mark.parametrize("how", ["empty", "cut", "bit", "noise", "deep", "version", "format", "list"])
def test_what_is_damaged_or_foreign_is_ignored(office: Path, how: str, parsed: Counting) -> None:
    plain = read(office)
    read(office, memory_of(office))
    damage(parts(office)[0], how)
    parsed.paths.clear()
    assert same(read(office, memory_of(office)), plain)
    assert len(parsed.paths) == 5  # two visits are word for word the same


def signed(folder: Path, entries: Any) -> None:
    """Write a part that is well-formed outside, whatever it holds."""
    folder.mkdir(parents=True, exist_ok=True)
    generator.read.memory._write(folder, entries)


def test_a_part_that_is_no_mapping_is_ignored(office: Path) -> None:
    signed(office / FOLDER, ["x"])
    assert same(read(office, memory_of(office)), read(office))


WRONG: list[Any] = [
    None,
    "x",
    [],
    [{}, []],
    [{}, {"a": 1}],
    [{}, {"a": [1]}],
    [{}, {"a": ["1", 2]}],
    [{"name": "x"}, {}],
    [[], {}],
    [{}, {"a": [True, 1]}],
]


@pytest.mark.parametrize("entry", WRONG)
def test_values_of_a_wrong_form_are_parsed_again(office: Path, entry: Any) -> None:
    data = (office / "customers/7k3qf/customer.yaml").read_bytes()
    signed(office / FOLDER, {content_id(data): entry})
    assert same(read(office, memory_of(office)), read(office))


def test_a_memory_that_is_kept_in_git_or_is_a_link_is_not_used(office: Path, tmp_path: Path) -> None:
    data = (office / "customers/7k3qf/customer.yaml").read_bytes()
    lie = {"name": "x", "consultant": "wu-di", "source": "call", "registered": "2026-11-01"}
    signed(office / FOLDER, {content_id(data): [lie, {}]})
    assert read(office, memory_of(office)).dossiers["7k3qf"].customer.record.consultant == "wu-di"
    git(office, "add", "--force", FOLDER)
    git(office, "commit", "--quiet", "-m", "poison")
    assert memory_of(office).folder is None
    assert read(office, memory_of(office)).dossiers["7k3qf"].customer.record.consultant == "li-na"
    linked = write(tmp_path / "linked", {})
    (linked / "build").symlink_to(office / "build")
    assert memory_of(linked).folder is None


def test_the_disk_is_bounded_by_number_and_size(office: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(generator.read.memory, "MOST_PARTS", 3)
    for number in range(8):
        (office / BROKEN).write_text(VISIT.replace("14:30", f"14:3{number}"), encoding="utf-8")
        assert same(read(office, memory_of(office)), read(office))
        assert len(parts(office)) <= 3
    kept = [entry for part in parts(office) for entry in json.loads(part.read_bytes().partition(b"\n")[2])]
    assert len(kept) < 4 + 8  # what was not used any more is forgotten
    monkeypatch.setattr(generator.read.memory, "MOST_BYTES", 1_000)
    memory = memory_of(office)
    for number in range(5):
        memory.keep(f"{number}", {"x": "y" * 500}, {})
        memory.save()
    assert sum(part.stat().st_size for part in parts(office)) <= 1_000
    memory.keep("large", {"x": "y" * 2_000}, {})
    memory.save()
    assert memory_of(office).recall("large") is None


def test_the_memory_of_a_run_is_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(generator.read.memory, "MOST_VALUES", 3)
    memory = Memory()
    for number in range(10):
        memory.keep(f"{number}", {}, {})
        memory.keep_value(number, number)
    assert len(memory.values) <= 3
    assert memory.value(9) == 9
    assert memory.recall("9") is not None
    assert memory.recall("0") is None


def test_a_disk_that_refuses_is_no_failure(office: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (office / "build").write_text("a file in the way")
    assert same(read(office, memory_of(office)), read(office))
    (office / "build").unlink()

    def full(*_arguments: object, **_options: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "replace", full)
    assert same(read(office, memory_of(office)), read(office))
    assert [path.name for path in (office / FOLDER).iterdir()] == [".gitignore"]


def test_the_folder_can_be_deleted_at_any_time(office: Path, parsed: Counting) -> None:
    memory = memory_of(office)
    plain = read(office, memory)
    for path in (office / FOLDER).iterdir():
        path.unlink()
    (office / FOLDER).rmdir()
    assert same(read(office, memory), plain)
    assert same(read(office, memory_of(office)), plain)


def test_git_does_not_see_the_memory(office: Path) -> None:
    read(office, memory_of(office))
    assert git(office, "status", "--porcelain") == ""


def test_two_processes_at_once_do_no_harm(office: Path) -> None:
    script = (
        "import sys; from pathlib import Path; from generator.read.memory import memory_of\n"
        "root = Path(sys.argv[1])\n"
        "for number in range(30):\n"
        "    memory = memory_of(root)\n"
        "    memory.recall('x')\n"
        "    memory.keep(f'{sys.argv[2]}-{number}', {'a': sys.argv[2]}, {'a': (1, 2)})\n"
        "    memory.save()\n"
    )
    root = Path(generator.__file__).parents[1]
    runs = [subprocess.Popen([sys.executable, "-c", script, str(office), name], cwd=root) for name in "ab"]
    assert [run.wait() for run in runs] == [0, 0]
    memory = memory_of(office)
    found = memory.recall("a-29") or memory.recall("b-29")
    assert found is not None
    assert found.marks == {"a": (1, 2)}
    assert {path.suffix for path in (office / FOLDER).iterdir()} <= {".json", ""}


def test_contents_are_read_once_from_git_over_many_revisions(office: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    known: dict[str, bytes] = {}
    first = tree_at(office, "HEAD", known)
    commit(office, {BROKEN: VISIT})
    before = len(known)
    assert tree_at(office, "HEAD", known).files == tree_at(office, "HEAD").files
    assert len(known) == before  # the text of the first visit again
    assert tree_at(office, "HEAD~1", known).files == first.files
