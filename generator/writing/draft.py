"""A change drawn up but not written yet, and judged as if it were: a new record and changed values of others."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from generator.assignment.check import check
from generator.failure import Failure
from generator.grade.compiling import compile_rules
from generator.model.snapshot import Snapshot, snapshot
from generator.model.yamltext import UnwritableTextError, Value, record_text
from generator.read.problem import Problem
from generator.read.tree import OFFICE, RULES, Tree
from generator.values import dataclass, field, replace


@dataclass(frozen=True, slots=True)
class Draft:
    """One new record: the folder and the name (without .yaml) of its file, and its keys in order.

    With ``numbered`` a name that is taken gets a number (2026-09-07-2); without it the name must be free.
    """

    folder: str
    stem: str
    record: Mapping[str, Value]
    numbered: bool = True

    @property
    def text(self) -> str:
        """The text of the file. Raises Failure for a value that no file can hold."""
        try:
            return record_text(self.record)
        except UnwritableTextError as error:
            raise Failure(error.message) from error


@dataclass(frozen=True, slots=True)
class Edit:
    """An existing file as it was read, and as it will be."""

    path: str
    before: bytes
    after: bytes


@dataclass(frozen=True, slots=True)
class Change:
    """All that one command writes: a new record, and what it changes in existing files.

    ``relies_on`` are files that stay as they are, as they were read: the change is right only as long as they are so.
    """

    draft: Draft
    edits: tuple[Edit, ...] = ()
    relies_on: Mapping[str, bytes] = field(default_factory=dict)


def path_in(tree: Tree, draft: Draft) -> str:
    """Return the path that the draft would have now."""
    names = (draft.stem, *(f"{draft.stem}-{number}" for number in range(2, len(tree.files) + 3)))
    paths = (f"{draft.folder}/{name}.yaml" for name in names)
    return next(path for path in paths if path not in tree.files or not draft.numbered)


def judged(tree: Tree, changes: Sequence[Change], today: date) -> tuple[Snapshot, tuple[Problem, ...]]:
    """Return the office as it would be with the changes, and what `fenji check` would say about the changes' files.

    The problems of rules.yaml and office.yaml are among them only where nothing can be checked because of them.
    ``tree`` must hold every record that the changes refer to, and each new record must be in a folder of its own.
    """
    files = {path_in(tree, change.draft): change.draft.text.encode() for change in changes}
    files |= {edit.path: edit.after for change in changes for edit in change.edits}
    office = snapshot(replace(tree, files=dict(sorted({**tree.files, **files}.items()))))
    concerned = set(files) if _usable(office) else {*files, OFFICE, RULES}
    return office, tuple(problem for problem in check(office, today) if problem.place.path in concerned)


def _usable(office: Snapshot) -> bool:
    if office.office is None or office.rules is None:
        return False
    ruleset, _problems = compile_rules(office.rules, office.rules_document)
    return ruleset is not None


def only(tree: Tree, folder: str) -> Tree:
    """Return the part of the tree that a record of one customer is judged by: their folder, office and rules."""
    files = {
        path: data for path, data in tree.files.items() if path in {OFFICE, RULES} or path.startswith(folder + "/")
    }
    return replace(tree, files=files, others=(), problems=())
