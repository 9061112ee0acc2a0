"""Memory saves reading a content twice, and changes nothing else."""

from __future__ import annotations

from pathlib import Path

import pytest

import generator.read.memory
from generator.model.snapshot import Snapshot, snapshot
from generator.read.folder import working_tree
from generator.read.memory import Memory
from tests.offices import VISIT, write

BROKEN = "customers/7k3qf/visits/2.yaml"


@pytest.fixture
def office(tmp_path: Path) -> Path:
    return write(tmp_path, {BROKEN: VISIT.replace("visit", "到访"), "customers/7k3qf/visits/3.yaml": "a: [\n"})


def read(office: Path, memory: Memory | None = None) -> Snapshot:
    return snapshot(working_tree(office), memory)


def same(one: Snapshot, other: Snapshot) -> bool:
    return (one.dossiers, one.problems, one.office, one.rules) == (
        other.dossiers,
        other.problems,
        other.office,
        other.rules,
    )


def test_an_unchanged_office_gives_the_very_same_dossiers_and_the_same_problems(office: Path) -> None:
    memory = Memory()
    first, second = read(office, memory), read(office, memory)
    assert same(first, read(office))
    assert same(second, first)
    assert all(second.dossiers[name] is dossier for name, dossier in first.dossiers.items())


def test_only_the_customer_of_a_changed_file_is_made_anew(office: Path) -> None:
    memory = Memory()
    before = read(office, memory)
    (office / BROKEN).write_text(VISIT.replace("price: B", "price: C"), encoding="utf-8")
    after = read(office, memory)
    assert same(after, read(office))
    assert {name for name in after.dossiers if after.dossiers[name] is not before.dossiers[name]} == {"7k3qf"}
    old, new = before.dossiers["7k3qf"].visits[0], after.dossiers["7k3qf"].visits[0]
    assert new.record is old.record  # of the other, unchanged file


def test_the_same_text_in_two_files_keeps_two_paths(office: Path) -> None:
    dossiers = read(office, Memory()).dossiers
    assert {visit.path for dossier in dossiers.values() for visit in dossier.visits} == {
        "customers/7k3qf/visits/1.yaml",
        "customers/2m9xd/visits/1.yaml",
    }


def test_one_text_may_be_two_kinds_of_record(tmp_path: Path) -> None:
    text = "at: 2026-09-07\nby: li-na\nchannel: visit\n"
    root = write(tmp_path, {"customers/7k3qf/deals/1.yaml": text, "customers/7k3qf/visits/9.yaml": text})
    assert same(read(root, Memory()), read(root))


def test_a_full_memory_begins_anew(office: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(generator.read.memory, "MOST_VALUES", 2)
    memory = Memory()
    for _time in range(2):
        assert same(read(office, memory), read(office))
    assert len(memory._values) <= 2
