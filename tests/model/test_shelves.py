"""One revision after the other gives what each gives by itself, whatever files come, change and go."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import generator.model.snapshot
from generator.model.shelves import Shelves
from generator.model.snapshot import snapshot
from generator.read.memory import Memory
from generator.read.tree import News, Tree, is_record
from tests.offices import CUSTOMER, SECOND, VISIT, files

MERGED = SECOND + "closed: {on: 2026-11-20, reason: merged}\n"
MERGE = "at: 2026-11-20\nby: zhou-kai\nkind: merge\nto: 7k3qf\nreason: 同一人\n"
GONE = "on: 2026-11-20\nby: chen-wei\ngrades: {2026-11-12: B}\n"
BROKEN = "at: [\n"

CHOICES: dict[str, list[str]] = {
    "rules.yaml": [files()["rules.yaml"], BROKEN],
    "office.yaml": [files()["office.yaml"], files()["office.yaml"].replace("吴迪", "吴地")],
    "customers/7k3qf/customer.yaml": [CUSTOMER, CUSTOMER.replace("王", "李"), BROKEN],
    "customers/7k3qf/visits/1.yaml": [VISIT, VISIT.replace("visit", "到访")],
    "customers/7k3qf/visits/10.yaml": [VISIT, VISIT.replace("11-12", "11-13")],
    "customers/7k3qf/visits/2.yaml": [VISIT, BROKEN],
    "customers/7k3qf/forgotten.yaml": [GONE, BROKEN],
    "customers/2m9xd/customer.yaml": [SECOND, MERGED],
    "customers/2m9xd/visits/1.yaml": [VISIT],
    "customers/2m9xd/decisions/1.yaml": [MERGE],
    "customers/2026-09/7k3qf/customer.yaml": [CUSTOMER],
    "customers/2026-09/7k3qf/visits/forgotten.yaml": [GONE],
    "customers/2026/7k3qf/customer.yaml": [CUSTOMER],
    "customers/UP/customer.yaml": [CUSTOMER],
    "customers/nobody/visits/1.yaml": [VISIT],
    "customers/lost.yaml": [VISIT],
}

trees = st.fixed_dictionaries({}, optional={path: st.sampled_from(texts) for path, texts in CHOICES.items()})

PLAIN = {path: st.sampled_from(texts) for path, texts in CHOICES.items() if path.startswith("customers/7k3qf/visits/")}
plain_trees = st.fixed_dictionaries(
    {
        path: st.sampled_from(CHOICES[path])
        for path in ("customers/7k3qf/customer.yaml", "customers/2m9xd/customer.yaml")
    },
    optional={
        **PLAIN,
        "customers/2m9xd/decisions/1.yaml": st.just(MERGE),
        "customers/0abcd/customer.yaml": st.just(SECOND),
    },
)
"""Offices in which every folder is a customer's own, as all are but in an accident."""


def tree_of(texts: dict[str, str]) -> Tree:
    return Tree({path: texts[path].encode() for path in sorted(texts) if is_record(path)}, None, dirty=False)


@settings(max_examples=150, deadline=None)
@given(st.one_of(st.lists(trees, min_size=2, max_size=6), st.lists(plain_trees, min_size=2, max_size=6)))
def test_a_snapshot_on_top_of_others_is_the_same_as_one_from_nothing(told: list[dict[str, str]]) -> None:
    memory, informed, before = Memory(), Memory(), tree_of({})
    for texts in told:
        tree = tree_of(texts)
        new = snapshot(tree)
        tree_with_news = replace(tree, news=_news(before.files, tree.files))
        for used in (snapshot(tree, memory), snapshot(tree_with_news, informed)):
            # the nodes of a document equal only themselves
            assert replace(used, rules_document=None) == replace(new, rules_document=None)
            assert list(used.dossiers) == list(new.dossiers)
        before = tree


def _news(before: Mapping[str, bytes], files: Mapping[str, bytes]) -> News:
    return News(before, {path for path in before.keys() | files.keys() if before.get(path) != files.get(path)})


def test_of_files_known_to_differ_only_these_are_looked_at() -> None:
    shelves, office = Shelves(), tree_of(files()).files
    shelves.take(office)
    shelves.dossiers = {folder: (None, []) for folder in shelves.folders}
    changed = {path: data.replace(b"price: B", b"price: C") for path, data in office.items()}
    shelves.take(changed, News(office, ["customers/7k3qf/visits/1.yaml"]))
    assert set(shelves.dossiers) == {"customers/2m9xd"}
    shelves.take(office, News({}, []))  # of other files: nothing is known of these
    assert set(shelves.dossiers) == set()


def test_only_touched_folders_are_called_again(monkeypatch: pytest.MonkeyPatch) -> None:
    office, memory = files(), Memory()
    first = snapshot(tree_of(office), memory)
    monkeypatch.delattr(generator.model.snapshot, "_with_own_id")  # the long way
    office["customers/3zzzz/customer.yaml"] = SECOND
    del office["customers/2m9xd/visits/1.yaml"]
    second = snapshot(tree_of(office), memory)
    assert list(second.dossiers) == ["2m9xd", "3zzzz", "7k3qf"]
    assert second.dossiers["7k3qf"] is first.dossiers["7k3qf"]
    assert second.dossiers["2m9xd"].visits == ()


@settings(max_examples=150, deadline=None)
@given(st.lists(trees, min_size=2, max_size=6))
def test_shelves_that_were_used_before_hold_what_new_ones_hold(told: list[dict[str, str]]) -> None:
    used = Shelves()
    for texts in told:
        new = Shelves()
        for shelves in (used, new):
            shelves.take(tree_of(texts).files)
        assert (used.folders, used.tombstones, used.misplaced) == (new.folders, new.tombstones, new.misplaced)
        used.dossiers = {folder: (None, []) for folder in used.folders}


def test_a_dossier_is_taken_away_with_the_first_change_of_one_of_its_files() -> None:
    shelves, office = Shelves(), files()
    shelves.take(tree_of(office).files)
    shelves.dossiers = {folder: (None, []) for folder in shelves.folders}
    changed = {**office, "customers/7k3qf/visits/1.yaml": VISIT.replace("price: B", "price: C")}
    shelves.take(tree_of({**changed, "customers/lost.yaml": VISIT}).files)
    assert set(shelves.dossiers) == {"customers/2m9xd"}
    del changed["customers/2m9xd/visits/1.yaml"]
    shelves.take(tree_of(changed).files)
    assert set(shelves.dossiers) == set()
